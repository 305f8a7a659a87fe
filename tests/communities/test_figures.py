"""The figures of a community: who sees them, what they count, and the file of them."""

import csv
import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import KnowledgePage
from guides.tallies import last_months
from tests import factories
from tests.communities.reviewing import submitted
from tests.communities.scenes import Scene, client_of, scene
from tests.together import together
from wiki.communities.models import CommunityPage, JoinRequest, ReviewTaskState
from wiki.communities.rights import Act, Position, Role, Visibility, may
from wiki.communities.services.joining import ask_to_join
from wiki.feedback.models import Comment
from wiki.people.models import User

pytestmark = pytest.mark.django_db

CELLS = [(position, visibility) for position in Position for visibility in Visibility]


def numbers(client: Client, section: Scene) -> dict[str, list[tuple[str, str]]]:
    """The rows of each table, by its name; the last one is the sum where there is one."""
    page = BeautifulSoup(client.get(section.url("figures/")).content, "html.parser")
    return {
        each["aria-labelledby"].removesuffix("-title"): [
            (row.th.text, row.select_one("td.tally").text) for row in each.select("tr")
        ]
        for each in page.select("main .tallies > section")
    }


@together(("position", "visibility"), CELLS)
def test_whoever_the_table_of_rights_names_opens_them(
    position: Position, visibility: Visibility
) -> None:
    community = factories.community(title="Essai", visibility=visibility, joining="invitation")
    person = None
    if position is Position.COLLEAGUE:
        person = factories.user("collegue@example.org")
    elif position is not Position.VISITOR:
        person = factories.member(community, role=Role(position.value))
    address = f"/communities/{community.slug}/figures/"
    opened = client_of(person).get(address).status_code == 200
    taken = client_of(person).get(f"{address}export/").status_code == 200
    assert opened is may(Act.SEE_FIGURES, position, visibility)
    assert taken is may(Act.EXPORT, position, visibility)


def test_people_and_pages_are_counted(home: object, reader: User) -> None:
    section = scene("Ouverte")
    gone = factories.member(section.community, "parti@example.org")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    old = factories.guide(section.community, title="Ancien")
    KnowledgePage.objects.filter(pk=old.pk).update(
        first_published_at=timezone.now() - timedelta(days=500)
    )
    factories.guide(section.community, title="Neuf")
    factories.watch_note(section.community)
    factories.guide(factories.community(title="Ailleurs"), title="Ailleurs")
    found = numbers(client_of(section.chief), section)
    assert [value for _label, value in found["people"]] == ["1", "0", "0", "0", "1", "2"]
    assert [value for _label, value in found["pages"]] == ["2", "0", "1", "0", "0", "3"]
    assert len(found["months"]) == 13
    assert [value for _label, value in found["months"]] == ["0"] * 11 + ["2", "2"]
    assert found["pages"][-1][0] != found["months"][-1][0], "two totals, two names"


def test_the_months_end_with_the_one_that_runs() -> None:
    found = last_months(date(2026, 2, 28))
    assert (len(found), found[0], found[-1]) == (12, date(2025, 3, 1), date(2026, 2, 1))


def test_only_what_the_person_may_read_is_counted(home: object, reader: User) -> None:
    section = scene("Ouverte")
    manager = factories.member(section.community, role=Role.MANAGER)
    pages = [factories.guide(section.community, title=f"Guide {number}") for number in range(3)]
    factories.restrict(pages[0], groups=["Direction"])
    for page in pages:
        Comment.objects.create(page=page, author=reader, text="Merci")
    Comment.objects.create(page=pages[1], author=reader, text="x", hidden_at=timezone.now())
    Comment.objects.filter(page=pages[2]).update(written_at=timezone.now() - timedelta(days=40))
    discreet = submitted(section.community, section.member)
    client = client_of(manager)
    found = numbers(client, section)
    assert found["pages"][-1][1] == "2"
    assert found["months"][-1][1] == "2"
    assert [value for _label, value in found["comments"]] == ["2", "1"]
    assert [value for _label, value in found["waiting"]] == ["0", "1", "0"]
    factories.restrict(discreet, groups=["Direction"])
    assert [value for _label, value in numbers(client, section)["waiting"]] == ["0", "0"]


def test_what_waits_is_told_with_its_median_age(home: object) -> None:
    section = scene("Ouverte")
    for days in (1, 4, 30):
        asked = ask_to_join(section.community, factories.user(f"p{days}@example.org"))
        JoinRequest.objects.filter(pk=asked.pk).update(
            asked_at=timezone.now() - timedelta(days=days)
        )
    submitted(section.community, section.member)
    ReviewTaskState.objects.update(started_at=timezone.now() - timedelta(days=6))
    found = numbers(client_of(section.chief), section)
    assert [value for _label, value in found["waiting"]] == ["3", "4", "1", "6"]


def test_the_file_says_the_same(home: object) -> None:
    section = scene("Ouverte")
    factories.guide(section.community)
    response = client_of(section.chief).get(
        section.url("figures/export/"), headers={"accept-language": "en"}
    )
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="ouverte-figures.csv"' in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["Subject", "What is counted", "Number"]
    assert ["Members", "Facilitators", "1"] in rows
    assert ["Published pages", "Guides", "1"] in rows


def test_more_pages_cost_no_more(home: object) -> None:
    section = scene("Ouverte")
    client, counts = client_of(section.chief), []
    for number in range(3):
        for each in range(4):
            factories.guide(section.community, title=f"Guide {number} {each}")
            ask_to_join(section.community, factories.user(f"p{number}-{each}@example.org"))
        client.get(section.url("figures/"))
        with CaptureQueriesContext(connection) as seen:
            client.get(section.url("figures/"))
        counts.append(len(seen))
    assert counts[2] == counts[1] <= 32


def test_the_way_there_is_shown_to_whom_it_is_open(home: object) -> None:
    section = scene("Ouverte")
    manager = factories.member(section.community, role=Role.MANAGER)
    address = section.url("figures/")
    for person, shown in ((section.member, False), (manager, True), (section.chief, True)):
        client = client_of(person)
        for place in (section.community.url, section.url("members/")):
            assert (address in client.get(place).content.decode()) is shown
    CommunityPage.objects.filter(pk=section.community.pk).update(archived_at=timezone.now())
    assert client_of(manager).get(address).status_code == 200
