"""A comment as HTML: paragraphs, links that say where they go, mentions. Nothing else."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from wiki.core.templatetags.recueil import icon

_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
#: Marks that end a sentence and are no part of the address before them.
_AFTER = ".,;:!?'’…"
_CLOSING = re.compile(r" (?=[:;?!»](?:\s|$))")
_OPENING = re.compile(r"« ")
#: Characters of an address that are shown.
SHOWN = 60


def comment_html(text: str, names: Iterable[str] = ()) -> SafeString:
    """``text`` with the mentions ``names`` (as typed, with their @) set apart."""
    marks = sorted(filter(None, names), key=len, reverse=True)
    mentions = re.compile("|".join(map(re.escape, marks))) if marks else None
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return mark_safe(  # noqa: S308  # each piece below is escaped
        "".join(
            "<p>{}</p>".format("<br>".join(_line(line, mentions) for line in part.split("\n")))
            for part in paragraphs
            if part
        )
    )


def _line(line: str, mentions: re.Pattern[str] | None) -> str:
    return "".join(_pieces(line, mentions))


def _pieces(line: str, mentions: re.Pattern[str] | None) -> Iterator[str]:
    position = 0
    for found in _ADDRESS.finditer(line):
        address = _trimmed(found[0])
        yield _words(line[position : found.start()], mentions)
        yield _link(address)
        position = found.start() + len(address)
    yield _words(line[position:], mentions)


def _trimmed(address: str) -> str:
    """The address without the marks after it; a bracket stays when it was opened inside."""
    trimmed = address.rstrip(_AFTER)
    while trimmed.endswith(")") and trimmed.count("(") < trimmed.count(")"):
        trimmed = trimmed[:-1].rstrip(_AFTER)
    return trimmed


def _words(words: str, mentions: re.Pattern[str] | None) -> str:
    # Whoever types a space before « ? » writes French: it does not end a line.
    words = _CLOSING.sub("\u00a0", _OPENING.sub("«\u00a0", words))
    if mentions is None:
        return str(escape(words))
    pieces, position = [], 0
    for found in mentions.finditer(words):
        pieces += [escape(words[position : found.start()]), format_html("<b>{}</b>", found[0])]
        position = found.end()
    return "".join(map(str, [*pieces, escape(words[position:])]))


def _link(address: str) -> str:
    """Its words are the host and the path, so that one sees where it goes."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that is no IPv6 address
        return str(escape(address))
    if not parts.hostname:
        return str(escape(address))
    # Not what stands before an @: it looks like a host and is none.
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    shown = f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}".rstrip("/")
    if len(shown) > SHOWN:
        shown = f"{shown[: SHOWN - 1]}…"
    if parts.hostname == urlsplit(settings.SITE_URL).hostname:
        return format_html('<a href="{}">{}</a>', address, shown)
    return format_html(
        '<a href="{}" rel="nofollow noopener ugc">{}{}</a>', address, shown, icon("external-link")
    )
