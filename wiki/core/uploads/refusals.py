"""What the checks of pictures and of documents have in common."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

#: How far the first element of a drawing may be: after a declaration and a comment.
HEAD = 4096
#: A drawing as its first element, after what XML allows before it. Nothing is tried twice.
_SVG = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?>(?:<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?+>))\s*+)*+"
    rb"<(?:[\w.-]++:)?+svg[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_DRAWINGS = {"svg", "svgz"}


def extension_of(file: File) -> str:
    """The last ending of the file's name, without its dot, in small letters."""
    return PurePosixPath(file.name or "").suffix.lower().lstrip(".")


def is_new(file: FieldFile) -> bool:
    """Whether the file was put into the field and is not in the store yet."""
    return bool(file) and not getattr(file, "_committed", True)


def refused_in_field(name: str, check: Callable[[File], Any], file: File) -> None:
    """Runs ``check``; a ValidationError is raised again as one of the field ``name``."""
    try:
        check(file)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def refuse_large(file: File, *, limit: int) -> None:
    """Raises ValidationError when the file is longer than ``limit`` bytes."""
    if file.size > limit:
        raise ValidationError(
            _("The file is too large: %(size)s. The limit is %(limit)s."),
            code="too-large",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(limit)},
        )


def refuse_drawing(file: File) -> None:
    """Raises ValidationError for an SVG, whatever its name says."""
    file.open()
    head = file.read(HEAD)
    file.seek(0)
    if extension_of(file) in _DRAWINGS or _SVG.match(head.removeprefix(BOM_UTF8)):
        raise ValidationError(
            _(
                "SVG drawings are not accepted: they can carry programs. "
                "Export the drawing as PNG or WebP."
            ),
            code="svg",
        )
