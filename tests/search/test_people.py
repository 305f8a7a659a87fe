"""People are entries of the same index, for people who have signed in, on both engines."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from search import service
from search.consistency import compare, repair
from search.engines import engine
from search.kinds import kinds
from search.models import OutboxEntry
from search.people.entries import indexable_people
from search.people.ids import entry_of, split
from search.sources import all_ids
from tests import factories
from tests.people import made
from tests.search.conftest import Ask, counts, titles
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import User
from wiki.people.services import erase, save_profile

Committed = Callable[[], AbstractContextManager[list]]


@pytest.fixture
def noemie(community: CommunityPage, committed: Committed) -> User:
    """Somebody in the index, beside a guide on the same matter."""
    with committed():
        person = made.person(
            themes=[factories.theme("Mentorat", synonyms="parrainage")],
            job_title="Cheffe de projet",
            words="évaluer une formation\nveille partagée",
            languages=["fr", "de"],
            availability="le mercredi matin",
            text="J’accompagne des équipes.",
        )
        Membership.objects.create(community=community, person=person)
        factories.guide(community, title="L’évaluation des formations")
    return person


def names(page: service.ResultPage) -> list[str]:
    return [hit.title for hit in page.hits if hit.kind == "person"]


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


def test_names_and_skills_are_suggested(noemie: User, reader: User) -> None:
    named = service.suggest("lef", reader)
    assert [(page.title, page.kind) for page in named.pages] == [("Noémie Lefort", "person")]
    skills = service.suggest("veille par", reader).skills
    assert [(skill.label, skill.url) for skill in skills] == [
        ("veille partagée", "/people/?q=veille+partag%C3%A9e")
    ]


# ── What is kept from the index ───────────────────────────────────────────────


@pytest.mark.parametrize("seen", ["members", "nobody"])
def test_what_is_not_for_everybody_is_in_no_entry(
    noemie: User, committed: Committed, ask: Ask, seen: str
) -> None:
    member = factories.member(CommunityPage.objects.get())
    with committed():
        save_profile(noemie, {**made.seen_by(seen), "text": "plongée"})
    for asked in ("veille", "cheffe", "plongée", "mentorat", "parrainage"):
        assert not names(ask(f"q={asked}", member)), asked
        assert not names(ask(f"q={asked}", noemie)), asked
    page = ask("q=noémie", member)
    assert names(page) == ["Noémie Lefort"]
    for facet in ("theme", "community", "language"):
        assert not counts(page, facet)
    assert not service.suggest("veille", member).skills


@pytest.mark.parametrize("visibility", list(Visibility))
def test_a_closed_community_is_not_told_by_its_members(
    noemie: User, reader: User, committed: Committed, ask: Ask, visibility: Visibility
) -> None:
    with committed():
        section = factories.community(
            title="Zéphyr", visibility=visibility, joining=Joining.INVITATION
        )
        Membership.objects.create(community=section, person=noemie)
    open_to_all = visibility in {Visibility.PUBLIC, Visibility.INTERNAL}
    assert names(ask("q=zéphyr", reader)) == (["Noémie Lefort"] if open_to_all else [])
    assert ("zephyr" in counts(ask("type=person", reader), "community")) is open_to_all


def test_a_community_that_closes_is_told_no_longer(
    noemie: User, reader: User, committed: Committed, ask: Ask, community: CommunityPage
) -> None:
    assert names(ask("q=animation", reader))
    with committed():
        community.refresh_from_db()
        community.visibility = Visibility.RESTRICTED
        community.save_revision().publish()
    page = ask("q=animation", reader)
    assert page.near or not names(page)
    assert "animation" not in counts(ask("type=person", reader), "community")


def test_whoever_does_not_want_to_be_listed_is_not(
    noemie: User, reader: User, committed: Committed, ask: Ask
) -> None:
    with committed():
        save_profile(noemie, {"listed": False})
    assert not names(ask("q=noémie", reader))
    assert not service.suggest("noé", reader).total


def test_an_account_that_says_nothing_has_no_entry(reader: User, ask: Ask) -> None:
    assert not indexable_people().exists()
    assert ask("type=person", reader).total == 0


def test_what_waits_to_be_told_is_hidden(noemie: User, reader: User, admin: User, ask: Ask) -> None:
    save_profile(noemie, {"skills_seen": "nobody"})  # not committed: the index lags
    assert OutboxEntry.objects.filter(page_id=entry_of(noemie.pk)).exists()
    for viewer in (reader, admin):
        page = ask("q=veille", viewer)
        assert not names(page)
        assert "person" not in counts(page, "type")


def test_whoever_left_is_not_shown_while_the_index_lags(
    noemie: User, reader: User, ask: Ask
) -> None:
    User.objects.filter(pk=noemie.pk).update(is_active=False)  # no signal
    assert not names(ask("q=veille", reader))


# ── The index's life ──────────────────────────────────────────────────────────


def test_changes_reach_the_entry(
    noemie: User, reader: User, committed: Committed, ask: Ask
) -> None:
    with committed():
        noemie.last_name = "Garance"
        noemie.save()
    assert titles(ask("q=garance", reader)) == ["Noémie Garance"]
    with committed():
        Membership.objects.get(person=noemie).delete()
    assert not names(ask("q=animation", reader))
    with committed():
        noemie.profile.themes.get().delete()
    assert not names(ask("q=parrainage", reader))
    with committed():
        noemie.profile.delete()
        noemie.refresh_from_db()
        noemie.job_title = ""
        noemie.save(update_fields=["job_title"])
    assert not ask("type=person", reader).total


def test_erasure_takes_the_entry_and_renames_the_author(
    noemie: User, reader: User, committed: Committed, ask: Ask, community: CommunityPage
) -> None:
    with committed():
        factories.guide(community, title="Semer", owner=noemie)
    assert [f.values[0].label for f in ask("q=semer").facets if f.name == "author"] == [
        "Noémie Lefort"
    ]
    with committed():
        erase(noemie)
    assert not names(ask("q=veille", reader))
    assert not ask("q=noémie", reader).total or ask("q=noémie", reader).near
    (label,) = [f.values[0].label for f in ask("q=semer").facets if f.name == "author"]
    assert label in {"Ancien membre", "Former member"}


def test_a_rebuild_and_a_check_know_people(noemie: User, reader: User, ask: Ask) -> None:
    report = service.rebuild()
    assert report.written == len(all_ids())
    assert entry_of(noemie.pk) in engine().states()
    assert compare().compared == len(all_ids())
    assert not compare().ids
    assert not compare(quick=True).ids
    assert names(ask("q=veille", reader)) == ["Noémie Lefort"]


def test_a_check_finds_what_signals_missed(noemie: User, reader: User, ask: Ask) -> None:
    User.objects.filter(pk=noemie.pk).update(job_title="Apicultrice")
    lost = made.person("lost@example.org", first_name="Lou", words="miel")
    OutboxEntry.objects.all().delete()
    gone = entry_of(123_456)
    drift = compare()
    assert (drift.stale, drift.missing) == ((entry_of(noemie.pk),), (entry_of(lost.pk),))
    assert gone not in drift.ids
    assert not repair(drift).ids
    assert names(ask("q=apicultrice", reader)) == ["Noémie Lefort"]
    User.objects.filter(pk=noemie.pk).update(is_active=False)
    assert compare().surplus == (entry_of(noemie.pk),)


def test_sync_takes_pages_and_people_together(noemie: User, community: CommunityPage) -> None:
    report = service.sync([community.pk, entry_of(noemie.pk), entry_of(999_999)])
    assert (report.written, report.deleted, report.failed) == (0, 0, {})


def test_ids_of_pages_and_people_never_meet() -> None:
    assert split([3, entry_of(3)]) == (frozenset({3}), frozenset({3}))


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
