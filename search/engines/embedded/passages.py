"""The passage that answers: which section, which words of it, and their marks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search.engines.base import Passage
from search.engines.embedded.analysis import WORD, Chain, grams_of
from wiki.core.search_content import SearchContent, Section

#: Characters of an extract, near enough: it is cut between words.
WIDTH = 240
#: Characters kept before the first marked word, so that it is read in its sentence.
BEFORE = 60
#: BM25's own constant: the tenth time a word stands in a section says little.
SATURATION = 1.2
#: A word that the title already shows tells sections apart less.
IN_TITLE = 0.3
#: Share of grams from which an unknown word looks like one of the text.
ALIKE = 0.5
#: Texts are read this far: a passage deeper in one section is not worth the wait.
LONGEST_TEXT = 60_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text that counts: where it stands and which term it is."""

    start: int
    end: int
    term: str


@dataclass
class Wanted:
    """The terms of a question in one language, with their weights (rarer: heavier)."""

    chain: Chain
    weights: Mapping[str, float]
    #: Grams of each word, for a question whose words the index does not hold.
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

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
        if stem in self.weights:
            return stem
        return self._alike(word) if self.alike else ""

    def _alike(self, word: str) -> str:
        own = frozenset(grams_of((word,)))
        for asked, asked_grams in self.alike.items():
            if len(own & asked_grams) >= ALIKE * min(len(own), len(asked_grams)):
                return asked
        return ""

    def words(self, text: str) -> list[Word]:
        """The words of ``text`` that are asked for; an elided article is no part of them."""
        lowered = _lowered(text[:LONGEST_TEXT])
        # Few of the different words of a text are asked for: look for those alone.
        forms = [word for word in set(WORD.findall(lowered)) if self.term(word)]
        if not forms:
            return []
        either = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        return [
            Word(match.start(), match.end(), self.term(match.group()))
            for match in re.finditer(rf"(?<![^\W_])(?:{either})(?![^\W_])", lowered)
        ]


def _lowered(text: str) -> str:
    """Lower case, character for character: offsets stay true."""
    lowered = text.lower().replace("ʼ", "'")
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def best_passage(content: SearchContent, wanted: Wanted) -> Passage:
    """The section that answers best; the summary when no section says more."""
    shown = {word.term for word in wanted.words(content.title)}
    weights = {
        term: weight * (IN_TITLE if term in shown else 1.0)
        for term, weight in {**dict.fromkeys(wanted.alike, 1.0), **wanted.weights}.items()
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


def extract(text: str, words: list[Word]) -> SafeString:
    """About 240 characters around the densest words, encoded, words marked."""
    start, end = _window(text, words)
    inside = [word for word in words if start <= word.start and word.end <= end]
    body = marked(text, inside, start=start, end=end)
    opening, closing = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{opening}{body}{closing}")  # noqa: S308  (encoded by `marked`)


def _window(text: str, words: list[Word]) -> tuple[int, int]:
    if len(text) <= WIDTH:
        return 0, len(text)
    start = max(0, _densest(words) - BEFORE)
    # Back to the beginning of the sentence when it is near, of the word otherwise.
    sentence = max(text.rfind(mark, max(0, start - BEFORE), start + BEFORE) for mark in ".!?…")
    first = min((word.start for word in words if word.start >= start), default=start)
    ends_there = sentence >= 0 and text[sentence + 1 : sentence + 2].isspace()
    if start and ends_there and sentence < first - 1:
        start = sentence + 2
    elif start:
        start = text.find(" ", start - 1) + 1
    end = min(len(text), start + WIDTH)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return start, end


def _densest(words: list[Word]) -> int:
    """Where a window should open so that it shows most of the question."""
    best, most = 0, 0
    for position, word in enumerate(words):
        seen = {w.term for w in words[position : position + 30] if w.end - word.start <= WIDTH}
        if len(seen) > most:
            best, most = word.start, len(seen)
    return best


def marked(text: str, words: list[Word], *, start: int = 0, end: int | None = None) -> SafeString:
    """``text`` encoded, with ``<mark>`` around the words."""
    return mark_safe("".join(_pieces(text, words, start, len(text) if end is None else end)))  # noqa: S308


def _pieces(text: str, words: list[Word], start: int, end: int) -> Iterator[str]:
    for word in words:
        yield conditional_escape(text[start : word.start])
        yield f"<mark>{conditional_escape(text[word.start : word.end])}</mark>"
        start = word.end
    yield conditional_escape(text[start:end])
