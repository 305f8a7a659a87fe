"""Cuts Markdown into chunks and keeps count of the lines.

Follows CommonMark's block rules where authors rely on them (a list may follow a
paragraph at once, four spaces make code) and is lenient where they slip (a list
nested by two spaces, a container that is never closed).
"""

import re
from collections.abc import Sequence

from wiki.importers.reading import patterns
from wiki.importers.reading.chunks import Chunk, Kind, Line, Outline
from wiki.importers.reading.extents import container_extent, extent_until
from wiki.importers.reading.headings import heading_chunk
from wiki.importers.reading.lists import read_list

#: Containers and lists inside one another; deeper text stays one paragraph.
MAX_DEPTH = 12


def split_markdown(text: str, *, first_line: int = 1) -> Outline:
    """The chunks of ``text``, whose first line is line ``first_line`` of the file."""
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), start=first_line)]
    reader = Splitter(lines, depth=0)
    chunks = reader.chunks()
    return Outline(chunks, references=reader.references, footnotes=reader.footnotes)


def raw_of(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


class Splitter:
    """Reads one stretch of lines from top to bottom."""

    def __init__(self, lines: Sequence[Line], *, depth: int) -> None:
        self.lines = lines
        self.at = 0
        self.depth = depth
        self.references: dict[str, tuple[str, str]] = {}
        self.footnotes: dict[str, str] = {}
        self._found: list[Chunk] = []

    def chunks(self) -> tuple[Chunk, ...]:
        """All of them, in order."""
        readers = (
            self._fence, self._container, self._toc, self._heading, self._rule, self._quote,
            self._definition, self._list, self._table, self._html, self._indented,
        )  # fmt: skip
        while self.at < len(self.lines):
            if self.lines[self.at].blank:
                self.at += 1
                continue
            for reader in readers:
                if (chunk := reader()) is not None:
                    self._found.append(chunk)
                    break
            else:
                self._found.append(self._paragraph())
        return tuple(self._found)

    # What the readers share

    @property
    def here(self) -> Line:
        return self.lines[self.at]

    def _next(self) -> Line | None:
        return self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None

    def inner(self, lines: Sequence[Line]) -> tuple[Chunk, ...]:
        """The chunks of lines inside this one."""
        if self.depth >= MAX_DEPTH:
            raw = raw_of(lines)
            return (Chunk("paragraph", lines[0].number, raw, text=raw),) if raw.strip() else ()
        reader = Splitter(lines, depth=self.depth + 1)
        chunks = reader.chunks()
        self.references.update(reader.references)
        self.footnotes.update(reader.footnotes)
        return chunks

    def _take(self, count: int) -> Sequence[Line]:
        taken = self.lines[self.at : self.at + count]
        self.at += count
        return taken

    # One reader per kind of chunk: None when the chunk is of another kind

    def _fence(self) -> Chunk | None:
        found = patterns.FENCE.match(self.here.text)
        if not found or self.here.indent > 3:
            return None
        mark, indent = found[1], self.here.indent
        end = re.compile(rf"^\s*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        size = 1
        while self.at + size < len(self.lines) and not end.match(self.lines[self.at + size].text):
            size += 1
        lines = self._take(size + 1)
        inside = lines[1:size]
        code = "\n".join(
            line.without_indent(indent).text if indent else line.text for line in inside
        )
        return Chunk("code", lines[0].number, raw_of(lines), text=code, info=found[2].strip())

    def _container(self) -> Chunk | None:
        found = patterns.CONTAINER.match(self.here.text)
        if not found:
            return None
        size, closed = container_extent(self.lines[self.at :])
        lines = self._take(size + 1 if closed else size)
        kind = re.sub(r"[{}.#]", " ", found[2]).split() or ["note"]
        return Chunk(
            "container",
            lines[0].number,
            raw_of(lines),
            info=kind[0].lower(),
            title=found[3].strip(),
            closed=closed,
            children=self.inner(lines[1:size]),
        )

    def _toc(self) -> Chunk | None:
        if not patterns.TOC.match(self.here.text):
            return None
        return self._one_line("toc")

    def _one_line(self, kind: Kind) -> Chunk:
        line = self._take(1)[0]
        return Chunk(kind, line.number, line.text, text=line.text.strip())

    def _heading(self) -> Chunk | None:
        found = patterns.HEADING.match(self.here.text)
        if not found:
            return None
        line = self._take(1)[0]
        return heading_chunk(line.number, line.text, len(found[1]), found[2] or "")

    def _rule(self) -> Chunk | None:
        return self._one_line("rule") if patterns.RULE.match(self.here.text) else None

    def _quote(self) -> Chunk | None:
        if not patterns.QUOTE.match(self.here.text):
            return None
        size, inside = 0, []
        for line in self.lines[self.at :]:
            found = patterns.QUOTE.match(line.text)
            if found:
                inside.append(Line(line.number, found[1]))
            elif line.blank or inside[-1].blank or self.begins_block(line):
                break
            else:
                inside.append(line)  # CommonMark's lazy continuation
            size += 1
        lines = self._take(size)
        return Chunk("quote", lines[0].number, raw_of(lines), children=self.inner(inside))

    def _definition(self) -> Chunk | None:
        if found := patterns.FOOTNOTE.match(self.here.text):
            size = 1
            while self.at + size < len(self.lines):
                line = self.lines[self.at + size]
                after = (
                    self.lines[self.at + size + 1] if self.at + size + 1 < len(self.lines) else None
                )
                continues = (
                    line.indent >= 2 if not line.blank else after is not None and after.indent >= 4
                )
                if not continues:
                    break
                size += 1
            lines = self._take(size)
            self.footnotes[found[1]] = raw_of(lines).rstrip()
            return Chunk("footnote", lines[0].number, raw_of(lines), text=found[2], info=found[1])
        if found := patterns.REFERENCE.match(self.here.text):
            self.references[found[1].lower()] = (found[2], found[3] or "")
            return self._one_line("definitions")
        return None

    def _list(self) -> Chunk | None:
        if not patterns.MARKER.match(self.here.text) or self.here.indent > 3:
            return None
        size, chunk = read_list(self, self.lines[self.at :])
        self._take(size)
        return chunk

    def _table(self) -> Chunk | None:
        after = self._next()
        if "|" not in self.here.text or after is None or "|" not in after.text:
            return None
        if not patterns.TABLE_RULE.match(after.text):
            return None
        size = 2
        while self.at + size < len(self.lines):
            line = self.lines[self.at + size]
            if line.blank or "|" not in line.text:
                break
            size += 1
        lines = self._take(size)
        return Chunk("table", lines[0].number, raw_of(lines))

    def _html(self) -> Chunk | None:
        text = self.here.text
        if patterns.COMMENT.match(text):
            lines = self._take(extent_until("-->", self.lines[self.at :]))
            return Chunk("comment", lines[0].number, raw_of(lines))
        if patterns.DETAILS.match(text):
            return self._details()
        if whole := patterns.HTML_WHOLE.match(text):
            lines = self._take(extent_until(f"</{whole[1].lower()}>", self.lines[self.at :]))
        elif patterns.HTML_BLOCK.match(text) or patterns.HTML_ALONE.match(text):
            size = 1
            while self.at + size < len(self.lines) and not self.lines[self.at + size].blank:
                size += 1
            lines = self._take(size)
        else:
            return None
        return Chunk("html", lines[0].number, raw_of(lines))

    def _details(self) -> Chunk:
        lines = self._take(extent_until("</details>", self.lines[self.at :]))
        raw = raw_of(lines)
        inside = re.sub(r"</?details\b[^>]*>", "", raw, flags=re.IGNORECASE)
        summary = patterns.SUMMARY.search(inside)
        # Blanked rather than cut out, so that the lines keep their numbers.
        inside = patterns.SUMMARY.sub(lambda found: "\n" * found[0].count("\n"), inside, count=1)
        inner = [
            Line(line.number, text) for line, text in zip(lines, inside.split("\n"), strict=False)
        ]
        return Chunk(
            "details",
            lines[0].number,
            raw,
            title=summary[1].strip() if summary else "",
            children=self.inner(inner),
        )

    def _indented(self) -> Chunk | None:
        if self.here.indent < 4:
            return None
        last = 0
        for size, line in enumerate(self.lines[self.at :], start=1):
            if not line.blank and line.indent < 4:
                break
            last = last if line.blank else size
        lines = self._take(last)
        code = "\n".join(line.without_indent(4).text for line in lines)
        return Chunk("code", lines[0].number, raw_of(lines), text=code)

    def begins_block(self, line: Line) -> bool:
        """Whether a line ends the paragraph before it."""
        text = line.text
        marker = patterns.MARKER.match(text)
        # CommonMark: a number that opens a list in the middle of a paragraph is 1.
        opens_list = marker and line.indent <= 3 and marker[4] and (
            not marker[2][0].isdigit() or marker[2][:-1] == "1"
        )  # fmt: skip
        return bool(
            opens_list
            or patterns.HEADING.match(text)
            or (patterns.FENCE.match(text) and line.indent <= 3)
            or patterns.CONTAINER.match(text)
            or patterns.CONTAINER_END.match(text)
            or patterns.RULE.match(text)
            or patterns.QUOTE.match(text)
            or patterns.TOC.match(text)
            or patterns.FOOTNOTE.match(text)
            or patterns.HTML_BLOCK.match(text)
            or patterns.COMMENT.match(text)
        )

    def _paragraph(self) -> Chunk:
        size = 1
        while self.at + size < len(self.lines):
            line = self.lines[self.at + size]
            if line.blank:
                break
            underline = patterns.SETEXT.match(line.text)
            if underline:
                lines = self._take(size + 1)
                words = " ".join(part.text.strip() for part in lines[:-1])
                level = 1 if underline[1][0] == "=" else 2
                return heading_chunk(lines[0].number, raw_of(lines), level, words)
            if self.begins_block(line) or self._table_at(size):
                break
            size += 1
        lines = self._take(size)
        text = "\n".join(line.text.lstrip() for line in lines)
        return Chunk("paragraph", lines[0].number, raw_of(lines), text=text)

    def _table_at(self, offset: int) -> bool:
        at = self.at + offset
        return (
            at + 1 < len(self.lines)
            and "|" in self.lines[at].text
            and "|" in self.lines[at + 1].text
            and bool(patterns.TABLE_RULE.match(self.lines[at + 1].text))
        )
