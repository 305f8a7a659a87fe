"""The report of searches: who sees it, what it counts, what it never shows."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from home.bootstrap import prepare_site
from home.models import HomePage
from search.log.upkeep import sum_up
from search.models import LoggedSearch
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User

ASKED = "/cms/reports/searches/"
NOTHING_FOUND = f"{ASKED}nothing-found/"
NOTHING_OPENED = f"{ASKED}nothing-opened/"
ASKED_AGAIN = f"{ASKED}asked-again/"


def searched(words: str, times: int = 1, *, days_ago: int = 0, **values: Any) -> None:
    """So many searches of today, or of a day before."""
    day = timezone.localdate() - timedelta(days=days_ago)
    values = {"shown": words, "language": "fr", "results": 5, **values}
    for _number in range(times):
        LoggedSearch.objects.create(words=words, day=day, **values)


@pytest.fixture
def editor(moderator: User, client: Client) -> Client:
    """A moderator with the right to see the report."""
    moderator.groups.get().permissions.add(Permission.objects.get(codename="view_loggedsearch"))
    client.force_login(moderator)
    return client


def rows(client: Client, address: str) -> list[list[str]]:
    """The cells of the table, without the actions."""
    answer = client.get(address)
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    found = table.select("tbody tr") if table else []
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")[:-1]] for row in found]


def firsts(client: Client, address: str) -> list[str]:
    return [cells[0] for cells in rows(client, address)]


def test_nothing_under_three_searches_is_shown(editor: Client) -> None:
    searched("twice", 2, unanswered=1, before="before", before_shown="before")
    searched("thrice", 2, unanswered=1, before="before", before_shown="before")
    searched("thrice", 1, unanswered=1, before="before", before_shown="before", days_ago=40)
    for address in (ASKED, NOTHING_FOUND, ASKED_AGAIN):
        for wanted in (address, f"{address}?export=csv"):
            answer = editor.get(wanted)
            content = b"".join(answer) if answer.streaming else answer.content
            assert b"thrice" in content
            assert b"twice" not in content
            assert b"thrice" not in b"".join(editor.get(f"{wanted.split('?')[0]}?period=30"))


def test_most_asked_counts_all_and_tells_one_and_two_alike(editor: Client) -> None:
    searched("reunion", 2, shown="reunion", opened=1, ranks=1, filters="type=guide year=2026")
    searched("reunion", 3, shown="réunion", opened=1, ranks=3, filters="type=guide year=2026")
    searched("reunion", 1, unanswered=1, results=0)
    searched("atelier", 7, opened=0)
    sum_up(timezone.now() + timedelta(days=2))
    searched("reunion", 2, unanswered=1, results=0)
    rows_found = rows(editor, ASKED)
    assert [cells[:5] for cells in rows_found] == [
        ["réunion", "8", "0", "3", "5"],
        ["atelier", "7", "5", "0", "0"],
    ]
    assert rows_found[0][5:] == ["2,2", "Type\u00a0: Guide, Année de publication\u00a0: 2026 (5)"]
    searched("atelier", 2, opened=1, ranks=9)
    assert rows(editor, ASKED)[0][:6] == ["atelier", "9", "5", "0", "< 3", ""]


def test_nothing_found_holds_what_was_missed_three_times(editor: Client) -> None:
    searched("mentorat", 4, unanswered=1, results=0)
    searched("tutorat", 9, unanswered=1, results=0)
    searched("reunion", 2, unanswered=1, results=0)
    searched("reunion", 9)
    assert rows(editor, NOTHING_FOUND) == [["tutorat", "9"], ["mentorat", "4"]]


def test_nothing_opened_bears_a_stray_click(editor: Client) -> None:
    searched("ignored", 3)
    searched("useful", 5)
    searched("useful", 1, opened=1, ranks=1)
    searched("stray", 24)
    searched("stray", 1, opened=1, ranks=1)
    searched("missed", 3, unanswered=1, results=0)
    assert rows(editor, NOTHING_OPENED) == [["stray", "24", "5"], ["ignored", "3", "5"]]


def test_asked_again_counts_pairs(editor: Client) -> None:
    again = {"before": "seance", "before_shown": "séance"}
    searched("reunion", 3, shown="réunion", opened=1, ranks=1, **again)
    searched("atelier", 2, **again)
    searched("reunion", 5)
    assert rows(editor, ASKED_AGAIN) == [["séance", "réunion", "3", "3"]]


def test_period_and_language_narrow_before_they_count(editor: Client) -> None:
    searched("reunion", 2)
    searched("reunion", 3, language="en")
    searched("reunion", 4, days_ago=60)
    assert rows(editor, ASKED)[0][1] == "9"
    assert rows(editor, f"{ASKED}?period=30")[0][1] == "5"
    assert rows(editor, f"{ASKED}?language=en")[0][1] == "3"
    assert rows(editor, f"{ASKED}?period=30&language=fr") == []
    assert rows(editor, f"{ASKED}?period=365&language=fr")[0][1] == "6"
    assert editor.get(f"{ASKED}?period=x&language=%00").status_code == 200
    links = BeautifulSoup(editor.get(f"{ASKED}?period=91").content, "html.parser").select("nav a")
    assert f"{NOTHING_FOUND}?period=91" in [link.get("href") for link in links]
    assert editor.get(f"{NOTHING_FOUND}results/?language=fr").status_code == 200


def test_the_lists_can_be_downloaded(editor: Client) -> None:
    searched("reunion", 3, shown="réunion", unanswered=1)
    searched("=1+1", 3, shown="=1+1", unanswered=1)
    answer = editor.get(f"{NOTHING_FOUND}?export=csv")
    assert 'filename="nothing-found.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert len(lines[0]) == 2
    assert lines[1:] == [["'=1+1", "3"], ["réunion", "3"]]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(editor.get(f"{ASKED}?export=xlsx"))))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[0] for row in cells[1:]] == ["=1+1", "réunion"]
    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize("address", [ASKED, NOTHING_FOUND, NOTHING_OPENED, ASKED_AGAIN])
def test_the_report_asks_for_a_right(
    client: Client, contributor: User, moderator: User, admin: User, address: str
) -> None:
    searched("reunion", 3, unanswered=1)
    for person in (contributor, moderator):
        client.force_login(person)
        for wanted in (address, f"{address}results/", f"{address}?export=csv"):
            assert client.get(wanted).status_code == 302
        assert ASKED not in client.get("/cms/").content.decode()
    client.force_login(admin)
    assert client.get(address).status_code == 200
    assert ASKED in client.get("/cms/").content.decode()


def test_the_first_run_gives_moderators_the_right(
    client: Client, home: HomePage, contributor: User, moderator: User
) -> None:
    prepare_site("http://testserver")
    client.force_login(moderator)
    assert client.get(ASKED).status_code == 200
    client.force_login(contributor)
    assert client.get(ASKED).status_code == 302


def test_a_title_that_the_reader_may_not_see_is_no_question_of_his(
    editor: Client, admin: User, community: CommunityPage
) -> None:
    closed = factories.community(title="Ressources")
    factories.restrict(closed, groups=["Ressources"])
    factories.guide(closed, title="Le plan « Évolution » 2027")
    factories.guide(closed, title="Animer une réunion")
    factories.guide(community, title="Animer une réunion")
    hidden = {"shown": "le plan évolution 2027", "unanswered": 1}
    searched("le plan evolution 2027", 3, before="x", before_shown="x", **hidden)
    searched("autre", 3, before="le plan evolution 2027", before_shown=hidden["shown"])
    searched("animer une reunion", 3)
    for address in (ASKED, NOTHING_FOUND, ASKED_AGAIN):
        for wanted in (address, f"{address}?export=csv"):
            assert "évolution" not in b"".join(editor.get(wanted)).decode()
    assert "animer une reunion" in firsts(editor, ASKED)
    editor.force_login(admin)
    assert "le plan évolution 2027" in firsts(editor, ASKED)


def test_a_report_costs_the_same_however_long(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        searched(f"question {number}", 3)
    editor.get(ASKED)
    with django_assert_max_num_queries(25) as few:
        editor.get(ASKED)
    for number in range(40):
        searched(f"autre question {number}", 3)
    with django_assert_max_num_queries(len(few)):
        assert len(rows(editor, ASKED)) == 45
