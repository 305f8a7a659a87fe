"""Questions as people ask them, on the demo: does the page that answers stand high enough?

The lists are data: ``questions/fr.yaml`` says what their fields mean.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from wagtail.models import Page

from home import demo_content
from home.bootstrap import prepare_site
from home.models import HomePage
from search import service
from search.params import SearchParams

FOLDER = Path(__file__).parent / "questions"
KINDS = {
    "question", "words", "accent", "elision", "plural", "verb", "acronym", "anglicism", "typo",
    "synonym", "language",
}  # fmt: skip
RANKS = {1, 3, 5, 10}


@dataclass(frozen=True)
class Question:
    """What is typed, and the pages that answer within this rank."""

    language: str
    query: str
    pages: frozenset[str]
    kind: str
    within: int

    def miss(self, found: list[str]) -> str:
        """What is wrong with these slugs, best first; "" when nothing is."""
        if self.pages & set(found[: self.within]):
            return ""
        rank = next((rank for rank, slug in enumerate(found, 1) if slug in self.pages), None)
        return f"{self.query} ({self.kind}): rank {rank}, not {self.within}; {found[:3]}"


def questions(language: str) -> list[Question]:
    """The list of one language."""
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text())
    return [Question(language, **{**row, "pages": frozenset(row["pages"])}) for row in rows]


ALL = [*questions("fr"), *questions("en")]


@pytest.fixture
def demo(home: HomePage) -> dict[int, str]:
    """The slugs of the pages of the demo."""
    prepare_site("http://localhost")
    demo_content.load_people()
    demo_content.load_themes()
    demo_content.load_synonyms()
    assert not demo_content.load_pages(progress=False).failed
    return dict(Page.objects.live().values_list("pk", "slug"))


def test_the_lists_are_whole() -> None:
    assert [sum(q.language == language for q in ALL) for language in ("fr", "en")] == [100, 40]
    assert len({(q.language, q.query) for q in ALL}) == 140
    assert {q.kind for q in ALL} == KINDS
    assert {q.within for q in ALL} <= RANKS
    assert sum(q.kind == "question" for q in ALL) >= 30


def test_the_page_that_answers_stands_high_enough(demo: dict[int, str], search_index: str) -> None:
    assert {page for question in ALL for page in question.pages} <= set(demo.values())
    # Entries that other tests deleted weigh in the rarity of words until they are merged away.
    service.rebuild()
    misses = []
    for question in ALL:
        with translation.override(question.language):
            page = service.search(SearchParams(text=question.query), AnonymousUser())
        misses.append(question.miss([demo[hit.page_id] for hit in page.hits]))
    assert not any(misses), "\n".join(filter(None, misses))
