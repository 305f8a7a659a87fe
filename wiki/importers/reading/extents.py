"""How far a block goes that only its end mark closes."""

from collections.abc import Sequence

from wiki.importers.reading import patterns
from wiki.importers.reading.chunks import Line


def container_extent(lines: Sequence[Line]) -> tuple[int, bool]:
    """Lines up to the end mark of a ``:::`` container, and whether there is one.

    Without it the container ends before the next section, so that a forgotten mark does
    not swallow the page.
    """
    depth, fence, section = 0, "", 0
    for size, line in enumerate(lines):
        fenced = patterns.FENCE.match(line.text)
        if fence:
            if fenced and fenced[1].startswith(fence) and not fenced[2]:
                fence = ""
        elif fenced:
            fence = fenced[1]
        elif patterns.CONTAINER.match(line.text):
            depth += 1
        elif patterns.CONTAINER_END.match(line.text):
            depth -= 1
            if not depth:
                return size, True
        elif not section and (heading := patterns.HEADING.match(line.text)):
            section = size if len(heading[1]) <= 2 else 0
    return section or len(lines), False


def extent_until(mark: str, lines: Sequence[Line]) -> int:
    """Number of lines up to the one that holds ``mark``; to the first empty line without it."""
    blank = 0
    for size, line in enumerate(lines, start=1):
        if mark in line.text.lower():
            return size
        if line.blank and not blank:
            blank = size - 1
    return blank or len(lines)
