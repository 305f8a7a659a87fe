"""What is inside a zip file: an office document, a book, or just files."""

import zlib
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")  # with files, and empty
#: Bytes read of a part that says what the whole is; a bomb is not unpacked.
PART_LIMIT = 1024**2
#: What the first part of a file says in full.
MIME_TYPES = {
    "epub": b"application/epub+zip",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
#: What the list of parts says of the main one (ECMA-376, part 1, annex A).
MAIN_PARTS = {
    "docx": b"wordprocessingml.document.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
#: Without a zip inside: damaged, cut, encrypted or packed in a way that Python cannot read.
BROKEN = (
    BadZipFile, OSError, EOFError, ValueError, LookupError, RuntimeError, OverflowError, zlib.error,
)  # fmt: skip


def is_container(stream: IO[bytes], extension: str) -> bool:
    """Whether this is a zip file that holds what ``extension`` announces.

    Raises ValidationError with code « macros » for an office file with a program inside.
    """
    start = stream.read(len(SIGNATURES[0]))
    if start not in SIGNATURES:
        return False
    try:
        with ZipFile(stream) as archive:
            return _holds(archive, extension)
    except BROKEN:
        return False


def _holds(archive: ZipFile, extension: str) -> bool:
    if extension in MIME_TYPES:
        return _part(archive, "mimetype").strip() == MIME_TYPES[extension]
    if extension in MAIN_PARTS:
        types = _part(archive, "[Content_Types].xml")
        programs = [name for name in archive.namelist() if name.lower().endswith("vbaproject.bin")]
        if programs or b"macroEnabled" in types:
            raise ValidationError(
                _("Office files with macros are not accepted: save the file without them."),
                code="macros",
            )
        return MAIN_PARTS[extension] in types
    return True


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(PART_LIMIT)
