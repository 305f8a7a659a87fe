"""Names as people type them after an @."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from wiki.people.models import User

#: An @ that begins a word: not the one of an e-mail address or of a path.
_AT = re.compile(r"(?<![\w@.+/-])@(?=\w)")
_WORD = re.compile(r"[\w'’.-]+")
#: Words of the longest name that is looked for: « Anne-Sophie de La Tour du Pin » has six.
MOST_WORDS = 7
#: What stands between two words of a name.
_GAP = re.compile(r"[ \u00a0]")


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """``name`` without case, accents and double spaces, to compare."""
    return " ".join(anyascii(name).replace("'", " ").casefold().split())


@dataclass(frozen=True, slots=True)
class Typed:
    """What follows one @: where it begins, and its first words, the longest first."""

    start: int
    #: Each with the @.
    readings: tuple[str, ...]

    @property
    def likely_name(self) -> str:
        """What was meant as a name, when nobody has it: words with a capital, or the first word."""
        capitals = (each for each in self.readings if all(map(_is_capital, each[1:].split())))
        return next(capitals, self.readings[-1])


def typed_names(text: str) -> Iterator[Typed]:
    """Every @ of the text that begins a word."""
    for found in _AT.finditer(text):
        ends: list[int] = []
        position = found.end()
        while len(ends) < MOST_WORDS and (word := _WORD.match(text, position)):
            ends.append(position + len(word[0].rstrip("'’.-")))
            if ends[-1] != word.end() or not _GAP.match(text, word.end()):
                break
            position = word.end() + 1
        readings = tuple(text[found.start() : end] for end in reversed(ends))
        if readings:
            yield Typed(found.start(), readings)


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def people_by_name() -> Mapping[str, list[int]]:
    """Ids of people who have an account, by their folded full name (one query)."""
    by_name: dict[str, list[int]] = defaultdict(list)
    rows = User.objects.filter(is_active=True).order_by("pk")
    for pk, first, last in rows.values_list("pk", "first_name", "last_name"):
        if name := folded(f"{first} {last}"):
            by_name[name].append(pk)
    return by_name
