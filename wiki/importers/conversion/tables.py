"""Tables to table blocks, when their cells hold nothing but words."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from wiki.importers.conversion.context import Page
from wiki.importers.conversion.inline import InlineWriter
from wiki.importers.reading.chunks import Chunk

_CELL = re.compile(r"(?<!\\)\|")


def cells_of(line: str) -> list[str]:
    """The cells of one line."""
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _CELL.split(text)]


def markdown_table(chunk: Chunk, page: Page) -> dict[str, Any] | None:
    """The value of a table block; None when a cell holds a link, a picture or other marks."""
    lines = chunk.raw.split("\n")
    rows = [cells_of(lines[0]), *(cells_of(line) for line in lines[2:])]
    if any("![" in line or "](" in line or "`|" in line or "://" in line for line in lines):
        return None
    written = [
        [_words(cell, page, line=chunk.line + (index + 1 if index else 0)) for cell in row]
        for index, row in enumerate(rows)
    ]
    plain = [[cell for cell in row if cell is not None] for row in written]
    if any(len(kept) != len(row) for kept, row in zip(plain, written, strict=True)):
        return None
    return table_value(plain, header_row=True)


def _words(cell: str, page: Page, *, line: int) -> str | None:
    html = InlineWriter(page, line=line, raw=cell).from_markdown(cell).html
    return None if "<" in html else unescape(html)


def table_value(
    rows: Sequence[Sequence[str]], *, header_row: bool, header_column: bool = False
) -> dict[str, Any]:
    """What the table block stores; short rows are filled up."""
    width = max(len(row) for row in rows)
    choice = {
        (True, True): "both",
        (True, False): "row",
        (False, True): "column",
        (False, False): "neither",
    }[header_row, header_column]
    return {
        "data": [[*row, *[""] * (width - len(row))] for row in rows],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": header_row,
        "first_col_is_header": header_column,
        "table_header_choice": choice,
        "table_caption": "",
    }
