"""The passages of a page, as the search reads them."""

from collections.abc import Iterator

from wiki.core.headings import HEADINGS
from wiki.core.html import Tag, text_runs
from wiki.core.search_content import Section


def read_sections(tree: Tag, *, anchor: str, heading: str) -> Iterator[Section]:
    """One section per heading, and one for what stands before the first.

    Headings inside a step belong to the step. ``anchor`` and ``heading`` are the part's.
    """
    starts = {id(found): found for found in tree.find_all(HEADINGS) if not _is_inside_step(found)}
    pieces: list[str] = []
    current: tuple[str, str] = (anchor, heading)
    last_block: Tag | None = None
    entered: set[int] = set()
    for run in text_runs(tree):
        if run.interface:
            continue
        start = id(run.block)
        if start in starts:
            if start not in entered:
                yield from _section(current, pieces, is_heading=bool(entered))
                entered.add(start)
                opened = starts[start]
                current, pieces = (str(opened["id"]), _spaced(opened.get_text())), []
            continue
        if run.block is not last_block:
            pieces.append(" ")
            last_block = run.block
        pieces.append(str(run.node))
    yield from _section(current, pieces, is_heading=bool(entered))


def _is_inside_step(heading: Tag) -> bool:
    step = heading.find_parent(attrs={"data-step": True})
    return step is not None and step.find(HEADINGS) is not heading


def _section(place: tuple[str, str], pieces: list[str], *, is_heading: bool) -> Iterator[Section]:
    text = _spaced("".join(pieces))
    anchor, heading = place
    if text or is_heading:
        yield Section(anchor=anchor, heading=heading, text=text)


def _spaced(text: str) -> str:
    """One plain space between words: the index knows no typography."""
    return " ".join(text.split())
