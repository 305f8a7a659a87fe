"""The reduced search keeps the permissions and counts what they leave."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import PageViewRestriction

from search import service
from search.params import FACETS
from tests import factories
from tests.search.conftest import Ask, counts, titles
from tests.together import together
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.people.models import User

Lose = Callable[[], None]


@pytest.fixture
def outage(lose_index: Lose) -> None:
    """The index is gone before anything is published."""
    lose_index()


# ── Permissions ───────────────────────────────────────────────────────────────


@pytest.fixture
def sections(community: CommunityPage, outage: None) -> None:
    """A public guide, one for signed-in people, one for a group, one behind a password."""
    factories.guide(community, title="Réunion ouverte", tags=["ouvert"])
    signed_in = factories.community(title="Interne")
    factories.guide(signed_in, title="Réunion interne", tags=["interne"])
    factories.restrict(signed_in)
    reserved = factories.community(title="Ressources")
    factories.guide(reserved, title="Réunion réservée", tags=["secret"])
    factories.restrict(reserved, groups=["Ressources"])
    secret = factories.community(title="Mot de passe")
    factories.guide(secret, title="Réunion cachée", tags=["cachee"])
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def seen(ask: Ask, viewer: Viewer) -> set[str]:
    page = ask("q=réunion", viewer)
    assert page.reduced
    assert page.total == len(page.hits) == sum(counts(page, "type").values())
    return {title.removeprefix("Réunion ") for title in titles(page)}


@pytest.mark.usefixtures("sections")
def test_hits_counts_and_suggestions_follow_the_reader(ask: Ask, reader: User, admin: User):
    member = factories.user("membre@example.org", groups=["Ressources"])
    stranger = factories.user("autre@example.org", groups=["Autres"])
    expected = {
        AnonymousUser(): {"ouverte"},
        reader: {"ouverte", "interne"},
        stranger: {"ouverte", "interne"},
        member: {"ouverte", "interne", "réservée"},
        admin: {"ouverte", "interne", "réservée"},
    }
    for viewer, readable in expected.items():
        assert seen(ask, viewer) == readable
        offered = {page.title for page in service.suggest("réun", viewer).pages}
        assert offered == {f"Réunion {name}" for name in readable}
    assert counts(ask("q=réunion"), "tag").keys() == {"ouvert"}
    assert counts(ask(""), "community").keys() == {"animation"}


@pytest.mark.usefixtures("sections")
@together(
    "query",
    ["q=réunion&tag=secret", "q=secret", "q=réservée", '"réunion réservée"', "community=ressources",
     "q=&author=1&type=guide&tag=interne", "q=cachée&page=1", "q=communauté:Ressources"],
)  # fmt: skip
def test_nobody_learns_of_what_they_may_not_read(client: Client, query: str):
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == 200
    text = answer.content.decode()
    for secret in ("Réunion réservée", "Réunion interne", "Réunion cachée", "Mot de passe"):
        assert secret not in text


@pytest.mark.usefixtures("outage")
def test_a_private_community_is_not_named_by_a_public_page(community: CommunityPage, ask: Ask):
    closed = factories.community(title="Projet confidentiel")
    factories.guide(community, title="Réunion", communities=[closed])
    factories.restrict(closed)
    page = ask("q=réunion")
    assert counts(page, "community").keys() <= {"animation"}
    labels = {str(value.label) for facet in page.facets for value in facet.values}
    assert "Projet confidentiel" not in labels


# ── Counts ────────────────────────────────────────────────────────────────────

FILTERS = [
    "",
    "type=guide",
    "type=guide&type=case",
    "tag=a&type=guide",
    "language=en",
    "tag=a&tag=b",
]


@pytest.fixture
def mixed(community: CommunityPage, committed: Callable[[], Any]) -> None:
    """Pages of several types, tags and languages, all with one word in the title."""
    with committed():
        theme = factories.theme("Collectif")
        french = factories.guide(community, title="Mentorat", tags=["a"], themes=[theme])
        factories.guide(
            community, title="Mentorat too", language="en", tags=["b"], translation_of=french
        )
        factories.guide(community, title="Mentorat deux", tags=["a", "b"])
        factories.case_study(community, title="Mentorat vécu", tags=["b"], themes=[theme])
        factories.watch_note(community, title="Mentorat lu")


@pytest.mark.usefixtures("mixed")
def test_facets_are_those_of_the_index(ask: Ask, lose_index: Lose):
    def told() -> list[tuple[int, dict[str, dict[str, int]]]]:
        return [
            (page.total, {facet: counts(page, facet) for facet in FACETS})
            for chosen in FILTERS
            for page in [ask(f"q=mentorat&{chosen}")]
        ]

    whole = told()
    assert whole[0][0] == 4
    lose_index()
    assert told() == whole


@pytest.mark.usefixtures("mixed", "outage")
def test_facets_are_those_of_brute_force(ask: Ask):
    pages = ask("q=mentorat").hits
    assert Counter(hit.kind for hit in pages) == counts(ask("q=mentorat"), "type")
    for facet in FACETS:
        for value, count in counts(ask("q=mentorat"), facet).items():
            assert ask(f"q=mentorat&{facet}={value}").total == count
    nothing = ask("q=mentorat&type=series")
    assert (nothing.total, nothing.elsewhere) == (0, 4)
