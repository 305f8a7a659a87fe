"""Makes collections, pictures and documents with real bytes in the store."""

import io
import zipfile
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from wiki.core.models import RecueilDocument, RecueilImage

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def collection(name: str, *, parent: Collection | None = None) -> Collection:
    """A collection below ``parent`` or below the root."""
    above = parent or Collection.get_first_root_node()
    return Collection.objects.get(pk=above.pk).add_child(name=name)


def close(
    closed: Collection, *, groups: list[str] | None = None, kind: str = ""
) -> CollectionViewRestriction:
    """Only signed-in people, or only these groups, may open what ``closed`` holds."""
    groups_or_login = "groups" if groups is not None else "login"
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=kind or groups_or_login
    )
    for name in groups or []:
        restriction.groups.add(Group.objects.get_or_create(name=name)[0])
    return restriction


def picture_bytes(
    *, form: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "red", **options: Any
) -> bytes:
    """A picture in one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, form, **options)
    return stream.getvalue()


def picture(
    title: str = "Un schéma", *, within: Collection | None = None, **options: Any
) -> RecueilImage:
    """A picture of the library, in the root collection or in ``within``."""
    fields = {"collection": within} if within else {}
    content = ContentFile(picture_bytes(**options), name=f"{title}.png")
    return RecueilImage.objects.create(title=title, file=content, **fields)


def document(
    title: str = "Une fiche",
    *,
    within: Collection | None = None,
    content: bytes = PDF,
    extension: str = "pdf",
    **fields: Any,
) -> RecueilDocument:
    """A document of the library, in the root collection or in ``within``."""
    if within:
        fields["collection"] = within
    made = RecueilDocument(
        title=title, file=ContentFile(content, name=f"{title}.{extension}"), **fields
    )
    made._set_document_file_metadata()
    made.save()
    return made


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form receives it."""
    return SimpleUploadedFile(name, content)
