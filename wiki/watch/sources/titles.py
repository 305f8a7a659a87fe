"""When two titles tell the same story."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import ceil
from typing import Generic, TypeVar

from wiki.core.text import unaccented

#: Words that two titles share, of all words of both: one word of five or six may differ.
SAME = 0.8
#: Shorter titles are alike by chance: « Lettre de novembre ».
FEWEST_WORDS = 4
_WORD = re.compile(r"\w+")

T = TypeVar("T")


@lru_cache(maxsize=20_000)  # a round meets the titles of some days again and again
def title_words(title: str) -> frozenset[str]:
    """The words that count: without accents, articles and the like; all numbers."""
    found = _WORD.findall(unaccented(title))
    return frozenset(word for word in found if len(word) > 2 or word.isdigit())


def same_story(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether titles with these words are near the same; numbers must be the same."""
    shared = len(one & other)
    if shared < SAME * (len(one) + len(other) - shared):
        return False
    return not any(any(map(str.isdigit, word)) for word in one ^ other)


class TitleBook(Generic[T]):
    """Titles, to find those near a given one without comparing it with all.

    Two titles that share so many words share two of the first few, in whatever order all are put:
    each stands under the pairs of those alone.
    """

    def __init__(self) -> None:
        self._by_pair: dict[tuple[str, str], list[tuple[frozenset[str], T]]] = defaultdict(list)

    def add(self, title: str, value: T) -> None:
        words = title_words(title)
        for pair in _first_pairs(words):
            self._by_pair[pair].append((words, value))

    def near(self, title: str) -> Iterator[T]:
        """The values under near-same titles."""
        words = title_words(title)
        for pair in _first_pairs(words):
            for other, value in self._by_pair.get(pair, ()):
                if same_story(words, other):
                    yield value


def _first_pairs(words: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Pairs of the longest words, for long ones are rare; none of a title that is too short."""
    if len(words) < FEWEST_WORDS:
        return iter(())
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return combinations(ordered[: len(words) - ceil(SAME * len(words)) + 2], 2)
