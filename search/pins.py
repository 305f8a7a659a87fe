"""The pages that editors chose for a question."""

from dataclasses import dataclass
from datetime import date

from search.models import Pin
from search.syntax import ParsedText
from search.wording import key

#: More than that above the results would hide them.
MOST_PINNED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen result, as the search needs it."""

    keys: frozenset[str]
    language: str
    page_id: int
    ends_on: date


def stored_choices() -> tuple[Choice, ...]:
    """The chosen results in use, in their order (one query)."""
    rows = Pin.objects.filter(active=True).order_by("order", "pk")
    return tuple(
        Choice(frozenset(keys.splitlines()), language, page_id, ends_on)
        for keys, language, page_id, ends_on in rows.values_list(
            "keys", "language", "page_id", "ends_on"
        )
    )


def pinned(
    text: ParsedText, *, language: str, today: date, choices: tuple[Choice, ...] | None = None
) -> tuple[int, ...]:
    """Ids of the pages chosen for this question, in their order.

    ``language`` is the one in which the person reads the site. A question that leaves
    words out is another question. One query when ``choices`` are not given.
    """
    asked = "" if text.without else key(text.wanted)
    if not asked:
        return ()
    found = (
        choice.page_id
        for choice in (stored_choices() if choices is None else choices)
        if asked in choice.keys and choice.language in {"", language} and choice.ends_on >= today
    )
    return tuple(dict.fromkeys(found))[:MOST_PINNED]
