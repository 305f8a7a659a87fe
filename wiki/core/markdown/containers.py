"""« ::: tip » containers, as VuePress, Docusaurus and others write them.

They become the admonitions and details of Markdown's own extensions: a first
line with the kind and title, and a content indented by four spaces.
"""

import re

from django.utils.translation import gettext as _
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

#: What people write, and the callout that it means. Unknown words give a note.
KINDS = {
    "note": "note", "info": "note", "information": "note", "abstract": "note", "lexique": "note",
    "definition": "note", "définition": "note", "glossaire": "note", "seealso": "note",
    "tip": "tip", "hint": "tip", "astuce": "tip", "conseil": "tip", "success": "tip",
    "important": "important", "attention": "important", "summary": "important",
    "warning": "warning", "caution": "warning", "danger": "warning", "error": "warning",
    "avertissement": "warning", "failure": "warning", "bug": "warning",
    "example": "example", "exemple": "example", "quote": "note", "question": "note",
}  # fmt: skip
DISCLOSURES = {"details", "spoiler", "collapse", "dépliant"}

_FENCE = re.compile(r"^ {0,12}(?P<mark>`{3,}|~{3,})(?P<info>.*)$")
_OPEN = re.compile(r"^(?P<indent>\s*):{3,}\s*(?P<kind>[^\W\d_][\w-]*|\{[^}]*\})(?P<title>.*)$")
_DOUBLE = re.compile(r'"([^"]*)"')
_CLOSE = re.compile(r"^\s*:{3,}\s*$")
#: Deeper than any text that people write; beyond, the marks are left as they are.
MAX_DEPTH = 12


def _kind(written: str) -> str:
    """The first class or word: « {.tip #x} » and « tip » both give « tip »."""
    word = re.sub(r"[{}.#]", " ", written).split()
    return word[0].lower() if word else "note"


def _opening(kind: str, title: str) -> str:
    title = title.rstrip(": \t").strip().replace("\\", "")
    if len(title) > 1 and title[0] == title[-1] and title[0] in "\"'":
        title = title[1:-1]
    title = _DOUBLE.sub(r"“\1”", title).replace('"', "”")
    if kind in DISCLOSURES:
        return f'??? note "{title or _("Details")}"'
    callout = KINDS.get(kind, "note")
    known = kind in KINDS
    heading = title or ("" if known else kind.capitalize())
    return f'!!! {callout} "{heading}"' if heading else f"!!! {callout}"


class ContainerPreprocessor(Preprocessor):
    """Rewrites the lines of containers, leaves code alone."""

    def run(self, lines: list[str]) -> list[str]:
        if not any(":::" in line for line in lines):
            return lines
        written: list[str] = []
        depth, fence = 0, ""
        for line in lines:
            pad = "    " * depth
            fenced = _FENCE.match(line)
            if fence:
                if fenced and fenced["mark"].startswith(fence) and not fenced["info"].strip():
                    fence = ""
            elif fenced:
                fence = fenced["mark"]
            elif (found := _OPEN.match(line)) and depth < MAX_DEPTH:
                written += [
                    "",
                    f"{pad}{found['indent']}{_opening(_kind(found['kind']), found['title'])}",
                    "",
                ]
                depth += 1
                continue
            elif depth and _CLOSE.match(line):
                depth -= 1
                written.append("")
                continue
            written.append(f"{pad}{line}" if line.strip() else "")
        return written


class ContainerExtension(Extension):
    """Adds the containers; before fences (25), after white space (30)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's own name
        md.preprocessors.register(ContainerPreprocessor(md), "containers", 28)
