"""The fields of each type of page."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from wiki.core.durations import DurationUnit
from wiki.importers.conversion.blocks import blocks_of
from wiki.importers.fields.data import PageData
from wiki.importers.fields.see_also import see_also_blocks
from wiki.importers.fields.shared import Reading, page_named, shared_fields, valid_url
from wiki.importers.fields.steps import step_blocks
from wiki.importers.metadata.values import decimal
from wiki.importers.reading.chunks import Chunk
from wiki.importers.sections import split_sections

LEVELS = {
    "beginner": "beginner", "debutant": "beginner", "debutante": "beginner", "facile": "beginner",
    "intermediate": "intermediate", "intermediaire": "intermediate",
    "advanced": "advanced", "avance": "advanced", "expert": "advanced",
}  # fmt: skip
SIZES = {name: name for name in ("micro", "small", "medium", "large")}
STAGES = {
    "experiment": "experiment", "experimentation": "experiment", "roll-out": "roll-out",
    "deploiement": "roll-out", "established": "established", "etabli": "established",
    "pratique-etablie": "established", "stopped": "stopped", "arrete": "stopped",
}  # fmt: skip
WATCH_KINDS = {
    "article": "article", "report": "report", "rapport": "report", "etude": "report",
    "book": "book", "livre": "book", "law": "law", "loi": "law", "texte": "law",
    "event": "event", "evenement": "event", "tool": "tool", "outil": "tool",
    "video": "video", "podcast": "video", "call": "call", "appel": "call",
}  # fmt: skip
MAX_NOTE = 200


def page_data(reading: Reading) -> PageData:
    """All the values of the page that a document describes."""
    data = PageData()
    shared_fields(reading, data)
    parts = split_sections(reading.document.kind, reading.document.chunks)
    readers: dict[str, Callable[[Reading, PageData, dict[str, list[Chunk]]], None]] = {
        "case": _case,
        "watch": _watch,
        "series": _series,
    }
    readers.get(reading.document.kind, _guide)(reading, data, parts)
    return data


def stream(reading: Reading, chunks: Sequence[Chunk]) -> list[dict[str, Any]]:
    """The blocks of some chunks as a stream stores them."""
    return [block.stream for block in blocks_of(chunks, reading.page)]


def _streams(
    reading: Reading, data: PageData, parts: dict[str, list[Chunk]], names: Sequence[str]
) -> None:
    for name in names:
        data.streams[name] = stream(reading, parts.get(name, []))


def _duration(reading: Reading, data: PageData) -> None:
    length = reading.document.values.duration("duration")
    data.plain["duration"] = length.amount if length else None
    data.plain["duration_unit"] = length.unit.value if length else DurationUnit.HOUR.value


def _guide(reading: Reading, data: PageData, parts: dict[str, list[Chunk]]) -> None:
    values = reading.document.values
    data.plain["aim"] = values.text("aim", limit=600)
    data.plain["audience"] = values.text("audience", limit=200)
    data.plain["level"] = values.choice("level", LEVELS)
    data.plain["prerequisites"] = values.lines_of("prerequisites")
    data.plain["material"] = values.lines_of("material")
    _duration(reading, data)
    before, steps, after = step_blocks(parts.get("steps", []), reading)
    links, rest = see_also_blocks(parts.get("see_also", []), reading)
    body = [*parts.get("body", []), *before]
    data.streams["body"] = [*stream(reading, body), *after, *rest]
    data.streams["steps"] = steps
    data.streams["see_also"] = links
    _streams(reading, data, parts, ["expected_result", "variants"])


def _case(reading: Reading, data: PageData, parts: dict[str, list[Chunk]]) -> None:
    values = reading.document.values
    data.plain["sector"] = values.text("sector", limit=120)
    data.plain["organisation_size"] = values.choice("size", SIZES)
    data.plain["stage"] = values.choice("stage", STAGES)
    data.plain["constraints"] = values.lines_of("constraints")
    data.plain["case_date"] = values.day("case_date")
    data.streams["figures"] = _figures(reading)
    names = (
        "context", "problem", "approach", "results", "did_not_work", "lessons", "recommendations",
    )  # fmt: skip
    _streams(reading, data, parts, names)
    data.ordered["applied_guides"] = _pages(reading, "applied_guides")


def _figures(reading: Reading) -> list[dict[str, Any]]:
    blocks = []
    for row in reading.document.values.mappings("figures", default="label"):
        before, after = decimal(row.get("before")), decimal(row.get("after"))
        label = str(row.get("label") or "")
        if after is None or not label or (row.get("before") is not None and before is None):
            reading.document.values.bad("figures", row)
            continue
        value = {
            "label": label[:120],
            "before": None if before is None else str(before),
            "after": str(after),
            "unit": str(row.get("unit") or "")[:30],
            "comment": str(row.get("comment") or "")[:200],
        }
        blocks.append({"type": "figure", "value": value})
    return blocks


def _pages(reading: Reading, key: str) -> list[tuple[int, str]]:
    """Pages with a note: « - path » or « - {page: path, note: why} »."""
    found: list[tuple[int, str]] = []
    for row in reading.document.values.mappings(key, default="page"):
        page_id = page_named(reading, str(row.get("page") or ""), key)
        if page_id is not None and page_id not in {known for known, _note in found}:
            found.append((page_id, " ".join(str(row.get("note") or "").split())[:MAX_NOTE]))
    return found


def _watch(reading: Reading, data: PageData, parts: dict[str, list[Chunk]]) -> None:
    values = reading.document.values
    data.plain["source_title"] = values.text("source_title", limit=300)
    data.plain["publisher"] = values.text("publisher", limit=200)
    data.plain["source_author"] = values.text("source_author", limit=200)
    data.plain["source_date"] = values.day("source_date")
    data.plain["source_language"] = values.text("source_language", limit=12)
    data.plain["reading_minutes"] = values.number("reading_minutes")
    data.plain["kind"] = values.choice("kind", WATCH_KINDS) or "article"
    data.plain["relevant_until"] = values.day("relevant_until")
    _streams(reading, data, parts, ["says", "means_for_us"])
    if not data.streams["means_for_us"]:
        reading.warn(
            "type",
            "required",
            _("A watch note needs a part “What it means for us”; it was imported without."),
        )
    if data.plain["source_url"] and not valid_url(data.plain["source_url"]):
        data.plain["source_url"] = ""


def _series(reading: Reading, data: PageData, parts: dict[str, list[Chunk]]) -> None:
    _duration(reading, data)
    _streams(reading, data, parts, ["body"])
    data.ordered["entries"] = _pages(reading, "pages")
