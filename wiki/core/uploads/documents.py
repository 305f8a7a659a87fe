"""Whether a file is a document that the library takes, and what its name says it is."""

import json
import re
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from wiki.core.uploads.containers import is_container
from wiki.core.uploads.refusals import extension_of, refuse_drawing, refuse_large

PDF = b"%PDF-"
TEXTS = frozenset({"csv", "md", "txt"})
CONTAINERS = frozenset({"docx", "epub", "odp", "ods", "odt", "pptx", "xlsx", "zip"})
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: No text has these; tab, line feed, form feed and carriage return it may have.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_document(file: File) -> None:
    """Raises ValidationError unless the content is of the kind that the name announces.

    Codes: « svg », « invalid_extension » (Django's), « too-large », « macros », « content ».
    """
    refuse_drawing(file)
    FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)(file)
    refuse_large(file, limit=settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    extension = extension_of(file)
    file.open()
    try:
        right = _is(file, extension)
    finally:
        file.seek(0)
    if not right:
        raise ValidationError(
            _("The content is damaged, or it is not what the name says (.%(ext)s)."),
            code="content",
            params={"ext": extension},
        )


def _is(stream: IO[bytes] | File, extension: str) -> bool:
    if extension in CONTAINERS:
        return is_container(stream, extension)
    if extension in TEXTS:
        return _text(stream.read()) is not None
    match extension:
        case "pdf":
            return stream.read(len(PDF)) == PDF
        case "json":
            return _is_json(stream.read())
    return False  # an ending added to the settings alone: nobody knows what is inside


def _text(data: bytes) -> str | None:
    """The words of a text in UTF-8, UTF-16 with its mark, or Windows-1252; None for no text."""
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):  # nested deeper than any reader follows
        return False
    return True
