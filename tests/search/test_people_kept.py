"""What of people is in the index, and how it follows them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from search import service
from search.consistency import compare, repair
from search.engines import engine
from search.models import OutboxEntry
from search.people.entries import indexable_people
from search.people.ids import entry_of, split
from search.sources import all_ids
from tests import factories
from tests.people import made
from tests.search.conftest import Ask, counts, titles
from tests.search.people_made import names
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import User
from wiki.people.services import erase, save_profile

Committed = Callable[[], AbstractContextManager[list]]


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
