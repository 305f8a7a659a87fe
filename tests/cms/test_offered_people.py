"""Lists offer to narrow by people behind known pages alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def cms(client: Client, community: CommunityPage) -> Client:
    """Of a facilitator; pages of two others are there, one of them in a hidden community."""
    hidden = factories.community(
        title="Discrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    for section, name in ((community, "Awa"), (hidden, "Zoé")):
        busy = factories.member(section, first_name=name, role=Role.FACILITATOR)
        page: Any = factories.guide(section, owner=busy)
        page.save_revision(user=busy, log_action=True)
        page.get_workflow().start(page, busy)
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=busy)
    client.force_login(factories.member(community, "moi@example.org", role=Role.FACILITATOR))
    return client


@together(
    "name", ["explore", "knowledge:index",
             "wagtailadmin_reports:locked_pages", "wagtailadmin_reports:workflow"]
)  # fmt: skip
def test_people_behind_unknown_pages_are_not_offered(
    cms: Client, community: CommunityPage, name: str
) -> None:
    section = factories.index_of(community, GuideIndexPage)
    explorer = reverse("wagtailadmin_explore", args=[section.pk])
    shown = cms.get(explorer if name == "explore" else reverse(name)).content.decode()
    assert "Awa" in shown
    assert "Zoé" not in shown
