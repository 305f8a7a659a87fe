"""Addresses longer than the table of redirects holds: pages go all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from guides.merging import merge
from guides.models import GuideIndexPage, GuidePage
from guides.moving import move_page
from tests import factories
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.core.redirects import LONGEST
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(community: CommunityPage) -> CommunityPage:
    """A community whose sections have as long a name as may be."""
    page = factories.community(title="Loin", slug="l" * LONGEST)
    GuideIndexPage.objects.child_of(page).update(slug="g" * 200)
    page.slug = "m" * LONGEST  # which says the addresses below anew, and keeps the old ones
    page.save()
    return CommunityPage.objects.get(pk=page.pk)


@pytest.fixture
def both(far: CommunityPage, community: CommunityPage) -> User:
    person = factories.member(far, "deux@example.org", role=Role.FACILITATOR)
    Membership.objects.create(community=community, person=person, role=Role.FACILITATOR)
    return User.objects.get(pk=person.pk)


def test_a_page_with_a_long_address_moves(
    far: CommunityPage, community: CommunityPage, both: User, caplog: pytest.LogCaptureFixture
) -> None:
    page = factories.guide(far, title="Plan")
    assert len(page.url) > LONGEST
    move_page(page, factories.index_of(community, GuideIndexPage), by=both)
    assert GuidePage.objects.get().url == "/animation/guides/plan/"
    assert not Redirect.objects.filter(redirect_page=page).exists()
    assert "redirects.too_long" in caplog.messages


def test_a_community_with_a_long_address_is_merged(
    far: CommunityPage, community: CommunityPage, both: User
) -> None:
    factories.guide(far, title="Plan")
    merge(far, community, by=both)
    assert GuidePage.objects.get().url == "/animation/guides/plan/"
    kept = Redirect.objects.values_list("old_path", flat=True)
    assert all(len(path) <= LONGEST for path in kept)


def test_an_address_that_fits_leads_on(
    community: CommunityPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    page = factories.guide(community, title="Plan")
    page.slug = "autre"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert Redirect.objects.get(redirect_page=page).old_path == "/animation/guides/plan"
