"""The words of plain Markdown, read without the parser.

The index reads every page, and nine tenths of that time are the parser's. Most texts are
paragraphs, titles, lists, quotations and tables with emphasis and links: of those the
words can be read by a few patterns. Whatever these patterns do not know for certain is
left to the parser, so that both ways give the same words; a test compares them.
"""

import re
from collections.abc import Iterator, Sequence

from wiki.core.markdown.limits import is_too_much

#: HTML, escapes, code, attributes, tabs; marks of extensions, notes; callouts, definitions.
_SIGNS = re.compile(r"[<\\`{}^~\t\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_PAIRS = ("==", "[^", ":::")
_OPENINGS = re.compile(r"^ *(?:!!!|\?\?\?|:[ ]|\*?\[[^\]]*\] ?:)", re.MULTILINE)
_BLANK = re.compile(r"\n(?: *\n)+")
#: A second line as that of a table: nothing but its marks.
_RULED = re.compile(r".*\n[|:\- ]+(?:\n|$)")
_ROW = re.compile(r"\|.*\| *")
_TITLE = re.compile(r"(#{1,6})(?!#)(.*)")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
#: A rule, the line below a title, the mark of an empty item.
_ALONE = re.compile(r"^(?:[-=*_+ ]+| *\d+\. *)$", re.MULTILINE)
#: A line set in, or quoted.
_SET_IN = re.compile(r"^[ >]", re.MULTILINE)
_ITEM = re.compile(r"( *)([*+-]|\d+\.) +([^ ].*)")
#: Columns that take an item one level down.
STEP = 4
#: What would open a block inside an item, or a box to tick.
_BLOCK_IN_ITEM = re.compile(r"[#>:|]|!!!|\?\?\?|(?:[*+-]|\d+\.)(?: |$)|\[[ xX]\]")

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^\s()<>\[\]]+(?: +\"[^\"\n]*\")?\)")
#: The mark comes first, so that it is found as fast as a letter; then what stands around it.
_EMPHASES = {
    mark: re.compile(
        rf"{re.escape(mark)}(?<![^\s(«“\"'’]{re.escape(mark)})(?=\w)([^*_]*?)"
        rf"(?<=[\w.!?:;,)%…»”]){re.escape(mark)}(?=$|[\s.,;:!?)»”’…])"
    )
    for mark in ("*", "_", "**", "__")
}
_MARKS = re.compile(r"[*_\[&]")
_ADDRESS = re.compile(r"@|://|www\.", re.IGNORECASE)
#: Marks that may be emphasis after all (neither between two spaces nor inside a word),
#: links of another form, entities.
_UNSETTLED = re.compile(r"(?<! )\*|\*(?! )|(?<!\w)_|_(?!\w)|\]\(|\]\[|!\[|&(?=[#\w])")


class _OnlyTheParser(Exception):  # noqa: N818  (named after the situation)
    """This text is not plain."""


def plain_html(text: str) -> str | None:
    """HTML with the words and blocks of ``text``, its titles and nothing else.

    None when only the parser can tell them.
    """
    if _SIGNS.search(text) or any(pair in text for pair in _PAIRS):
        return None
    if _OPENINGS.search(text) or is_too_much(text):
        return None
    try:
        return "".join(_blocks(text))
    except _OnlyTheParser:
        return None


def _blocks(text: str) -> Iterator[str]:
    for block in _BLANK.split(text.strip("\n")):
        if block:
            yield from _block(block)


def _block(block: str) -> Iterator[str]:
    if _RULED.match(block):
        yield from _table(block.split("\n"))
    elif block.startswith("#") or "\n#" in block:
        yield from _titles(block.split("\n"))
    elif _ALONE.search(block):
        if not _RULE.fullmatch(block):
            raise _OnlyTheParser
        yield "<hr>"
    elif _ITEM.match(block):
        yield from _items(block.split("\n"))
    elif _SET_IN.search(block):
        yield from _quotation(block.split("\n"))
    else:
        yield _element("p", block)


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{_words(text)}</{tag}>"


def _table(lines: Sequence[str]) -> Iterator[str]:
    if not all(map(_ROW.fullmatch, lines)):
        raise _OnlyTheParser
    rows = [line.rstrip(" ")[1:-1].split("|") for line in lines]
    if len({len(row) for row in rows}) > 1:
        raise _OnlyTheParser
    for row in (rows[0], *rows[2:]):
        yield from (_element("td", cell) for cell in row)


def _titles(lines: Sequence[str]) -> Iterator[str]:
    """A title may stand on any line of a block; what is around it is read by itself."""
    number = next(number for number, line in enumerate(lines) if line.startswith("#"))
    title = _TITLE.fullmatch(lines[number])
    words = title[2].rstrip("#").strip() if title else ""
    if title is None or not words:
        raise _OnlyTheParser
    if number:
        yield from _block("\n".join(lines[:number]))
    yield _element(f"h{len(title[1])}", words)
    if number + 1 < len(lines):
        yield from _block("\n".join(lines[number + 1 :]))


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Items, nested or not: their words come in the order of the lines."""
    items: list[str] = []
    levels: list[bool] = []  # from the outermost list to the current one: is it numbered?
    for line in lines:
        item = _ITEM.fullmatch(line)
        text = item[3] if item else line.lstrip(" ")
        if _BLOCK_IN_ITEM.match(text):
            raise _OnlyTheParser
        if item is None:
            items[-1] += f"\n{text}"
            if "|" in items[-1]:  # a table, perhaps
                raise _OnlyTheParser
            continue
        level, numbered = len(item[1]) // STEP, item[2][0].isdigit()
        # Two steps at once make it text; so does another kind of mark in the same list.
        if level > len(levels) or levels[level : level + 1] not in ([], [numbered]):
            raise _OnlyTheParser
        levels[level:] = [numbered]
        items.append(text)
    yield from (_element("li", item) for item in items)


def _quotation(lines: Sequence[str]) -> Iterator[str]:
    if not all(line.startswith(">") for line in lines):
        raise _OnlyTheParser
    yield from _blocks("\n".join(line[1:].removeprefix(" ") for line in lines))


def _words(text: str) -> str:
    """``text`` without the marks of links and emphasis."""
    if not _MARKS.search(text):
        return text
    return _without_emphasis(_LINK.sub(_link, text) if "](" in text else text)


def _link(found: re.Match[str]) -> str:
    """The words of a link; a picture has none, and parts those around it."""
    return " " if found[0].startswith("!") else _without_emphasis(found[1])


def _without_emphasis(text: str) -> str:
    if "*" in text or "_" in text:
        if _ADDRESS.search(text):  # holds such marks without meaning them
            raise _OnlyTheParser
        for mark, emphasis in _EMPHASES.items():
            if mark in text:
                text = emphasis.sub(r"\1", text)
    if _UNSETTLED.search(text):
        raise _OnlyTheParser
    return text
