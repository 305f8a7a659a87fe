"""Pictures and documents of the folder in the library, each file once."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtail.documents import get_document_model

from wiki.core.models import RecueilImage
from wiki.importers.reading.scan import MAX_PICTURE_BYTES

MAX_LIBRARY_TITLE = 255
#: Stands for the id of what a dry run does not make.
NOT_MADE = -1


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
    formats: frozenset[str] = frozenset({"gif", "jpg", "jpeg", "png", "webp", "avif"})
    _pictures: dict[Path, int] = field(default_factory=dict)
    _documents: dict[Path, int] = field(default_factory=dict)

    def picture(self, path: Path, *, alt: str = "", credit: str = "") -> int:
        """The id of the library's picture. Raises PictureRefused."""
        if path not in self._pictures:
            self._pictures[path] = self._picture(path, alt=alt, credit=credit)
        return self._pictures[path]

    def _picture(self, path: Path, *, alt: str, credit: str) -> int:
        if path.suffix.lower().lstrip(".") not in self.formats:
            raise PictureRefused(
                "image-format",
                _("The library does not take « %(name)s »: convert it to PNG or WebP.")
                % {"name": path.name},
            )
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise PictureRefused(
                "image-too-large", _("The picture « %(name)s » is too large.") % {"name": path.name}
            )
        digest = file_hash(path)
        known = RecueilImage.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if known is not None:
            return known
        width, height = _size(path)
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
            image.file = File(stream, name=path.name)
            image.save()
        return image.pk

    def document(self, path: Path) -> int:
        """The id of the library's document."""
        if path not in self._documents:
            self._documents[path] = self._document(path)
        return self._documents[path]

    def _document(self, path: Path) -> int:
        model = get_document_model()
        digest = file_hash(path)
        known = model.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
        if known is not None:
            return known
        if self.dry_run:
            return NOT_MADE
        with path.open("rb") as stream:
            document = model(title=path.stem, file_hash=digest, file_size=path.stat().st_size)
            document.file = File(stream, name=path.name)
            document.save()
        return document.pk


def _size(path: Path) -> tuple[int, int]:
    try:
        with Pillow.open(path) as picture:
            size = picture.size
            picture.verify()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,  # Pillow's word for a broken PNG
        ValueError,
        Pillow.DecompressionBombError,
    ) as error:
        raise PictureRefused(
            "image-unreadable", _("« %(name)s » is no readable picture.") % {"name": path.name}
        ) from error
    return size
