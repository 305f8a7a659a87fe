"""Chunks back to Markdown, in the dialect that our Markdown block renders.

Python-Markdown wants four spaces inside a list item where CommonMark takes two or
three, so lists are written anew; links and pictures get their targets in the site.
"""

import re
from collections.abc import Sequence

from wiki.importers.conversion.context import Page
from wiki.importers.reading.chunks import Chunk, Item

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
#: Code first, so that a link shown as an example stays one.
_TARGET = re.compile(
    r"(?P<code>(?P<tick>`+)(?!`).*?(?<!`)(?P=tick)(?!`))"
    r"|(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"""\(\s*<?(?P<href>[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+(?P<quote>["'])(?P<title>.*?)(?P=quote))?\s*\)"""
    r"""|(?P<tag><(?:a|img)\b[^>]*?\b(?P<name>href|src)=(?P<mark>["'])(?P<address>.*?)(?P=mark))""",
    re.DOTALL | re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?!\()")


def labels_cited(raw: str) -> set[str]:
    """Labels of the footnotes that a text refers to; definitions do not count."""
    return {
        found[1]
        for found in _FOOTNOTE.finditer(raw)
        if not (
            raw[found.end() : found.end() + 1] == ":" and raw[: found.start()].endswith(("\n", ""))
        )
        or not re.search(r"(?:^|\n) {0,3}$", raw[: found.start()])
    }


def has_footnote(chunk: Chunk, page: Page) -> bool:
    """Whether the chunk refers to a note that the text defines."""
    return "[^" in chunk.raw and any(label in page.footnotes for label in labels_cited(chunk.raw))


def markdown_source(chunk: Chunk, page: Page) -> str:
    """Markdown of the chunk with the notes that it refers to."""
    text = _written(chunk)
    notes = [
        page.footnotes[label]
        for label in sorted(labels_cited(chunk.raw))
        if label in page.footnotes
    ]
    text = "\n\n".join([text, *notes]) if notes else text
    resolved = _resolved(text, page, line=chunk.line, raw=chunk.raw)
    if definitions := _definitions(text, page, line=chunk.line):
        resolved += "\n\n" + "\n".join(definitions)
    return resolved


def _written(chunk: Chunk) -> str:
    if chunk.kind == "list":
        return "\n".join(_list_lines(chunk))
    if chunk.kind == "code":
        fence = "```"
        while fence in chunk.text:
            fence += "`"
        return f"{fence}{chunk.info.split()[0] if chunk.info else ''}\n{chunk.text}\n{fence}"
    if chunk.kind == "quote":
        inner = "\n\n".join(_written(child) for child in chunk.children)
        return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    if chunk.kind == "heading":
        return "#" * chunk.level + " " + chunk.text
    return chunk.text if chunk.kind == "paragraph" else chunk.raw.strip("\n")


def _list_lines(chunk: Chunk) -> list[str]:
    lines: list[str] = []
    loose = any(_is_loose(item) for item in chunk.items)
    for number, item in enumerate(chunk.items, start=chunk.start):
        marker = f"{number}." if chunk.ordered else "-"
        task = "" if item.ticked is None else f"[{'x' if item.ticked else ' '}] "
        body = _item_text(item.chunks).split("\n") if item.chunks else [""]
        if loose and lines:
            lines.append("")
        lines.append(f"{marker:<3} {task}{body[0]}".rstrip())
        lines += [f"    {line}" if line.strip() else "" for line in body[1:]]
    return lines


def _is_loose(item: Item) -> bool:
    return len(item.chunks) > 1 and any(chunk.kind != "list" for chunk in item.chunks[1:])


def _item_text(chunks: Sequence[Chunk]) -> str:
    text = ""
    for chunk in chunks:
        tight = chunk.kind == "list" and len(chunks) == 2
        text += ("" if not text else "\n" if tight else "\n\n") + _written(chunk)
    return text


def _resolved(text: str, page: Page, *, line: int, raw: str) -> str:
    """The text with its targets replaced, except in fenced code."""
    parts = re.split(
        r"(^[ \t]*(?:`{3,}|~{3,}).*?^[ \t]*(?:`{3,}|~{3,})[ \t]*$)", text, flags=re.M | re.S
    )
    lines = raw.split("\n")

    def line_of(target: str) -> int:
        return next((line + n for n, content in enumerate(lines) if target in content), line)

    def replaced(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        if found["tag"]:
            address = found["address"]
            if found["name"].lower() == "href":
                target = page.around.link(address, line=line_of(address)).markdown
            else:
                picture = page.around.picture(address, alt="", caption="", line=line_of(address))
                target = f"image:{picture.id}" if picture.id is not None else ""
            return found["tag"].replace(address, target)
        href, title = found["href"], found["title"] or ""
        suffix = f' "{title}"' if title else ""
        if found["image"]:
            alt = found["text"]
            picture = page.around.picture(href, alt=alt, caption=title, line=line_of(href))
            if picture.id is None:
                return (
                    f"[{alt or title}]({picture.web})" if picture.web else f"*{alt}*" if alt else ""
                )
            return f"![{alt}](image:{picture.id}{suffix})"
        label = _TARGET.sub(replaced, found["text"])
        target = page.around.link(href, line=line_of(href)).markdown
        return f"[{label}]({target}{suffix})" if target else label

    return "".join(
        part if index % 2 else _TARGET.sub(replaced, part) for index, part in enumerate(parts)
    )


def _definitions(text: str, page: Page, *, line: int) -> list[str]:
    names = dict.fromkeys((found[2] or found[1]).lower() for found in _REFERENCE.finditer(text))
    written = []
    for name in names:
        if name in page.references:
            href, title = page.references[name]
            target = page.around.link(href, line=line).markdown
            suffix = f' "{title}"' if title else ""
            written.append(f"[{name}]: {target or '#'}{suffix}")
    return written
