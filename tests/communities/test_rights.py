"""The table of rights: what the docs show, and what the tree and the CMS really let people do."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from tests.together import together
from wiki.communities.audience import Viewer, page_audiences, viewer_tokens
from wiki.communities.models import CommunityPage
from wiki.communities.rights import TABLE, Act, Position, Role, Visibility, may, roles_that
from wiki.communities.standing import standing_of

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
CELLS = [(position, visibility) for position in Position for visibility in Visibility]


def table() -> str:
    """The table as the docs hold it."""
    head = ["act", *(position.value for position in Position)]
    rows = [head, ["---"] * len(head)]
    for act, cells in TABLE.items():
        told = []
        for position in Position:
            kinds = cells[position]
            named = ", ".join(each.value for each in Visibility if each in kinds)
            told.append("yes" if kinds == frozenset(Visibility) else named or "–")
        with translation.override("en"):
            rows.append([str(act.label), *told])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_the_docs_show_the_table() -> None:
    assert table() in DOCS.read_text()


def somebody(position: Position, community: CommunityPage) -> Viewer:
    if position is Position.VISITOR:
        return AnonymousUser()
    if position is Position.COLLEAGUE:
        return factories.user("collegue@example.org")
    return factories.member(community, role=Role(position.value))


@together(("position", "visibility"), CELLS)
def test_the_tree_and_the_cms_say_the_same(position: Position, visibility: Visibility) -> None:
    community = factories.community(title="Essai", visibility=visibility, joining="invitation")
    page = factories.guide(community)
    viewer = somebody(position, community)
    standing = standing_of(viewer)
    for act in Act:
        assert standing.may(act, community) is may(act, position, visibility)
    admitted = page_audiences([page])[page.pk].admits(viewer_tokens(viewer))
    assert admitted is may(Act.READ, position, visibility)
    if not viewer.is_authenticated:
        return
    viewer = type(viewer).objects.get(pk=viewer.pk)  # rights are kept on the object
    index = factories.index_of(community, GuideIndexPage).permissions_for_user(viewer)
    tester = Page.objects.get(pk=page.pk).permissions_for_user(viewer)
    assert index.can_add_subpage() is may(Act.PROPOSE, position, visibility)
    edits = may(Act.EDIT_OTHERS, position, visibility) or may(Act.PUBLISH, position, visibility)
    assert tester.can_edit() is edits
    assert tester.can_publish() is may(Act.PUBLISH, position, visibility)


@together("role", list(Role))
def test_nothing_more_is_written_in_an_archive(role: Role) -> None:
    position = Position(role.value)
    for act in (Act.PROPOSE, Act.PUBLISH, Act.COMMENT, Act.INVITE):
        assert not may(act, position, Visibility.PUBLIC, archived=True)
    assert may(Act.READ, position, Visibility.HIDDEN, archived=True)


def test_acts_by_role() -> None:
    assert roles_that(Act.READ) == frozenset(Role)
    assert roles_that(Act.PUBLISH) == {Role.FACILITATOR}
    assert Role.MANAGER not in roles_that(Act.REVIEW)
