"""One paragraph's text to what rich text may hold: emphasis, code, links, line breaks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, Tag
from django.utils.translation import gettext as _

from wiki.importers.conversion.components import HTML_TAGS, component_link
from wiki.importers.conversion.context import Page, Picture, Target
from wiki.importers.conversion.engine import inline_html

#: HTML of the source and how rich text writes it.
MARKS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "var": "code", "s": "s", "del": "s", "strike": "s", "sup": "sup", "sub": "sub",
}  # fmt: skip
DROPPED = {"script", "style", "template", "head"}
EXPRESSION = re.compile(r"\{\{.*?\}\}")
#: Most paragraphs hold emphasis and plain links and nothing else: no need of a tree.
_PLAIN_LINK = re.compile(r'<a href="([^"]*)">((?:(?!<a\b|</a>).)+)</a>', re.DOTALL)
_SIMPLE = re.compile(r"<(/?)(strong|em|code|del|sup|sub|br)( ?/)?>")
_NOT_SIMPLE = re.compile(r"<(?!/?(?:strong|em|code|del|sup|sub)>|br ?/?>)|&(?!(?:amp|lt|gt);)|><")


def _renamed(found: re.Match[str]) -> str:
    return "<br/>" if found[2] == "br" else f"<{found[1]}{MARKS[found[2]]}>"


@dataclass(slots=True)
class Inline:
    """HTML for rich text, and the pictures that stood in the text."""

    html: str = ""
    pictures: list[Picture] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not re.sub(r"<br/>|\s|&nbsp;", "", self.html)


class InlineWriter:
    """Writes the inline HTML of a stretch of lines."""

    def __init__(self, page: Page, *, line: int, raw: str) -> None:
        self.page = page
        self.line = line
        self.raw_lines = raw.split("\n")
        self.pictures: list[Picture] = []

    def from_markdown(self, text: str) -> Inline:
        """Rich text of Markdown's inline marks."""
        for found in EXPRESSION.finditer(text) if "{{" in text else ():
            self.page.warn(
                self.line_of(found[0]),
                "expression",
                _("“%(code)s” was filled in by the old site; it was kept as text.")
                % {"code": found[0]},
            )
        html = inline_html(text, self.page.references)
        if not _NOT_SIMPLE.search(_PLAIN_LINK.sub(r"\2", html)):
            html = _PLAIN_LINK.sub(self._plain_link, _SIMPLE.sub(_renamed, html))
            return Inline(html=self._tidy(html))
        return self.from_nodes(BeautifulSoup(html, "html.parser").children)

    def from_nodes(self, nodes: Iterable[PageElement]) -> Inline:
        """Rich text of parsed HTML."""
        html = self._tidy("".join(self._written(node) for node in list(nodes)))
        return Inline(html=html, pictures=self.pictures)

    def _plain_link(self, found: re.Match[str]) -> str:
        href = unescape(found[1]).strip()
        return linked(self.page.around.link(href, line=self.line_of(href)), found[2])

    @staticmethod
    def _tidy(html: str) -> str:
        html = re.sub(r"\s*\n\s*", " ", html)
        html = re.sub(r"\s*<br/>\s*", "<br/>", html)
        return re.sub(r"^(?:<br/>)+|(?:<br/>)+$", "", html.strip()).strip()

    def line_of(self, target: str) -> int:
        """The line of the file on which ``target`` stands."""
        for offset, line in enumerate(self.raw_lines):
            if target in line:
                return self.line + offset
        return self.line

    def _written(self, node: PageElement) -> str:
        if isinstance(node, Comment):
            self.page.warn(self.line, "comment", _("A comment of the source was left out."))
            return ""
        if isinstance(node, NavigableString):
            return escape(str(node), quote=False)
        if not isinstance(node, Tag) or node.name in DROPPED:
            return self._dropped(node)
        if mark := MARKS.get(node.name):
            inner = self._inner(node)
            # Draftail cannot hold an empty range.
            return f"<{mark}>{inner}</{mark}>" if inner.strip() else inner
        match node.name:
            case "br":
                return "<br/>"
            case "a":
                return self._link(node)
            case "img":
                return self._picture(node)
        if node.name not in HTML_TAGS or component_link(node):
            return self._component(node)
        separator = " " if node.name in {"p", "div", "li", "td", "th", "dt", "dd"} else ""
        return separator + self._inner(node) + separator

    def _inner(self, node: Tag) -> str:
        return "".join(self._written(child) for child in list(node.children))

    def _dropped(self, node: PageElement) -> str:
        self.page.warn(
            self.line,
            "html",
            _("“%(tag)s” cannot stand in a page; it was left out.")
            % {"tag": getattr(node, "name", None) or "?"},
        )
        return ""

    def _link(self, node: Tag) -> str:
        inner = self._inner(node)
        href = str(node.get("href") or "").strip()
        if not href:  # <a name="…">: a place to link to; headings take it as their anchor
            return inner
        target = self.page.around.link(href, line=self.line_of(href))
        return linked(target, inner) if inner.strip() else inner

    def _picture(self, node: Tag) -> str:
        src = str(node.get("src") or "").strip()
        picture = self.page.around.picture(
            src,
            alt=str(node.get("alt") or "").strip(),
            caption=str(node.get("title") or "").strip(),
            line=self.line_of(src),
        )
        if picture.id is not None:
            self.pictures.append(picture)
            return ""
        return picture_words(picture)

    def _component(self, node: Tag) -> str:
        found = component_link(node)
        name = self._name_in_source(node.name)
        line = self.line_of(found[0] if found else f"<{name}")
        if found:
            href, words = found
            self.page.warn(
                line,
                "component",
                _("The component “%(name)s” became a link.") % {"name": name},
            )
            label = self._inner(node).strip() or escape(words, quote=False)
            return linked(self.page.around.link(href, line=line), label)
        inner = self._inner(node)
        self.page.warn(
            line,
            "component",
            _("The component “%(name)s” has no counterpart here; only its text stays.")
            % {"name": name},
        )
        return inner

    def _name_in_source(self, name: str) -> str:
        """A tag's name with the capitals that the parser took away."""
        found = re.search(rf"<({re.escape(name)})\b", "\n".join(self.raw_lines), re.IGNORECASE)
        return found[1] if found else name


def linked(target: Target, inner: str) -> str:
    """``inner`` inside a link as rich text stores it; as it is when there is nowhere to go."""
    match target.kind:
        case "page":
            anchor = f' anchor="{escape(target.anchor)}"' if target.anchor else ""
            return f'<a linktype="page" id="{target.id}"{anchor}>{inner}</a>'
        case "document":
            return f'<a linktype="document" id="{target.id}">{inner}</a>'
        case "here":
            return f'<a href="#{escape(target.anchor)}">{inner}</a>'
        case "web":
            return f'<a href="{escape(target.url)}">{inner}</a>'
        case _:
            return inner


def picture_words(picture: Picture) -> str:
    """What stays of a picture that the library cannot have: its words, and where it is."""
    words = " – ".join(filter(None, (picture.alt, picture.caption)))
    if picture.web:
        label = escape(words or _("Picture on another site"), quote=False)
        return f'<a href="{escape(picture.web)}">{label}</a>'
    return f"<i>{escape(words, quote=False)}</i>" if words else ""
