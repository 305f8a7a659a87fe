"""What HTML of an author, a paste or a file may hold."""

import re

import nh3

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "label", "li", "mark", "ol", "p",
    "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title", "class"},
    "a": {"href", "hreflang", "name"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "col": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
#: Targets inside the site; turned into addresses when the whole page is known.
INTERNAL_SCHEMES = {"page", "document", "image"}
SCHEMES = {"http", "https", "mailto", "tel", *INTERNAL_SCHEMES}
#: Classes that our own renderer sets and that our style sheet knows.
CLASSES = {
    "abbreviation", "align-center", "align-left", "align-right", "callout", "callout-example",
    "callout-important", "callout-note", "callout-tip", "callout-title", "callout-warning",
    "callout-word",
    "filename", "footnote", "footnote-backref", "footnote-ref", "highlight", "plain-source",
    "task-list", "task-list-item",
}  # fmt: skip
# Pygments names its tokens in one to three letters, with a digit for some (« s1 »).
_TOKEN = re.compile(r"[a-z]{1,3}\d?")
_LANGUAGE = re.compile(r"language-[\w+#-]{1,30}")
_NUMBER = re.compile(r"\d{1,5}")
_NUMERIC = {"width", "height", "colspan", "rowspan", "span", "start", "value"}


def _kept_classes(tag: str, value: str) -> str | None:
    kept = [
        name
        for name in value.split()
        if name in CLASSES
        or (tag == "span" and _TOKEN.fullmatch(name))
        or (tag in {"code", "div", "pre"} and _LANGUAGE.fullmatch(name))
    ]
    return " ".join(kept) or None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return _kept_classes(tag, value)
    if name in _NUMERIC:
        return value if _NUMBER.fullmatch(value) else None
    if name == "id":
        return value if 0 < len(value) <= 120 and not re.search(r"\s", value) else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
    tag_attribute_values={"input": {"type": {"checkbox"}, "checked": {"", "checked"}}},
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
)


def clean_html(html: str) -> str:
    """``html`` without script, style or any address that could act; always well formed."""
    return _cleaner.clean(html.replace("\x00", ""))
