"""A whole page of text: headings in order, anchors that hold, contents, sections.

The blocks of a page are written one by one and know nothing of each other. Here
they become one text: each heading takes the level that its place gives it and an
id of its own, links find their target and French gets its spaces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wiki.core.anchors import give_anchors, point_links
from wiki.core.finish import finish, tidy
from wiki.core.headings import add_copy_links, set_levels
from wiki.core.html import Tag, parse, written
from wiki.core.internal_links import Withheld, load_targets, resolve, wanted_targets
from wiki.core.search_content import Section
from wiki.core.typography import french, french_tree

#: Headings below this level are not in the table of contents.
TOC_DEPTH = 3


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A stretch of the page before the pass: HTML of its blocks, headings without order."""

    anchor: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """A stretch of the page, ready to show; its heading is an ``h2`` with ``anchor`` as id."""

    anchor: str
    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents; ``level`` is the heading's (2 or 3)."""

    anchor: str
    text: str
    level: int
    children: tuple["TocEntry", ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """All the text of a page."""

    parts: tuple[RenderedPart, ...]
    toc: tuple[TocEntry, ...]
    sections: tuple[Section, ...]


def outline(
    parts: Sequence[SourcePart],
    *,
    language: str,
    sections: tuple[Section, ...] = (),
    addresses: Mapping[int, str] | None = None,
    withheld: Withheld = frozenset(),
) -> RenderedPage:
    """The page made of these parts, written in ``language`` (ISO 639-1).

    ``sections`` are the same text as the search reads it (``wiki.core.passages``);
    ``addresses`` are those of pages whose own address not every reader may know, and
    ``withheld`` the pictures and documents of which nothing is told.
    """
    trees = [parse(part.html) for part in parts]
    for part, tree in zip(parts, trees, strict=True):
        tidy(tree)
        set_levels(tree, top=3 if part.heading else 2)
    aliases = give_anchors(trees, reserved=[part.anchor for part in parts if part.anchor])
    # After the ids: the words of a heading must not depend on what it links to.
    targets = load_targets(wanted_targets(trees), addresses=addresses, withheld=withheld)
    resolve(trees, targets)
    point_links(trees, aliases)
    if language == "fr":
        for tree in trees:
            french_tree(tree)
    headings = [french(part.heading) if language == "fr" else part.heading for part in parts]
    lines: list[TocEntry] = []
    for part, heading, tree in zip(parts, headings, trees, strict=True):
        if heading:
            lines.append(TocEntry(part.anchor, heading, 2))
        lines += _toc_lines(tree)
    for tree in trees:
        add_copy_links(tree, _("Link to this section"), copied=_("Link copied"))
        finish(tree)
    return RenderedPage(
        parts=tuple(
            RenderedPart(part.anchor, heading, mark_safe(written(tree)))  # noqa: S308  # cleaned
            for part, heading, tree in zip(parts, headings, trees, strict=True)
        ),
        toc=tuple(_nested(lines)),
        sections=sections,
    )


def _toc_lines(tree: Tag) -> list[TocEntry]:
    """The headings of a tree that are worth a line, in order."""
    return [
        TocEntry(str(heading["id"]), text, level)
        for heading in tree.find_all([f"h{level}" for level in range(2, TOC_DEPTH + 1)])
        if (text := heading.get_text().strip()) and (level := int(heading.name[1])) <= TOC_DEPTH
    ]


def _nested(lines: Sequence[TocEntry]) -> list[TocEntry]:
    """Lines of level 3 under the line of level 2 before them."""
    top: list[TocEntry] = []
    for line in lines:
        if line.level > 2 and top:
            last = top[-1]
            top[-1] = TocEntry(last.anchor, last.text, last.level, (*last.children, line))
        else:
            top.append(line)
    return top
