"""Pictures and documents of the folder in the library, each file once."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model

from wiki.core.models import RecueilImage
from wiki.core.uploads.documents import check_document
from wiki.core.uploads.pictures import FORMATS, check_picture, true_name
from wiki.core.uploads.refusals import extension_of

MAX_LIBRARY_TITLE = 255
#: Stands for the id of what a dry run does not make.
NOT_MADE = -1


#: Code and sentence of the report for each reason of ``check_picture``.
REFUSALS = {
    "svg": (
        "image-format",
        _("The library does not take “%(name)s”: convert it to PNG or WebP."),
    ),
    "format": (
        "image-format",
        _("The library does not take “%(name)s”: convert it to PNG or WebP."),
    ),
    "too-large": ("image-too-large", _("The picture “%(name)s” is too large.")),
    "damaged": ("image-unreadable", _("“%(name)s” is no readable picture.")),
}


class DocumentRefused(Exception):  # noqa: N818  (named after the situation)
    """The library cannot take a document; the message says why."""


class PictureRefused(Exception):  # noqa: N818  (named after the situation)
    """The library cannot take a picture; ``code`` is the warning's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def file_hash(path: Path) -> str:
    """The hash by which Wagtail tells files apart."""
    return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class Library:
    """Finds or makes the library's entry of a file."""

    dry_run: bool = False
    _pictures: dict[Path, int] = field(default_factory=dict)
    _documents: dict[Path, int] = field(default_factory=dict)
    #: Ids of the files that were not there before, by model.
    made: dict[type[Model], list[int]] = field(default_factory=lambda: defaultdict(list))

    def picture(self, path: Path, *, alt: str = "", credit: str = "") -> int:
        """The id of the library's picture. Raises PictureRefused."""
        if path not in self._pictures:
            self._pictures[path] = self._picture(path, alt=alt, credit=credit)
        return self._pictures[path]

    def _picture(self, path: Path, *, alt: str, credit: str) -> int:
        digest = file_hash(path)
        known = RecueilImage.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if known is not None:
            return known
        name, width, height = _checked_picture(path)
        if self.dry_run:
            return NOT_MADE
        with path.open("rb") as stream:
            image = RecueilImage(
                title=(alt or path.stem)[:MAX_LIBRARY_TITLE],
                description=alt[:MAX_LIBRARY_TITLE],
                credit=credit[:200],
                width=width,
                height=height,
                file_size=path.stat().st_size,
                file_hash=digest,
            )
            image.file = File(stream, name=name)
            image.save()
        self.made[RecueilImage].append(image.pk)
        return image.pk

    def document(self, path: Path) -> int:
        """The id of the library's document. Raises DocumentRefused."""
        if path not in self._documents:
            self._documents[path] = self._document(path)
        return self._documents[path]

    def _document(self, path: Path) -> int:
        model = get_document_model()
        digest = file_hash(path)
        known = model.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if known is not None:
            return known
        _check_document(path)
        if self.dry_run:
            return NOT_MADE
        with path.open("rb") as stream:
            document = model(title=path.stem, file_hash=digest, file_size=path.stat().st_size)
            document.file = File(stream, name=path.name)
            document.save()
        self.made[model].append(document.pk)
        return document.pk


def _checked_picture(path: Path) -> tuple[str, int, int]:
    """Name, width and height of a picture that the CMS would take. Raises PictureRefused.

    The name ends as the content calls for: many sites serve a PNG under the name of a JPEG.
    """
    try:
        with path.open("rb") as stream:
            picture = File(stream, name=path.name)
            name = true_name(picture) if extension_of(picture) in FORMATS else path.name
            picture.name = name
            return (name, *check_picture(picture))
    except ValidationError as error:
        code, sentence = REFUSALS[error.code or "damaged"]
        raise PictureRefused(code, str(sentence) % {"name": path.name}) from error


def _check_document(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            check_document(File(stream, name=path.name))
    except ValidationError as error:
        raise DocumentRefused(" ".join(error.messages)) from error
