"""Who knows about this: with consent, with the evidence, never a ranking."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guides.models import GuidePage
from search.people.consent import fits
from search.people.knowing import subject_of, who_knows
from search.reduced.roots import roots
from tests import factories
from tests.people import made
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.people.knowing import Knower
from wiki.people.models import User
from wiki.people.services import save_profile

Committed = Callable[[], AbstractContextManager[list]]
TODAY = date(2026, 11, 26)


def asked(text: str, viewer: User, today: date = TODAY) -> dict[str, Knower]:
    return {each.name: each for each in who_knows(subject_of(text), viewer, today=today)}


def shown(client: Client, address: str) -> dict[str, str]:
    """Names under « Who knows about this? », with what is said of each."""
    answer = client.get(address)
    section = BeautifulSoup(answer.content, "html.parser").find(
        attrs={"aria-labelledby": "who-knows"}
    )
    rows = section.find_all("li") if section else []
    return {row.a.text: " ".join(row.p.text.split()) for row in rows}


@pytest.fixture
def watch(home: object) -> Theme:
    return factories.theme("Veille", synonyms="intelligence économique")


@pytest.fixture
def page(community: CommunityPage, watch: Theme, committed: Committed) -> GuidePage:
    """A guide on the theme, written by somebody who said nothing."""
    with committed():
        silent = factories.user("silent@example.org", first_name="Sans", last_name="Réponse")
        return factories.guide(community, title="Organiser sa veille", themes=[watch], owner=silent)


@pytest.mark.parametrize(
    ("question", "skill", "expected"),
    [
        ("évaluation", "évaluer une formation", True),
        ("comment évaluer une formation", "évaluation", True),
        ("veille", "veille partagée", True),
        ("veilles partagées", "veille partagée", True),
        ("veille juridique", "veille partagée", False),
        ("réunion", "soudure", False),
    ],
)
def test_a_skill_fits_a_question_in_any_form(question: str, skill: str, expected: bool) -> None:
    assert fits(roots(question), roots(skill)) is expected


def test_those_who_consent_are_named_with_what_they_declare(
    page: GuidePage, watch: Theme, reader: User
) -> None:
    made.person(themes=[watch], words="veille partagée\nsoudure", may_be_asked=True)
    made.person("no@example.org", first_name="Non", themes=[watch], words="veille")
    found = asked("veille", reader)
    assert list(found) == ["Noémie Lefort"]
    assert set(found["Noémie Lefort"].declared) == {"veille partagée", "Veille"}


def test_what_is_kept_to_members_is_no_evidence(
    page: GuidePage, watch: Theme, community: CommunityPage
) -> None:
    made.person(themes=[watch], words="veille", may_be_asked=True, skills_seen="members")
    assert not asked("veille", factories.member(community))


def test_pages_are_evidence_only_for_those_who_may_read_them(
    page: GuidePage, watch: Theme, reader: User, admin: User, committed: Committed
) -> None:
    person = made.person(may_be_asked=True)
    closed = factories.community(title="Fermé")
    with committed():
        factories.restrict(closed, groups=["Cercle"])
        factories.guide(closed, title="Veille secrète", owner=person, themes=[watch])
    assert not asked("veille", reader)
    assert asked("veille", admin)["Noémie Lefort"].wrote == 1
    with committed():
        factories.guide(page.get_parent().specific, title="Veille ouverte", owner=person)
    (knower,) = asked("veille", reader).values()
    assert (knower.wrote, knower.title) == (1, "Veille ouverte")
    assert asked("veille", admin)["Noémie Lefort"].wrote == 2


def test_themes_named_by_a_question_lead_to_people(
    page: GuidePage, watch: Theme, reader: User, committed: Committed
) -> None:
    person = made.person(may_be_asked=True)
    with committed():
        factories.guide(
            page.get_parent().specific, title="Lire la presse", owner=person, themes=[watch]
        )
    assert asked("intelligence économique", reader)["Noémie Lefort"].title == "Lire la presse"


def test_visitors_oneself_and_those_who_left_are_left_out(
    page: GuidePage, watch: Theme, reader: User
) -> None:
    person = made.person(words="veille", may_be_asked=True)
    assert not who_knows(subject_of("veille"), AnonymousUser(), today=TODAY)
    assert not asked("veille", person)
    assert asked("veille", reader)
    person.is_active = False
    person.save()
    assert not asked("veille", reader)


def test_five_at_most_by_name_and_nobody_always_left_out(page: GuidePage, reader: User) -> None:
    for letter in "HGFEDCBA":
        made.person(f"{letter}@example.org", first_name=letter, words="veille", may_be_asked=True)
    seen = set()
    for day in range(30):
        found = list(asked("veille", reader, TODAY + timedelta(days=day)))
        assert len(found) == 5
        assert found == sorted(found)
        seen |= set(found)
    assert len(seen) == 8
    assert list(asked("veille", reader)) == list(asked("veille", reader)), "the same all day"


def test_the_page_ends_with_who_knows(
    page: GuidePage, watch: Theme, client: Client, reader: User, committed: Committed
) -> None:
    person = made.person(themes=[watch], may_be_asked=True)
    with committed():
        factories.guide(page.get_parent().specific, title="Citer", owner=person, themes=[watch])
    assert not shown(client, page.url), "visitors"
    client.force_login(reader)
    (said,) = shown(client, page.url).values()
    assert "Veille" in said
    assert "Citer" in said


def test_the_page_itself_is_no_evidence(page: GuidePage, client: Client, reader: User) -> None:
    save_profile(User.objects.get(email="silent@example.org"), {"may_be_asked": True})
    client.force_login(reader)
    assert not shown(client, page.url)


def test_a_wider_theme_counts(page: GuidePage, watch: Theme, client: Client, reader: User) -> None:
    wider = factories.theme("Information")
    watch.parent = wider
    watch.save()
    made.person(themes=[wider], may_be_asked=True)
    client.force_login(reader)
    assert list(shown(client, page.url)) == ["Noémie Lefort"]


def test_what_is_found_is_kept_until_something_changes(
    page: GuidePage, watch: Theme, client: Client, reader: User
) -> None:
    person = made.person(themes=[watch], may_be_asked=True)
    client.force_login(reader)
    assert shown(client, page.url)
    with CaptureQueriesContext(connection) as again:
        client.get(page.url)
    kept = len(again)
    for number in range(6):
        made.person(f"p{number}@example.org", themes=[watch], may_be_asked=True)
    shown(client, page.url)
    with CaptureQueriesContext(connection) as many:
        client.get(page.url)
    assert len(many) == kept
    save_profile(person, {"may_be_asked": False})
    assert "Noémie Lefort" not in {
        each.name for each in asked("veille", reader).values() if each.person_id == person.pk
    }


def test_an_empty_search_says_whom_to_ask(
    page: GuidePage, client: Client, reader: User, committed: Committed
) -> None:
    made.person(words="soudure à l’arc", may_be_asked=True, listed=False)
    assert not shown(client, "/search/?q=soudures")
    client.force_login(reader)
    assert list(shown(client, "/search/?q=soudures")) == ["Noémie Lefort"]
    assert not shown(client, "/search/?q=veille"), "something was found"


def test_an_empty_search_among_people_does_too(
    page: GuidePage, watch: Theme, client: Client, reader: User, committed: Committed
) -> None:
    person = made.person(words="tutorat", may_be_asked=True)
    with committed():
        factories.guide(page.get_parent().specific, title="La soudure à l’arc", owner=person)
    client.force_login(reader)
    # No profile has the word; a page has.
    assert list(shown(client, "/people/?q=soudure")) == ["Noémie Lefort"]
    assert not shown(client, "/people/?q=tutorat"), "somebody was found"
    assert not shown(client, "/people/"), "nothing was asked"


def test_what_was_not_counted_to_the_end_is_said_so(
    page: GuidePage, reader: User, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = made.person(may_be_asked=True)
    with committed():
        for number in range(3):
            title = f"Veille {number}"
            factories.guide(page.get_parent().specific, title=title, owner=person)
    (knower,) = asked("veille", reader).values()
    assert (knower.wrote, knower.at_least) == (3, False)
    monkeypatch.setattr("search.people.knowing.LOOKED_AT", 2)
    assert asked("veille", reader)["Noémie Lefort"].at_least


def test_without_the_index_what_people_declare_is_left(
    page: GuidePage, watch: Theme, client: Client, reader: User, lose_index: Callable[[], None]
) -> None:
    made.person(themes=[watch], may_be_asked=True)
    lose_index()
    client.force_login(reader)
    assert list(shown(client, page.url)) == ["Noémie Lefort"]
