"""What the demo loads beside its pages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from home import demo_content
from home.models import HomePage
from search.models import Direction, Synonym
from search.synonyms import expansions
from search.syntax import parse
from tests import factories
from wiki.communities.models import Membership
from wiki.communities.rights import Role


@pytest.mark.django_db
def test_synonyms_of_the_demo_are_valid_and_loaded_once() -> None:
    rows = yaml.safe_load((demo_content.FOLDER / "synonyms.yaml").read_text())
    assert demo_content.load_synonyms() == Synonym.objects.count() == len(rows)
    for synonym in Synonym.objects.all():
        synonym.full_clean()
    assert demo_content.load_synonyms() == 0
    found = {expansion.words for expansion in expansions(parse("animer une cop"))}
    assert "communauté de pratique" in found


@pytest.mark.django_db
def test_synonyms_of_an_editor_are_left_alone() -> None:
    own = Synonym.objects.create(
        words="retex", equivalents="bilan", direction=Direction.ONE_WAY, active=False
    )
    demo_content.load_synonyms()
    own.refresh_from_db()
    assert (own.equivalents, own.active) == ("bilan", False)
    assert Synonym.objects.filter(words__iexact="retex").count() == 1


@pytest.mark.django_db
def test_what_an_editor_links_already_is_not_linked_twice() -> None:
    Synonym.objects.create(words="after action review", equivalents="AAR, bilan")
    demo_content.load_synonyms()
    assert not Synonym.objects.filter(words="AAR").exists()


@pytest.mark.django_db
def test_members_of_the_demo_are_loaded_once_and_may_leave(home: HomePage) -> None:
    demo_content.load_people()
    for slug in yaml.safe_load((demo_content.FOLDER / "members.yaml").read_text()):
        factories.community(title=slug, slug=slug)
    made = demo_content.load_members()
    assert made == Membership.objects.count() > 20
    Membership.objects.filter(role=Role.MEMBER).first().delete()
    assert demo_content.load_members() == 0


def front(path: Path) -> dict[str, Any]:
    """What stands before the text of a page of the demo."""
    head: dict[str, Any] = yaml.safe_load(path.read_text().split("---")[1])
    return head


def test_authors_of_the_demo_belong_to_the_communities_of_their_pages() -> None:
    rows = yaml.safe_load((demo_content.FOLDER / "members.yaml").read_text())
    for home_page in (demo_content.FOLDER / "content").glob("*/README.md"):
        community = front(home_page)
        there = {row["email"] for row in rows[community["slug"]]} | {community["facilitator"]}
        for page in home_page.parent.rglob("*.md"):
            assert set(front(page).get("authors", [])) <= there, page


def test_one_can_sign_in_with_each_role_of_a_community() -> None:
    holders = demo_content.role_holders()
    assert {role for _email, role, _community in holders} == set(Role)
    known = {person.email for person in demo_content.people()}
    assert {email for email, _role, _community in holders} <= known
