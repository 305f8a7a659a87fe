"""Who writes, and where."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.people.models import User


@pytest.fixture
def as_admin(client: Client, admin: Any) -> Client:
    """The client of somebody with every right."""
    client.force_login(admin)
    return client


@pytest.fixture
def guides(community: Any) -> Page:
    """The community's index of guides."""
    return factories.index_of(community, GuideIndexPage)


@pytest.fixture
def hidden() -> CommunityPage:
    """A community of which nobody else may know."""
    return factories.community(
        title="Projet discret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )


@pytest.fixture
def facilitator(community: CommunityPage) -> User:
    """Runs the community, and knows nothing of the hidden one."""
    return factories.member(community, "anime@example.org", role=Role.FACILITATOR)


@pytest.fixture
def cms(client: Client, facilitator: User) -> Client:
    """The CMS as this person sees it."""
    client.force_login(facilitator)
    return client
