"""Questions as the log keeps them, and those that it must not keep."""

import re
from dataclasses import dataclass

from search.models.searches import LONGEST
from search.text import clean, typed

MOST_WORDS = 25
#: What names a person or opens a door: an e-mail address, the address of a page, nine
#: digits or more (telephone, social security, bank account; a date has eight).
PRIVATE = re.compile(r"\S@\S|\w://|www\.|(?:\d[\s.\-/()]{0,3}){9}")
OUTER = " \"'«»“”.,;:!?"


@dataclass(frozen=True, slots=True)
class Wording:
    """A question: ``key`` is compared, ``shown`` is read."""

    key: str
    shown: str


def wording(text: str) -> Wording | None:
    """The question as it is kept; None when it must not be, or asks nothing."""
    shown = " ".join(re.sub(r"[«»“”\"]", " ", clean(text)).lower().split()).strip(OUTER)
    if PRIVATE.search(shown) or len(shown) > LONGEST or len(shown.split()) > MOST_WORDS:
        return None
    key = typed(shown)
    return Wording(key, shown) if key and len(key) <= LONGEST else None


def continues(former: str, newer: str) -> bool:
    """Whether these words (keys) are the former ones, finished, shortened or corrected.

    Numbers are never a slip of the keyboard: « guide 2025 » is not « guide 2026 ».
    """
    if former.startswith(newer) or newer.startswith(former):
        return True
    if re.findall(r"\d+", former) != re.findall(r"\d+", newer):
        return False
    # Acronyms of four letters all lie close together; two letters swapped are two edits.
    shortest = min(len(former), len(newer))
    allowed = 0 if shortest < 5 else 1 if shortest < 7 else 2
    return 0 < edits(former, newer, limit=allowed) <= allowed


def edits(former: str, newer: str, *, limit: int) -> int:
    """Letters to put in, take out or change; ``limit + 1`` stands for more."""
    if abs(len(former) - len(newer)) > limit:
        return limit + 1
    row = list(range(len(newer) + 1))
    for line, letter in enumerate(former, start=1):
        above, row = row, [line]
        for column, other in enumerate(newer, start=1):
            change = above[column - 1] + (letter != other)
            row.append(min(above[column] + 1, row[-1] + 1, change))
        if min(row) > limit:
            return limit + 1
    return row[-1]
