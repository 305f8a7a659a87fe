"""Reads a list of a Markdown text: items, nested lists, tasks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wiki.importers.reading import patterns
from wiki.importers.reading.chunks import Chunk, Item, Line

if TYPE_CHECKING:
    from wiki.importers.reading.splitter import Splitter


def read_list(reader: "Splitter", lines: Sequence[Line]) -> tuple[int, Chunk]:
    """The list that begins on the first line: number of its lines, and the chunk."""
    first = patterns.MARKER.match(lines[0].text)
    assert first is not None  # noqa: S101  (whoever calls has seen the mark)  # the caller has seen the marker
    ordered = first[2][0].isdigit()
    size = 0
    items: list[Item] = []
    while size < len(lines) and _is_marker(lines[size], ordered=ordered, base=lines[0].indent):
        length, item = _read_item(reader, lines[size:])
        items.append(item)
        size += length
        blanks = _blanks(lines[size:])
        following = lines[size + blanks : size + blanks + 1]
        if not following or not _is_marker(following[0], ordered=ordered, base=lines[0].indent):
            break
        size += blanks
    raw = "\n".join(line.without_indent(lines[0].indent).text for line in lines[:size])
    return size, Chunk(
        "list",
        lines[0].number,
        raw,
        ordered=ordered,
        start=int(first[2][:-1]) if ordered else 1,
        items=tuple(items),
    )


def _blanks(lines: Sequence[Line]) -> int:
    count = 0
    while count < len(lines) and lines[count].blank:
        count += 1
    return count


def _is_marker(line: Line, *, ordered: bool, base: int) -> bool:
    found = patterns.MARKER.match(line.text)
    if not found or patterns.RULE.match(line.text):
        return False
    return found[2][0].isdigit() == ordered and base - 2 < line.indent < base + 4


def _read_item(reader: "Splitter", lines: Sequence[Line]) -> tuple[int, Item]:
    first = patterns.MARKER.match(lines[0].text)
    assert first is not None  # noqa: S101
    indent = lines[0].indent
    space = len(first[3].expandtabs(4)) if first[4] else 1
    content = indent + len(first[2]) + (space if space <= 4 else 1)
    rest = " " * (space - 1 if space > 4 else 0) + first[4]
    inside, size = [Line(lines[0].number, rest)], 1
    # Two spaces are enough to nest: many authors align with the text of « 1. » wrongly.
    nested_from = min(content, indent + 2)
    while size < len(lines):
        line = lines[size]
        if line.blank:
            blanks = _blanks(lines[size:])
            after = lines[size + blanks : size + blanks + 1]
            if not after or after[0].indent < nested_from:
                break
            inside += [Line(blank.number, "") for blank in lines[size : size + blanks]]
            size += blanks
            continue
        if line.indent < nested_from and (
            patterns.MARKER.match(line.text) or reader.begins_block(line)
        ):
            break
        inside.append(line.without_indent(content))
        size += 1
    ticked = None
    if task := patterns.TASK.match(inside[0].text):
        ticked = task[1].lower() == "x"
        inside[0] = Line(inside[0].number, inside[0].text[task.end() :])
    return size, Item(line=lines[0].number, chunks=reader.inner(inside), ticked=ticked)
