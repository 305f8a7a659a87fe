"""Dates in words, as the reader's language says them."""

import re
from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language

#: A day « 1 » before the name of a month. Formats of Django have no letter for « 1er ».
_FIRST = re.compile(r"\b1 (?=[^\W\d_]{3})")


def date_format(day: date | datetime, form: str | None = None) -> str:
    """Django's ``date_format``, with « 1er novembre » in French."""
    return first_said(formats.date_format(day, form))


def first_said(words: str) -> str:
    """A date in words; when the reader's language is French, its first of the month is « 1er »."""
    return _FIRST.sub("1er ", words) if (get_language() or "").startswith("fr") else words
