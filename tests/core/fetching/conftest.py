from collections.abc import Iterator

import pytest
from django.test.utils import override_settings


@pytest.fixture
def loopback() -> Iterator[None]:
    """The site may read servers of this machine at 127.0.0.1, and nowhere else on it."""
    with override_settings(FETCH_ALLOWED_NETWORKS=["127.0.0.1/32"]):
        yield
