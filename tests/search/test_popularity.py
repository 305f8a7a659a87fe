"""What is opened often, and what was updated lately, settles ties and no more."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from guides.models import GuidePage
from search import popularity, service
from search.models import PageOpening
from search.params import SearchParams
from search.popularity import count_opening, forget, popular
from tests import factories
from tests.search.conftest import Ask, titles
from tests.together import together
from wiki.communities.models import CommunityPage

Committed = Callable[[], AbstractContextManager[list]]
TODAY = date(2026, 3, 1)


def opened(page: GuidePage, times: int, *, day: date = TODAY) -> None:
    PageOpening.objects.create(page=page, day=day, times=times)


@pytest.fixture
def twins(community: CommunityPage) -> list[GuidePage]:
    """Pages that answer « mentorat » equally well."""
    text = factories.words("Le mentorat, pas à pas.")
    return [
        factories.guide(community, title=f"Mentorat {name}", summary="Résumé.", body=text)
        for name in ("alpha", "bravo", "delta")
    ]


def tell(client: Client, token: str, rank: int, page: object) -> int:
    """What the page of results sends when a result is opened, as a browser sends it."""
    body = urlencode({"search": token, "rank": rank, "page": page})
    kind = "application/x-www-form-urlencoded"
    return client.post("/search/opened/", body, content_type=kind).status_code


def found(text: str = "mentorat", **options: Any) -> list[str]:
    return titles(service.search(SearchParams(text=text), AnonymousUser(), **options))


def test_the_one_that_people_open_comes_first_among_equals(
    twins: list[GuidePage], search_index: str
) -> None:
    before = found()
    last = next(page for page in twins if page.title == before[-1])
    opened(last, 20, day=timezone.localdate())
    popularity.cache.clear()
    assert found()[0] == last.title
    assert found(tie_breakers=False) == before, "measurements see the words alone"


def test_it_never_beats_a_better_match(
    twins: list[GuidePage], community: CommunityPage, search_index: str
) -> None:
    mention = factories.guide(
        community,
        title="Accueillir un collègue",
        summary="Un livret, un bureau, des clés.",
        body=factories.words(f"{'Le bureau se prépare la veille. ' * 20} On parle de mentorat."),
    )
    service.rebuild()
    opened(mention, 1_000, day=timezone.localdate())
    assert found()[-1] == mention.title
    assert found("mentorat alpha")[0] == "Mentorat alpha"


def test_popularity_is_a_share_of_the_most_opened(twins: list[GuidePage]) -> None:
    for page, times in zip(twins, (100, 5, 4), strict=True):
        opened(page, times)
    shares = popular(TODAY)
    assert shares[twins[0].pk] == 1
    assert 0 < shares[twins[1].pk] < 0.5
    assert twins[2].pk not in shares, "a few openings may be one person's"


def test_days_add_up_for_a_quarter(twins: list[GuidePage]) -> None:
    first, second, third = twins
    opened(first, 3)
    opened(first, 3, day=TODAY - timedelta(days=popularity.DAYS - 1))
    opened(second, 50, day=TODAY - timedelta(days=popularity.DAYS))
    opened(third, 50, day=TODAY + timedelta(days=1))
    assert popular(TODAY) == {first.pk: 1}
    assert forget(TODAY) == 1
    assert PageOpening.objects.count() == 3


def test_few_pages_are_told(twins: list[GuidePage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(popularity, "MOST_PAGES", 2)
    for page, times in zip(twins, (7, 9, 8), strict=True):
        opened(page, times)
    assert list(popular(TODAY)) == [twins[1].pk, twins[2].pk]


def test_openings_of_a_day_are_one_row(twins: list[GuidePage]) -> None:
    for _ in range(3):
        count_opening(twins[0].pk, TODAY)
    count_opening(999_999, TODAY)
    assert [(row.page_id, row.times) for row in PageOpening.objects.all()] == [(twins[0].pk, 3)]
    twins[0].delete()
    assert not PageOpening.objects.exists()


def test_the_first_page_opened_from_results_is_counted(
    twins: list[GuidePage], search_index: str, client: Client, ask: Ask
) -> None:
    html = client.get("/search/", {"q": "mentorat"}).content.decode()
    token = re.search(r'data-search="([^"]+)"', html)
    assert token
    shown = [int(number) for number in re.findall(r'<li data-page="(\d+)">', html)]
    assert shown == [hit.page_id for hit in ask("q=mentorat").hits]
    for rank in (2, 2, 1):
        assert tell(client, token[1], rank, shown[rank - 1]) == 204
    row = PageOpening.objects.get()
    assert (row.page_id, row.times, row.day) == (shown[1], 1, timezone.localdate())


@together("page", ["", "x", "-1", "²", "1" * 40, "999999999"])
def test_a_page_that_is_none_is_not_counted(
    twins: list[GuidePage], search_index: str, client: Client, page: str
) -> None:
    html = client.get("/search/", {"q": "mentorat"}).content.decode()
    token = re.search(r'data-search="([^"]+)"', html)
    assert token
    assert tell(client, token[1], 1, page) == 204
    assert not PageOpening.objects.exists()
