"""When two titles tell the same story."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
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
    """Titles, to find those near a given one without comparing it with all."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], T]]] = defaultdict(list)

    def add(self, title: str, value: T) -> None:
        words = title_words(title)
        if len(words) >= FEWEST_WORDS:
            for word in words:
                self._by_word[word].append((words, value))

    def near(self, title: str) -> Iterable[T]:
        """The values under near-same titles."""
        words = title_words(title)
        if len(words) < FEWEST_WORDS:
            return
        # So few may be missing that one of the rarest must be there.
        missing = len(words) - int(SAME * len(words) + 0.999)
        rarest = sorted(words, key=lambda word: len(self._by_word.get(word, ())))
        for word in rarest[: missing + 1]:
            for other, value in self._by_word.get(word, ()):
                if same_story(words, other):
                    yield value
