"""People are entries of the same index, for people who have signed in, on both engines."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from search import service
from search.kinds import kinds
from tests import factories
from tests.people import made
from tests.search.conftest import Ask, counts, titles
from tests.search.people_made import names
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.profiles import profile_as_colleague
from wiki.people.models import User

Committed = Callable[[], AbstractContextManager[list]]


# ── Being found ───────────────────────────────────────────────────────────────


@together(
    "asked",
    [
        "noémie", "LEFORT", "cheffe", "évaluation", "formations", "veilles partagées",
        "mentorat", "parrainage", "accompagner", "Animation",
    ],
)  # fmt: skip
def test_people_are_found_by_what_they_tell_everybody(
    noemie: User, reader: User, ask: Ask, asked: str
) -> None:
    assert names(ask(f"q={asked}", reader)) == ["Noémie Lefort"]


def test_communities_closed_by_hand_are_not_told(
    noemie: User, reader: User, community: CommunityPage, committed: Committed, ask: Ask
) -> None:
    """By what finds a person, by facets, by other spellings; and once it is open again it is."""
    with committed():
        restriction = factories.restrict(community, groups=["Cercle"])
    page = ask("q=animation", reader)
    assert page.near or not page.total  # « formation » is alike
    assert "animation" not in ask("q=animatoin", reader).spelling.lower()
    assert "animation" not in counts(ask("type=person", reader), "community")
    assert not profile_as_colleague(noemie).communities
    with committed():
        restriction.delete()
    page = ask("q=animation", reader)
    assert (names(page), page.near) == (["Noémie Lefort"], False)


def test_a_result_leads_to_the_person(noemie: User, reader: User, ask: Ask) -> None:
    (hit,) = [hit for hit in ask("q=veille", reader).hits if hit.kind == "person"]
    assert hit.page_url == noemie.get_absolute_url()
    assert "<mark>veille</mark>" in hit.extract
    assert hit.kind_label == kinds()["person"].label


@together("asked", ["noémie", "veille", "mentorat", "type:personne", ""])
def test_visitors_learn_nothing(noemie: User, ask: Ask, asked: str) -> None:
    page = ask(f"q={asked}")
    assert not names(page)
    assert not counts(page, "type").get("person")
    assert "de" not in counts(page, "language")
    assert not service.suggest("noé", AnonymousUser()).total
    assert not service.suggest("veille", AnonymousUser()).total


def test_counts_of_visitors_are_those_without_people(
    community: CommunityPage, committed: Committed, ask: Ask
) -> None:
    with committed():
        factories.guide(community, title="L’évaluation des formations")
    before = ask("q=évaluation")
    with committed():
        made.person(words="évaluation", text="évaluation évaluation")
    after = ask("q=évaluation")
    assert (after.total, titles(after)) == (before.total, titles(before))
    assert [(f.name, counts(after, f.name)) for f in after.facets] == [
        (f.name, counts(before, f.name)) for f in before.facets
    ]


def test_facets_count_people(noemie: User, reader: User, ask: Ask) -> None:
    page = ask("type=person", reader)
    assert (page.total, names(page)) == (1, ["Noémie Lefort"])
    assert counts(page, "theme") == {"mentorat": 1}
    assert counts(page, "community") == {"animation": 1}
    assert counts(page, "language") == {"de": 1, "fr": 1}
    assert counts(ask("q=évaluation", reader), "type") == {"guide": 1, "person": 1}
    assert names(ask("language=de", reader)) == ["Noémie Lefort"]


def test_people_are_said_to_be_included_only_where_they_are(
    noemie: User, reader: User, ask: Ask
) -> None:
    assert ask("q=évaluation", reader).has_people
    assert not ask("q=évaluation&type=guide", reader).has_people
    assert not ask("q=type:guide évaluation", reader).has_people
    assert ask("q=évaluation&type=guide&type=person", reader).has_people


def test_near_matches_are_not_called_pages_where_people_are(
    noemie: User, reader: User, client: Client
) -> None:
    client.force_login(reader)

    def count(address: str) -> str:
        answer = client.get(address, headers={"Accept-Language": "en"})
        html = BeautifulSoup(answer.content, "html.parser")
        return html.select_one("[data-count]").get_text(strip=True)

    assert "result looks like them" in count("/search/?q=mentotat")
    assert "page looks like them" in count("/search/?q=évalaution&type=guide")


def test_facets_of_people_do_not_speak_of_pages(noemie: User, reader: User, client: Client) -> None:
    client.force_login(reader)
    page = BeautifulSoup(client.get("/people/").content, "html.parser")
    said = [word.text.strip() for word in page.select(".facet-value .visually-hidden")]
    assert said
    assert set(said) <= {"résultat", "résultats", "result", "results"}


def test_names_and_skills_are_suggested(noemie: User, reader: User) -> None:
    named = service.suggest("lef", reader)
    assert [(page.title, page.kind) for page in named.pages] == [("Noémie Lefort", "person")]
    skills = service.suggest("veille par", reader).skills
    assert [(skill.label, skill.url) for skill in skills] == [
        ("veille partagée", "/people/?q=veille+partag%C3%A9e")
    ]


def test_related_pages_are_pages(
    noemie: User, reader: User, committed: Committed, community: CommunityPage
) -> None:
    with committed():
        page = factories.guide(community, title="Évaluer une formation en veille partagée")
    found = service.related(page.pk, reader)
    assert {content.kind for content in found} <= {"guide", "community"}


# ── Without the index ─────────────────────────────────────────────────────────


def test_the_reduced_search_finds_people_under_the_same_rules(
    noemie: User, reader: User, ask: Ask, lose_index: Callable[[], None]
) -> None:
    made.person("cachee@example.org", first_name="Cachée", words="veille", skills_seen="members")
    lose_index()
    page = ask("q=veilles", reader)
    assert page.reduced
    assert names(page) == ["Noémie Lefort"]
    assert names(ask("q=noemie", reader)) == ["Noémie Lefort"]
    assert names(ask("q=cheffe", reader)) == ["Noémie Lefort"]
    assert names(ask("type=person", reader)) == ["Cachée Lefort", "Noémie Lefort"]
    assert [page.title for page in service.suggest("noé", reader).pages] == ["Noémie Lefort"]
    for asked in ("veilles", "noemie", ""):
        assert not names(ask(f"q={asked}"))
    assert not service.suggest("noé", AnonymousUser()).total


# ── The directory ─────────────────────────────────────────────────────────────


def test_the_directory_lists_people_by_name_and_nothing_else(
    noemie: User, reader: User, client: Client, committed: Committed
) -> None:
    with committed():
        made.person("abel@example.org", first_name="Abel", words="soudure")
    client.force_login(reader)
    found = client.get("/people/").context["found"]
    assert titles(found) == ["Abel Lefort", "Noémie Lefort"]
    assert [facet.name for facet in found.facets] == ["community", "theme", "language"]
    assert titles(client.get("/people/?q=souder").context["found"]) == ["Abel Lefort"]
    chosen = client.get("/people/?theme=mentorat&author=3&type=guide").context["found"]
    assert titles(chosen) == ["Noémie Lefort"]
    assert b"Abel" not in client.get("/people/?language=de").content


def test_the_directory_says_when_nobody_is_found(
    noemie: User, reader: User, client: Client
) -> None:
    client.force_login(reader)
    answer = client.get("/people/?q=zzzz")
    assert answer.context["found"].total == 0
    assert b'class="empty"' in answer.content
    assert client.get("/people/?page=7").status_code == 404


def test_the_directory_costs_the_same_for_one_and_for_many(
    noemie: User,
    reader: User,
    client: Client,
    committed: Committed,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager],
) -> None:
    with committed():
        for number in range(15):
            made.person(f"p{number}@example.org", first_name=f"P{number}", words="veille")
    client.force_login(reader)
    client.get("/people/")
    with django_assert_max_num_queries(14):
        assert client.get("/people/?q=veille").context["found"].total == 16
