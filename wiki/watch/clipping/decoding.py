"""From the bytes of a page to its text, whatever the page claims."""

import codecs
import re
from collections.abc import Iterator

from bs4.dammit import EncodingDetector

#: What is read of a page: titles and what they are about stand at its start, and reading a
#: longer one would take the worker longer than fetching it.
MAX_BYTES = 1_500_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(content: bytes, content_type: str) -> str:
    """The text: the first of the possible encodings that fits; never fails."""
    start = content[:MAX_BYTES]
    for encoding in _encodings(start, content_type):
        try:
            # The cut may have gone through a character.
            text = codecs.getincrementaldecoder(encoding)("strict").decode(start)
        except (LookupError, UnicodeError, AttributeError):  # unknown, wrong, no text at all
            continue
        return text.replace("\x00", "")
    # What browsers take a page for that says nothing true.
    return start.decode("cp1252", "replace").replace("\x00", "")


def _encodings(start: bytes, content_type: str) -> Iterator[str]:
    """By its own mark, by the header, by the page itself, then the usual one."""
    yield from (name for mark, name in _MARKS if start.startswith(mark))
    said = _CHARSET.search(content_type)
    if said:
        yield said[1]
    declared = EncodingDetector.find_declared_encoding(start, is_html=True)
    if declared:
        yield declared
    yield "utf-8"
