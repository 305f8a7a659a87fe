"""What a PDF file says of itself."""

import struct
from datetime import date
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from wiki.core.fetching import Fetched
from wiki.watch.canonical import host_of
from wiki.watch.clipping.metadata import FIRST_YEAR, LONGEST_MINUTES, Metadata

#: Minutes for a page: some 350 words.
MINUTES_PER_PAGE = 1.6
#: What the reader raises for files that are not what they announce.
DAMAGED = (
    PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    RecursionError, struct.error,
)  # fmt: skip
#: Titles that programs put in the author's place.
_PROGRAMS = ("microsoft word", "untitled", "sans titre", "document1", "powerpoint")


def read_pdf(fetched: Fetched, *, today: date) -> Metadata:
    """Title, author, date and length of this PDF; nothing of a damaged one."""
    publisher = host_of(fetched.address)
    try:
        reader = PdfReader(BytesIO(fetched.content), strict=False)
        if reader.is_encrypted:
            return Metadata(publisher=publisher)
        info = reader.metadata
        pages = len(reader.pages)
        title, author = (str(info.title or ""), str(info.author or "")) if info else ("", "")
        made = info.creation_date.date() if info and info.creation_date else None
        language = str(reader.root_object.get("/Lang", ""))[:2].lower()
    except DAMAGED:
        return Metadata(publisher=publisher)
    return Metadata(
        title="" if title.lower().startswith(_PROGRAMS) else title,
        author=author,
        publisher=publisher,
        published=made if made and made.year >= FIRST_YEAR and made <= today else None,
        language=language if language.isalpha() and len(language) == 2 else "",
        minutes=min(LONGEST_MINUTES, max(1, round(pages * MINUTES_PER_PAGE))) if pages else None,
    )
