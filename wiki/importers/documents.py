"""One file, read: its metadata, title, text in chunks, and the anchors of its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from wiki.core.anchors import FRAME
from wiki.core.text import AnchorBook, anchor_slug
from wiki.importers.conversion.engine import inline_words
from wiki.importers.metadata.keys import BY_TYPE, SHARED, TYPES
from wiki.importers.metadata.language import detect_language
from wiki.importers.metadata.values import Values
from wiki.importers.reading.chunks import Chunk, Outline
from wiki.importers.reading.front_matter import split_front_matter
from wiki.importers.reading.scan import SourceFile
from wiki.importers.reading.splitter import split_markdown
from wiki.importers.reports import ReportBuilder
from wiki.importers.sections import ANCHORS, field_of

#: Files that speak for their folder.
FOLDER_FILES = {"readme", "index", "_index"}
_NAMED_ANCHOR = re.compile(r"""<a\s+(?:name|id)=["']?([\w:.-]+)["']?\s*/?>\s*(?:</a>)?""", re.I)
_STEP_NUMBER = re.compile(
    r"^\s*(?:(?:étape|etape|step)\s*\d+\s*[.):–—-]?|\d+\s*[.):–—-])\s+", re.IGNORECASE
)
MAX_TITLE = 255


@dataclass(frozen=True, slots=True)
class Document:
    """A file ready to be planned and converted."""

    path: str
    kind: str
    title: str
    language: str
    values: Values
    chunks: tuple[Chunk, ...]
    outline: Outline
    shift: int
    #: Anchor that the heading on each line will have.
    anchors: dict[int, str]
    #: Squeezed spellings of the anchors, to the anchors of the page.
    spellings: dict[str, str]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Path of the folder, ending with /; "" for the root."""
        parent = PurePosixPath(self.path).parent.as_posix()
        return "" if parent == "." else f"{parent}/"

    @property
    def speaks_for_folder(self) -> bool:
        """Whether this is a README or an index."""
        return PurePosixPath(self.path).stem.lower() in FOLDER_FILES

    @property
    def has_text(self) -> bool:
        return any(chunk.kind not in {"definitions", "rule", "comment"} for chunk in self.chunks)

    def anchor(self, fragment: str) -> str | None:
        """The anchor that ``fragment`` means, however it is spelt; None when there is none."""
        return self.spellings.get(squeezed(fragment))


def squeezed(fragment: str) -> str:
    """What all ways to make an anchor of one heading have in common."""
    return re.sub(r"[^a-z0-9]", "", anchor_slug(fragment.removeprefix("user-content-")))


def humanised(name: str) -> str:
    """« 2-preparer_le-jeu » as a title: « Preparer le jeu »."""
    words = re.sub(r"^\d+[-_. ]+(?=\S)", "", name)
    words = re.sub(r"[-_]+", " ", words).strip() or name
    return words[:1].upper() + words[1:]


def read_document(file: SourceFile, report: ReportBuilder) -> Document:
    """The document of a file. Raises BrokenFrontMatter."""
    front = split_front_matter(file.text)

    def warn(line: int, code: str, message: object) -> None:
        report.warn(file.path, line, code=code, message=message)

    values = Values.of(front.values, front.lines, warn)
    outline = split_markdown(front.body, first_line=front.body_line)
    title, title_line, chunks = _title(file.path, values, outline.chunks)
    kind = _kind(values)
    anchors, spellings = _anchors(kind, chunks)
    if title_line:
        spellings.setdefault(squeezed(title), "")
    return Document(
        path=file.path,
        kind=kind,
        title=title,
        language=_language(file.path, values, front.body),
        values=values,
        chunks=chunks,
        outline=outline,
        shift=1 if any(c.kind == "heading" and c.level == 1 for c in chunks) else 0,
        anchors=anchors,
        spellings=spellings,
        extra=_extra(kind, values),
    )


def _title(
    path: str, values: Values, chunks: Sequence[Chunk]
) -> tuple[str, int, tuple[Chunk, ...]]:
    """The title, the line of the heading that gave it, and the text without that heading."""
    heading = next((c for c in chunks if c.kind == "heading" and c.level == 1), None)
    words = inline_words(heading.text, {}) if heading else ""
    title = values.text("title", limit=MAX_TITLE)
    if heading and words and (not title or anchor_slug(title) == anchor_slug(words)):
        rest = tuple(chunk for chunk in chunks if chunk is not heading)
        if len(words) <= MAX_TITLE:
            return title or words, heading.line, rest
        return words[: MAX_TITLE - 1] + "…", heading.line, tuple(chunks)
    return title or humanised(PurePosixPath(path).stem), 0, tuple(chunks)


def _kind(values: Values) -> str:
    written = values.text("type")
    kind = TYPES.get(anchor_slug(written), "") if written else "guide"
    if not kind:
        values.warn(
            values.line("type"),
            "type",
            _("The type “%(type)s” is unknown; the file was read as a guide.") % {"type": written},
        )
    return kind or "guide"


def _language(path: str, values: Values, text: str) -> str:
    written = values.text("lang").lower()[:2]
    if written in {"fr", "en"}:
        return written
    if written:
        values.bad("lang", values.values["lang"])
    suffix = PurePosixPath(path).stem.rpartition(".")[2].lower()
    return suffix if suffix in {"fr", "en"} else detect_language(text).value


def _extra(kind: str, values: Values) -> dict[str, Any]:
    """What we have no field for; each unknown key is reported."""
    known = SHARED | BY_TYPE[kind]
    extra = {}
    for key, value in values.values.items():
        if key in known:
            continue
        extra[key] = plain_value(value)
        values.warn(
            values.line(key),
            "unknown-key",
            _("No field for “%(key)s: %(value)s”; it was kept beside the page.")
            % {"key": key, "value": str(value)[:80]},
        )
    return extra


def plain_value(value: Any) -> Any:
    """A value that JSON can hold."""
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain_value(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _headings(kind: str, chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, str, str]]:
    """The headings of the text, each with the field that it opens and the one it is in."""
    inside = ""
    for chunk in chunks:
        if chunk.kind != "heading":
            continue
        opened = field_of(kind, chunk)
        if opened or chunk.level <= 2:
            inside = opened
        yield chunk, opened, inside


def _anchors(kind: str, chunks: Sequence[Chunk]) -> tuple[dict[int, str], dict[str, str]]:
    """The anchor of each heading by line, and all spellings under which it may be sought."""
    found = list(_headings(kind, chunks))
    book = AnchorBook()
    for name in (*(ANCHORS[opened] for _chunk, opened, _inside in found if opened), *FRAME):
        book.anchor_for(name)
    anchors: dict[int, str] = {}
    spellings: dict[str, str] = {}
    for chunk, opened, inside in found:
        text = inline_words(chunk.text, {})
        named = chunk.info or next(iter(_NAMED_ANCHOR.findall(chunk.text)), "")
        short = step_title(text) if inside == "steps" else text
        anchor = ANCHORS[opened] if opened else book.anchor_for(named or short or "section")
        anchors[chunk.line] = anchor
        for spelling in (named, anchor, text, short):
            if spelling:
                spellings.setdefault(squeezed(spelling), anchor)
    return anchors, spellings


def step_title(text: str) -> str:
    """A heading without its number: « 2. Choisir » and « Étape 2 : Choisir » are « Choisir »."""
    return _STEP_NUMBER.sub("", text).strip() or text
