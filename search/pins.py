"""The pages that editors chose for a question."""

from datetime import date

from search.models import Pin
from search.syntax import ParsedText
from search.wording import key

#: More than that above the results would hide them.
MOST_PINNED = 5


def pinned(text: ParsedText, *, language: str, today: date) -> tuple[int, ...]:
    """Ids of the pages chosen for this question, in their order (one query).

    ``language`` is the one in which the person reads the site. A question that leaves
    words out is another question.
    """
    asked = "" if text.without else key(text.wanted)
    if not asked:
        return ()
    rows = Pin.objects.filter(
        active=True,
        ends_on__gte=today,
        language__in=("", language),
        keys__contains=f"\n{asked}\n",
    ).order_by("order", "pk")
    return tuple(dict.fromkeys(rows.values_list("page_id", flat=True)))[:MOST_PINNED]
