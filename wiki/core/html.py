"""Reading and writing trees of HTML fragments."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from bs4.formatter import EntitySubstitution, HTMLFormatter

#: Passages that are shown as they are: no typography, no line of their own in the search.
VERBATIM = frozenset({"code", "pre", "kbd", "samp", "var", "script", "style", "textarea"})
#: What ends a run of words.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl",
        "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "img", "input", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip

_formatter = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml,
    void_element_close_prefix="",
    empty_attributes_are_booleans=False,
)


def parse(html: str) -> BeautifulSoup:
    """The tree of a fragment; classes stay one string."""
    return BeautifulSoup(html, "html.parser", multi_valued_attributes=None)


def parse_page(html: str) -> BeautifulSoup:
    """The tree of a whole page of somebody else's.

    Python's own parser takes a minute for 50 kB of « <a »; this one's time grows with the length.
    """
    return BeautifulSoup(html, "lxml", multi_valued_attributes=None)


def written(tree: Tag) -> str:
    """The HTML of the tree."""
    return tree.decode(formatter=_formatter)


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of text and where it stands."""

    node: NavigableString
    #: The nearest element that starts a line of its own: two runs that share it follow on.
    block: Tag
    #: Code and the like.
    verbatim: bool
    #: Words of the interface (buttons), no part of the content.
    interface: bool
    #: The language it is marked with, "" when that is the page's.
    language: str


def text_runs(tree: Tag) -> Iterator[TextRun]:
    """The pieces of text in reading order; the tree must not change meanwhile."""
    states: dict[int, tuple[Tag, bool, bool, str]] = {id(tree): (tree, False, False, "")}
    for node in tree.descendants:
        block, verbatim, interface, language = states[id(node.parent)]
        if isinstance(node, Tag):
            states[id(node)] = (
                node if node.name in BLOCKS else block,
                verbatim or node.name in VERBATIM,
                interface or node.has_attr("data-interface"),
                str(node.get("lang", ""))[:2].lower() or language,
            )
        elif type(node) is NavigableString:
            yield TextRun(node, block, verbatim, interface, language)


__all__ = [
    "BLOCKS",
    "BeautifulSoup",
    "NavigableString",
    "Tag",
    "TextRun",
    "parse",
    "parse_page",
    "text_runs",
    "written",
]
