"""The numbered steps of a guide: one for each level-3 heading under « Steps »."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wiki.core.durations import Duration, DurationUnit
from wiki.importers.conversion.blocks import blocks_of
from wiki.importers.conversion.engine import inline_words
from wiki.importers.documents import step_title
from wiki.importers.fields.shared import Reading
from wiki.importers.fields.words import rich_words
from wiki.importers.reading.chunks import Chunk

_DURATION = re.compile(
    r"^[*_]{1,2}(?:dur[ée]e|duration|temps|time)\s*:?\s*[*_]{0,2}\s*:?\s*(?P<text>[^*_\n]+?)[*_]{0,2}\s*$",
    re.IGNORECASE,
)
MAX_TITLE = 160


def step_blocks(
    chunks: Sequence[Chunk], reading: Reading
) -> tuple[list[Chunk], list[dict[str, Any]], list[dict[str, Any]]]:
    """What stands before the first step, the steps, and blocks that no step can hold.

    A section « Steps » without any level-3 heading whose text is one numbered list has
    one step per item of the list.
    """
    starts = [n for n, chunk in enumerate(chunks) if chunk.kind == "heading" and chunk.level == 3]
    if not starts:
        return _from_list(chunks, reading)
    steps: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    for start, end in zip(starts, [*starts[1:], len(chunks)], strict=True):
        block, rest = _step(chunks[start], chunks[start + 1 : end], reading)
        steps.append(block)
        after += rest
    return list(chunks[: starts[0]]), steps, after


def _from_list(
    chunks: Sequence[Chunk], reading: Reading
) -> tuple[list[Chunk], list[dict[str, Any]], list[dict[str, Any]]]:
    lists = [chunk for chunk in chunks if chunk.kind == "list" and chunk.ordered]
    if len(lists) != 1:
        return list(chunks), [], []
    steps, after = [], []
    for item in lists[0].items:
        first = item.chunks[0] if item.chunks else None
        if first is None or first.kind != "paragraph":
            return list(chunks), [], []
        block, rest = _step(first, item.chunks[1:], reading)
        if block["value"]["title"].endswith("…"):
            return list(chunks), [], []
        steps.append(block)
        after += rest
    return [chunk for chunk in chunks if chunk is not lists[0]], steps, after


def _step(
    heading: Chunk, chunks: Sequence[Chunk], reading: Reading
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    references = reading.document.outline.references
    title = step_title(inline_words(heading.text, references))
    length, chunks = _duration(chunks)
    tips = [
        chunk for chunk in chunks if chunk.kind == "container" and chunk.info in {"tip", "astuce"}
    ]
    words = [chunk for chunk in chunks if chunk not in tips]
    text, rest = _rich(words, reading, where=heading)
    tips_text, more = _rich(
        [child for tip in tips for child in _with_title(tip)], reading, where=heading
    )
    if len(title) > MAX_TITLE:
        text = f"<p><b>{title}</b></p>{text}"
        title = title[: MAX_TITLE - 1].rstrip() + "…"
    value = {
        "title": title,
        "text": text,
        "duration": length.amount if length else None,
        "duration_unit": length.unit.value if length else DurationUnit.MINUTE.value,
        "tips": tips_text,
        "anchor": reading.document.anchors.get(heading.line, "")[:90],
    }
    return {"type": "step", "value": value}, [*rest, *more]


def _with_title(tip: Chunk) -> list[Chunk]:
    if not tip.title:
        return list(tip.children)
    title = Chunk("paragraph", tip.line, tip.title, text=f"**{tip.title}**")
    return [title, *tip.children]


def _duration(chunks: Sequence[Chunk]) -> tuple[Duration | None, list[Chunk]]:
    """The duration on the first line of the step, and the chunks without that line."""
    if not chunks or chunks[0].kind != "paragraph":
        return None, list(chunks)
    first = chunks[0]
    line, _newline, rest = first.text.partition("\n")
    found = _DURATION.match(line.strip())
    if not found:
        return None, list(chunks)
    try:
        length = Duration.parse(found["text"])
    except ValueError:
        return None, list(chunks)
    kept = [Chunk("paragraph", first.line + 1, rest, text=rest)] if rest.strip() else []
    return length, [*kept, *chunks[1:]]


def _rich(
    chunks: Sequence[Chunk], reading: Reading, *, where: Chunk
) -> tuple[str, list[dict[str, Any]]]:
    """Rich text of the chunks; callouts and quotations as paragraphs, the rest on its own."""
    html: list[str] = []
    rest: list[dict[str, Any]] = []
    for block in blocks_of(chunks, reading.page, inside=True):
        words = rich_words(block)
        if words is not None:
            html.append(words)
            continue
        rest.append(block.stream)
        reading.around.warn(
            where.line,
            "step-block",
            _("A step holds words only; its %(type)s stands in the text before the steps.")
            % {"type": block.type},
        )
    return "".join(html), rest
