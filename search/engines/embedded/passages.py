"""The passage that answers: which section, which words of it, and their marks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from search.engines.base import Passage
from search.engines.embedded.analysis import Chain, grams_of
from search.extracts import Word, extract, lowered
from search.text import WORD
from wiki.core.search_content import SearchContent, Section

#: BM25's own constant: the tenth time a word stands in a section says little.
SATURATION = 1.2
#: A word that the title already shows tells sections apart less.
IN_TITLE = 0.3
#: Share of grams from which an unknown word looks like one of the text.
ALIKE = 0.5
#: Texts are read this far: a passage deeper in one section is not worth the wait.
LONGEST_TEXT = 60_000


@dataclass
class Wanted:
    """The terms of a question in one language, with their weights (rarer: heavier)."""

    chain: Chain
    weights: Mapping[str, float]
    #: Grams of each word, for a question whose words the index does not hold.
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Stems that count side by side only, and what the words weigh that stand in no other way.
    together: tuple[tuple[str, ...], ...] = ()
    partly: Mapping[str, float] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    @property
    def all_weights(self) -> dict[str, float]:
        """What each term weighs that a word may stand for."""
        return {**dict.fromkeys(self.alike, 1.0), **self.partly, **self.weights}

    def term(self, word: str) -> str:
        """The term of the question that this lower-case word stands for; "" for none."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> str:
        if word in self.chain.stop_words:
            return ""
        stem = self.chain.stem(word)
        if stem in self.weights or stem in self.partly:
            return stem
        return self._alike(word) if self.alike else ""

    def _alike(self, word: str) -> str:
        own = frozenset(grams_of(word))
        for asked, asked_grams in self.alike.items():
            if len(own & asked_grams) >= ALIKE * min(len(own), len(asked_grams)):
                return asked
        return ""

    def words(self, text: str) -> list[Word]:
        """The words of ``text`` that are asked for; an elided article is no part of them."""
        small = lowered(text[:LONGEST_TEXT])
        # Few of the different words of a text are asked for: look for those alone.
        known, term = self._known, self.term
        forms = [w for w in set(WORD.findall(small)) if (known[w] if w in known else term(w))]
        if not forms:
            return []
        either = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        found = [
            Word(match.start(), match.end(), self.term(match.group()))
            for match in re.finditer(rf"(?<![^\W_])(?:{either})(?![^\W_])", small)
        ]
        return self._without_strays(found, small) if self.partly else found

    def _without_strays(self, words: list[Word], text: str) -> list[Word]:
        """``words`` without those that count side by side only and stand apart."""
        kept = {at for at, word in enumerate(words) if word.term not in self.partly}
        for stems in self.together:
            for start in range(len(words) - len(stems) + 1):
                row = words[start : start + len(stems)]
                if tuple(word.term for word in row) == stems and self._touch(row, text):
                    kept |= set(range(start, start + len(stems)))
        return [word for at, word in enumerate(words) if at in kept]

    def _touch(self, row: list[Word], text: str) -> bool:
        """Whether nothing but words that say nothing stands between these."""
        return not any(
            any(self.chain.words(text[one.end : other.start])) for one, other in pairwise(row)
        )


def best_passage(content: SearchContent, wanted: Wanted) -> Passage:
    """The section that answers best; the summary when no section says more."""
    shown = {word.term for word in wanted.words(content.title)}
    weights = {
        term: weight * (IN_TITLE if term in shown else 1.0)
        for term, weight in wanted.all_weights.items()
    }
    best, best_words = Section("", "", content.summary), wanted.words(content.summary)
    top = _score(best_words, [], weights)
    for section in content.sections if weights else ():
        words = wanted.words(section.text)
        score = _score(words, wanted.words(section.heading), weights)
        # A later section must say more, not as much; an excuse for rounding.
        if score > top + 1e-9:
            best, best_words, top = section, words, score
    text = best.text or content.summary or _first_text(content)
    words = best_words if text == best.text else []
    return Passage(extract(text, words), best.anchor, best.heading)


def _score(words: list[Word], heading: list[Word], weights: Mapping[str, float]) -> float:
    times: dict[str, int] = {}
    for word in (*words, *heading, *heading):  # a heading's word counts twice
        times[word.term] = times.get(word.term, 0) + 1
    return sum(weights[term] * n / (n + SATURATION) for term, n in times.items())


def _first_text(content: SearchContent) -> str:
    return next((section.text for section in content.sections if section.text), "")
