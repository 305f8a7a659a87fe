"""Who writes, and where."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories


@pytest.fixture
def as_admin(client: Client, admin: Any) -> Client:
    """The client of somebody with every right."""
    client.force_login(admin)
    return client


@pytest.fixture
def guides(community: Any) -> Page:
    """The community's index of guides."""
    return factories.index_of(community, GuideIndexPage)
