"""A few words of a text, cut to be read in a list of results, with marks around those asked for.

Pure functions, the same wherever the words were found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

#: Characters of an extract, near enough: it is cut between words.
WIDTH = 240
#: Characters kept before the first marked word, so that it is read in its sentence.
BEFORE = 60
#: What no extract begins or ends with.
PAUSES = " ·"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text that counts: where it stands and which term it is."""

    start: int
    end: int
    term: str


def lowered(text: str) -> str:
    """Lower case, character for character: offsets stay true."""
    small = text.lower().replace("ʼ", "'")
    if len(small) == len(text):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def extract(text: str, words: list[Word]) -> SafeString:
    """About 240 characters around the densest words, encoded, words marked."""
    start, end = _without_pauses(text, *_window(text, words))
    inside = [word for word in words if start <= word.start and word.end <= end]
    body = marked(text, inside, start=start, end=end)
    opening, closing = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{opening}{body}{closing}")  # noqa: S308  (encoded by `marked`)


def _without_pauses(text: str, start: int, end: int) -> tuple[int, int]:
    """The same window without the dots between items (``one_line``) at its ends."""
    shown = text[start:end]
    before, after = shown.rstrip(PAUSES), shown.lstrip(PAUSES)
    return end - len(after), start + len(before)


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
    pieces = _pieces(text, words, start, len(text) if end is None else end)
    return mark_safe("".join(pieces))  # noqa: S308  (each encoded there)


def _pieces(text: str, words: list[Word], start: int, end: int) -> Iterator[str]:
    for word in words:
        yield conditional_escape(text[start : word.start])
        yield f"<mark>{conditional_escape(text[word.start : word.end])}</mark>"
        start = word.end
    yield conditional_escape(text[start:end])
