"""A community with a member, and servers of this machine that may be read."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests import factories
from tests.communities.scenes import client_of
from wiki.communities.models import CommunityPage
from wiki.people.models import User


@pytest.fixture
def loopback() -> Iterator[None]:
    """The site may read servers of this machine at 127.0.0.1, and nowhere else on it."""
    with override_settings(FETCH_ALLOWED_NETWORKS=["127.0.0.1/32"]):
        yield


@pytest.fixture
def member(community: CommunityPage) -> User:
    """Somebody who may clip in « Animation »."""
    return factories.member(community, "zoe@example.org", first_name="Zoé", last_name="Éluard")


@pytest.fixture
def signed_in(member: User) -> Client:
    """A browser in which the member is signed in."""
    return client_of(member)
