"""Tags that are no HTML: components of the site generator that the text was written for."""

from bs4.element import Tag

HTML_TAGS = {
    "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote",
    "body", "br", "caption", "center", "cite", "code", "col", "colgroup", "data", "dd", "del",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "i", "img", "input", "ins", "kbd", "label", "li",
    "main", "mark", "nav", "ol", "p", "picture", "pre", "q", "s", "samp", "section", "small",
    "source", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "tt", "u", "ul", "var", "wbr", "details", "summary", "button",
}  # fmt: skip
_ADDRESSES = ("link", "to", "href", "url")
_WORDS = ("text", "title", "label", "name")


def component_link(node: Tag) -> tuple[str, str] | None:
    """Address and words of a component that is a link, such as ``<Button link="…" text="…"/>``."""
    if node.name == "a":
        return None
    href = next((str(node[name]) for name in _ADDRESSES if node.get(name)), "")
    words = next((str(node[name]) for name in _WORDS if node.get(name)), "")
    return (href.strip(), words.strip() or href.strip()) if href else None
