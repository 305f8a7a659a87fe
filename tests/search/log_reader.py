"""Somebody who searches and opens what is found, and what the search log holds of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from search import service
from search.models import LoggedSearch
from tests import factories
from wiki.communities.models import CommunityPage

RESULTS = "/search/"


@pytest.fixture
def logged_pages(community: CommunityPage, settings: Any, tmp_path: Path) -> None:
    """Three guides in an index; which engine holds it is nothing to the log."""
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    for title in ("Animer une réunion", "Préparer une réunion", "Évaluer un atelier"):
        factories.guide(community, title=title)
    service.rebuild()


class Reader:
    """Somebody with a browser whose pages carry the number of their search."""

    def __init__(self, client: Client) -> None:
        self.client, self.html, self.address = client, "", ""

    def ask(self, text: str, **query: str) -> "Reader":
        """Through the form of the page at hand."""
        found = re.search(r'name="after" id="search-after" value="([^"]+)"', self.html)
        return self._get({"q": text, **query, **({"after": found[1]} if found else {})})

    def click(self, text: str, **query: str) -> "Reader":
        """A link of the page at hand to a filter, an order or a page; by script."""
        headers = {"HX-Request": "true", "Search-After": self.token}
        return self._get({"q": text, **query}, headers=headers)

    def follow(self, text: str, **query: str) -> "Reader":
        """The same link without a script: the browser says where it stood."""
        return self._get({"q": text, **query}, headers={"Referer": self.address})

    def open(self, rank: int | str, search: str | None = None) -> int:
        """A result of the page at hand."""
        body = {"search": self.token if search is None else search, "rank": str(rank)}
        return self.client.post("/search/opened/", body).status_code

    @property
    def token(self) -> str:
        found = re.search(r'data-search="([^"]+)"', self.html)
        return found[1] if found else ""

    def _get(self, query: dict[str, str], headers: dict[str, str] | None = None) -> "Reader":
        answer = self.client.get(RESULTS, query, headers=headers)
        assert answer.status_code == 200
        self.html = answer.content.decode()
        self.address = (
            f"http://testserver{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}"
        )
        return self


@pytest.fixture
def somebody(client: Client) -> Reader:
    return Reader(client)


def log() -> list[tuple[str, int]]:
    rows = LoggedSearch.objects.order_by("words").values_list("shown", "times")
    return [(shown, times) for shown, times in rows]


def only() -> LoggedSearch:
    return LoggedSearch.objects.get()
