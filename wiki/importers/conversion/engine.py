"""Markdown's inline marks to HTML, by Python-Markdown's own inline rules."""

import re
import threading
from collections.abc import Mapping
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown

from wiki.core.text import plain_text

_local = threading.local()
#: Nothing in the text can be a mark: no need to parse it.
_PLAIN = re.compile(
    r"[^\\`*_\[\]<>&!~^:@\n]*\Z|[^\\`*_\[\]<>&!~^:@\n]*(?:: [^\\`*_\[\]<>&!~^:@\n]*)+\Z"
)
_WRAPPED = re.compile(r"\A<div>\s*<p>(.*)</p>\s*</div>\s*\Z", re.DOTALL)
# Python-Markdown is quadratic on long runs of marks.
_MAX_MARKS = 1_500


def inline_words(text: str, references: Mapping[str, tuple[str, str]]) -> str:
    """The plain words of one paragraph's text."""
    html = inline_html(text, references)
    return plain_text(html) if "<" in html else " ".join(unescape(html).split())


def _markdown() -> Markdown:
    if not hasattr(_local, "markdown"):
        _local.markdown = Markdown(
            extensions=["pymdownx.tilde", "pymdownx.caret", "pymdownx.magiclink"],
            extension_configs={"pymdownx.magiclink": {"hide_protocol": False}},
        )
    return _local.markdown


def inline_html(text: str, references: Mapping[str, tuple[str, str]]) -> str:
    """HTML of one paragraph's text; raw HTML in it stays."""
    if _PLAIN.match(text) or len(re.findall(r"[\[\]*_`<&~^]", text)) > _MAX_MARKS:
        return escape(text, quote=False)
    engine = _markdown()
    engine.htmlStash.reset()
    engine.references = dict(references)
    root = Element("div")
    SubElement(root, "p").text = text
    engine.treeprocessors["inline"].run(root)
    engine.treeprocessors["unescape"].run(root)
    html = engine.serializer(root)
    for processor in engine.postprocessors:
        html = processor.run(html)
    found = _WRAPPED.match(html)
    return found[1] if found else html
