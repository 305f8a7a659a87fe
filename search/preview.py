"""What a synonym would change: the same question with and without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from search import service
from search.errors import SearchUnavailable
from search.params import SearchParams
from search.results import Hit, ResultPage
from search.synonyms import Rule, expansions, stored_rules
from wiki.communities.audience import Viewer


@dataclass(frozen=True, slots=True)
class Place:
    """A page found, its rank and the one that it has in the other list; None: not among the ten."""

    hit: Hit
    rank: int
    other: int | None

    @property
    def comes_in(self) -> bool:
        return self.other is None

    @property
    def moves_up(self) -> bool:
        return self.other is not None and self.other > self.rank


@dataclass(frozen=True, slots=True)
class Found:
    """One of the two lists: its first ten pages, and how many there are.

    ``near`` tells that they only look alike, because no page holds the words.
    """

    total: int
    near: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Both lists for one question."""

    question: str
    without: Found
    changed: Found
    #: The words that the synonym adds to this question.
    added: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[int, Place | None, Place | None]]:
        """Both lists side by side: rank, page without and page with the synonym."""
        pairs = zip_longest(self.without.places, self.changed.places)
        return [(rank, before, after) for rank, (before, after) in enumerate(pairs, start=1)]


def preview(question: str, viewer: Viewer, *, rule: Rule, replacing: int | None = None) -> Preview:
    """The question asked with ``rule`` and without it, with the rights of ``viewer``.

    ``replacing`` is the id of the stored synonym that ``rule`` stands in for. Raises
    ``SearchUnavailable``, also when only a reduced search answers.
    """
    params = SearchParams().with_text(question)
    others = stored_rules(without=replacing)
    few, more = (expansions(params.parsed, rules) for rules in (others, (rule, *others)))
    before = service.search(params, viewer, expansions=few)
    after = service.search(params, viewer, expansions=more)
    if before.reduced or after.reduced:
        raise SearchUnavailable("a reduced search is no comparison")
    return Preview(
        question=params.text,
        without=_found(before, _ranks(after)),
        changed=_found(after, _ranks(before)),
        added=tuple(expansion.words for expansion in more if expansion not in few),
    )


def _ranks(page: ResultPage) -> dict[int, int]:
    return {hit.page_id: rank for rank, hit in enumerate(page.hits, start=1)}


def _found(page: ResultPage, others: Mapping[int, int]) -> Found:
    places = (
        Place(hit, rank, others.get(hit.page_id)) for rank, hit in enumerate(page.hits, start=1)
    )
    return Found(page.total, page.near, tuple(places))
