"""Which of the words that the index knows somebody may have meant."""

import difflib
from collections.abc import Collection, Iterable, Mapping

from search.text import WORD, clean, folded

#: Likeness from which a word is offered instead (0 to 1, difflib's ratio).
CLOSE = 0.75


def corrected(asked: str, unknown: Collection[str], candidates: Mapping[str, Iterable[str]]) -> str:
    """``asked`` with better words for the ``unknown`` ones; "" when there is nothing better.

    ``unknown`` are folded words that no readable entry holds; ``candidates`` gives, for
    each, words as texts write them, the most frequent first.
    """
    before = WORD.findall(clean(asked).lower())
    after = [
        _closest(folded(word), candidates.get(folded(word), ())) or word
        if folded(word) in unknown
        else word
        for word in before
    ]
    return " ".join(after) if after != before else ""


def _closest(plain: str, candidates: Iterable[str]) -> str:
    """The candidate most like this folded word; the first of those equally like it."""
    written: dict[str, str] = {}
    for word in candidates:
        written.setdefault(folded(word), word)
    close = difflib.get_close_matches(plain, written, n=1, cutoff=CLOSE)
    return written[close[0]] if close else ""
