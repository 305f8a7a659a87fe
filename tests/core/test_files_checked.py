"""What a file must be before the library takes it, from its bytes alone."""

import io
import json
import struct
import time
import zlib
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import override_settings
from PIL import Image

from tests import files
from wiki.core.models import RecueilDocument, RecueilImage
from wiki.core.uploads.documents import check_document
from wiki.core.uploads.pictures import FORMATS, check_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ODT = b"application/vnd.oasis.opendocument.text"


def ooxml(main: str, program: bytes = b"") -> bytes:
    """An office file of Microsoft's kind with this main part."""
    kind = f"application/vnd.openxmlformats-officedocument.{main}"
    types = f'<Types><Override PartName="/x.xml" ContentType="{kind}"/></Types>'
    more = {"word/vbaProject.bin": program} if program else {}
    return files.archive({"[Content_Types].xml": types.encode(), "x.xml": b"<x/>", **more})


DOCX = ooxml("wordprocessingml.document.main+xml")
WITH_PROGRAM = ooxml("wordprocessingml.document.main+xml", program=b"x")
XML_DRAWING = (
    b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <a> -->\n<!DOCTYPE svg [ <!ENTITY a "b"> ]>\n<s:svg/>'
)
GOOD = {
    "csv": "é;à\n1;2\n".encode("cp1252"),
    "docx": DOCX,
    "epub": files.archive({"mimetype": b"application/epub+zip"}),
    "json": b'{"a": ["\xc3\xa9"]}',
    "md": "# Été\n\n<svg> est un élément.\n".encode(),
    "odp": files.archive({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
    "ods": files.archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "odt": files.archive({"mimetype": ODT, "content.xml": b"<x/>"}),
    "pdf": files.PDF,
    "pptx": ooxml("presentationml.presentation.main+xml"),
    "txt": "﻿Été\tici\r\n".encode("utf-16"),
    "xlsx": ooxml("spreadsheetml.sheet.main+xml"),
    "zip": files.archive({"a.txt": b"a"}),
}


def name_of(value: Any) -> str:
    """Short names of tests: no bytes."""
    return "" if isinstance(value, bytes) else str(value)


def code(check: Any, name: str, content: bytes) -> str:
    """The reason for which ``check`` refuses the file; "" when it takes it."""
    file = files.upload(name, content)
    try:
        check(file)
    except ValidationError as error:
        return str(error.code)
    finally:
        assert file.tell() == 0  # whoever reads next reads from the beginning
    return ""


def test_every_kind_that_the_settings_allow_is_known() -> None:
    assert set(GOOD) == set(settings.WAGTAILDOCS_EXTENSIONS)
    assert set(settings.WAGTAILDOCS_CONTENT_TYPES) == set(settings.WAGTAILDOCS_EXTENSIONS)
    assert set(FORMATS) == set(settings.WAGTAILIMAGES_EXTENSIONS)


@pytest.mark.parametrize("extension", sorted(GOOD))
def test_a_document_is_what_its_name_says(extension: str) -> None:
    assert code(check_document, f"fiche.{extension}", GOOD[extension]) == ""
    assert code(check_document, f"FICHE.{extension.upper()}", GOOD[extension]) == ""


@pytest.mark.parametrize("extension", sorted(GOOD))
@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00\x03\x00", b"\x7fELF\x02\x01\x01\x00", files.picture_bytes()],
    ids=["windows", "linux", "picture"],
)
def test_a_program_or_a_picture_is_no_document(extension: str, content: bytes) -> None:
    assert code(check_document, f"fiche.{extension}", content) == "content"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", GOOD["zip"], "content"),
        ("a.docx", GOOD["xlsx"], "content"),
        ("a.docx", GOOD["odt"], "content"),
        ("a.odt", DOCX, "content"),
        ("a.odt", GOOD["ods"], "content"),
        ("a.epub", GOOD["zip"], "content"),
        ("a.zip", b"PK\x03\x04 and nothing", "content"),
        ("a.docx", DOCX[:-30], "content"),
        ("a.docx", WITH_PROGRAM, "macros"),
        ("a.xlsx", files.archive({"[Content_Types].xml": b"macroEnabled.main+xml"}), "macros"),
        ("a.pdf", b"<html>%PDF-1.7", "content"),
        ("a.pdf", b"", "content"),
        ("a.json", b"{'a': 1}", "content"),
        ("a.json", b"[" * 200_000, "content"),
        ("a.txt", b"a\x00b", "content"),
        ("a.csv", "a\x00b".encode("utf-16"), "content"),
        ("a.txt", b"\xff\xfea", "content"),
        ("a.md", b"\x81\x8d\x8f", "content"),
        ("a.exe", b"MZ", "invalid_extension"),
        ("a.pdf.html", b"<p>", "invalid_extension"),
        ("a", b"a", "invalid_extension"),
        ("a.svg", SVG, "svg"),
        ("a.svgz", b"\x1f\x8b", "svg"),
        ("a.txt", SVG, "svg"),
    ],
    ids=name_of,
)  # fmt: skip
def test_documents_that_are_refused(name: str, content: bytes, reason: str) -> None:
    assert code(check_document, name, content) == reason


def test_a_large_document_is_refused_before_it_is_read() -> None:
    with override_settings(WAGTAILDOCS_MAX_UPLOAD_SIZE=len(files.PDF) - 1):
        assert code(check_document, "a.pdf", files.PDF) == "too-large"
    with override_settings(WAGTAILDOCS_MAX_UPLOAD_SIZE=len(files.PDF)):
        assert code(check_document, "a.pdf", files.PDF) == ""


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = files.archive({"mimetype": b"0" * 5_000_000})
    started = time.monotonic()
    assert code(check_document, "a.odt", bomb) == "content"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_a_picture_is_what_its_name_says(extension: str) -> None:
    content = files.picture_bytes(form=FORMATS[extension])
    assert check_picture(files.upload(f"a.{extension.upper()}", content)) == (40, 30)


@pytest.mark.parametrize("extension", sorted(FORMATS))
@pytest.mark.parametrize("form", sorted({*FORMATS.values(), "BMP", "TIFF", "ICO"}))
def test_a_picture_in_another_format_is_refused(extension: str, form: str) -> None:
    if FORMATS[extension] != form:
        content = files.picture_bytes(form=form)
        assert code(check_picture, f"a.{extension}", content) == "damaged"


def frames(number: int) -> bytes:
    """A GIF of so many frames of 40 × 30."""
    stream = io.BytesIO()
    first, *others = [Image.new("RGB", (40, 30), (50 * step, 0, 0)) for step in range(number)]
    first.save(stream, "GIF", save_all=True, append_images=others)
    return stream.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small PNG that announces many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1000)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n and nothing", "damaged"),
        ("a.png", files.picture_bytes(size=(400, 300))[:-40], "damaged"),
        ("a.jpg", files.picture_bytes(form="JPEG", size=(400, 300))[:-900], "damaged"),
        ("a.jpg", b"\xff\xd8\xff<html>", "damaged"),
        ("a.gif", b"GIF89a<script>", "damaged"),
        ("a.png", b"", "damaged"),
        ("a.png", bomb(8_000, 8_000), "too-large"),
        ("a.png", bomb(60_000, 60_000), "too-large"),
        ("a.svg", SVG, "svg"),
        ("a.SVGZ", b"\x1f\x8b", "svg"),
        ("a.png", SVG, "svg"),
        ("a.png", XML_DRAWING, "svg"),
        ("a.bmp", files.picture_bytes(form="BMP"), "format"),
        ("a.html", files.picture_bytes(), "format"),
        ("a", files.picture_bytes(), "format"),
    ],
    ids=name_of,
)  # fmt: skip
def test_pictures_that_are_refused(name: str, content: bytes, reason: str) -> None:
    assert code(check_picture, name, content) == reason


def test_many_comments_before_nothing_take_no_time() -> None:
    started = time.monotonic()
    assert code(check_picture, "a.png", b"<!---->" * 600) == "damaged"
    assert time.monotonic() - started < 1


def test_the_frames_of_a_picture_are_counted() -> None:
    with override_settings(WAGTAILIMAGES_MAX_IMAGE_PIXELS=40 * 30 * 3):
        assert code(check_picture, "a.gif", frames(3)) == ""
        assert code(check_picture, "a.gif", frames(4)) == "too-large"


def test_a_large_picture_is_refused() -> None:
    content = files.picture_bytes()
    with override_settings(WAGTAILIMAGES_MAX_UPLOAD_SIZE=len(content) - 1):
        assert code(check_picture, "a.png", content) == "too-large"


@pytest.mark.django_db
def test_the_models_check_what_is_put_into_them() -> None:
    image = RecueilImage(title="A", width=1, height=1, file=files.upload("a.png", b"no picture"))
    document = RecueilDocument(title="A", file=files.upload("a.pdf", json.dumps({}).encode()))
    for made in (image, document):
        with pytest.raises(ValidationError) as refused:
            made.full_clean(exclude=["tags", "collection"])
        assert "file" in refused.value.message_dict


@pytest.mark.django_db
def test_what_is_in_the_store_already_is_not_read_again() -> None:
    image, document = files.picture(), files.document(content=b"old and odd")
    image.full_clean(exclude=["tags"])
    document.full_clean(exclude=["tags"])
