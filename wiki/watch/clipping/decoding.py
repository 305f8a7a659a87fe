"""From the bytes of a page to its text, whatever the page claims."""

import re

from bs4.dammit import UnicodeDammit

#: What is read of a page: titles and what they are about stand at its start, and reading a
#: longer one would take the worker longer than fetching it.
MAX_BYTES = 1_500_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def decoded(content: bytes, content_type: str) -> str:
    """The text: by its own mark, then by the header, then by the page; never fails."""
    named = _CHARSET.search(content_type)
    known = [named[1]] if named else []
    start = content[:MAX_BYTES]
    found = UnicodeDammit(start, known_definite_encodings=known, is_html=True)
    text = found.unicode_markup or start.decode("utf-8", "replace")
    return text.replace("\x00", "")
