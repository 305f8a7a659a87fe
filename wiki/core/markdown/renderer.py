"""From Markdown to clean HTML, in bounded time, whatever the text."""

import logging
import re
import threading
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from wiki.core.internal_links import resolve_html
from wiki.core.markdown.callouts import CalloutExtension
from wiki.core.markdown.cleaning import clean_html
from wiki.core.markdown.containers import ContainerExtension
from wiki.core.markdown.limits import is_too_much

logger = logging.getLogger("markdown")

# Characters that no HTML may hold: control characters but tab and line ends, lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_local = threading.local()


class _Parser:
    """One parser per thread: building it costs as much as rendering a page."""

    def __init__(self) -> None:
        self.footnotes = FootnoteExtension(UNIQUE_IDS=True, BACKLINK_TEXT="↩\ufe0e")
        self.markdown = Markdown(
            output_format="html",
            extensions=[
                ContainerExtension(),
                CalloutExtension(),
                TableExtension(use_align_attribute=True),
                self.footnotes,
                "abbr",
                "admonition",
                "attr_list",
                "def_list",
                "md_in_html",
                "sane_lists",
                "pymdownx.caret",
                "pymdownx.details",
                "pymdownx.highlight",
                "pymdownx.magiclink",
                "pymdownx.mark",
                "pymdownx.superfences",
                "pymdownx.tasklist",
                "pymdownx.tilde",
            ],
            extension_configs={
                "pymdownx.highlight": {
                    "guess_lang": False,
                    "noclasses": False,
                    "pygments_lang_class": True,
                    "anchor_linenums": False,
                },
                "pymdownx.magiclink": {"hide_protocol": False},
            },
        )

    def convert(self, text: str, block: int) -> str:
        self.markdown.reset()
        self.footnotes.unique_prefix = block
        # Read when the notes are written: the reader's language, not the first reader's.
        self.footnotes.setConfig("BACKLINK_TITLE", _("Back to the text, note {}"))
        return self.markdown.convert(text)


def _parser() -> _Parser:
    if not hasattr(_local, "parser"):
        _local.parser = _Parser()
    return _local.parser


def as_written(text: str) -> str:
    """The source itself, for a text that the parser cannot take."""
    return f'<pre class="plain-source">{escape(text)}</pre>'


def markdown_to_html(text: str, *, block: int = 0) -> str:
    """Clean HTML of ``text`` whose links inside the site are still ``page:12``.

    ``block`` tells the texts of one page apart: their notes do not share ids.
    """
    text = _FORBIDDEN.sub("", text)
    if is_too_much(text):
        logger.warning("markdown.too_much", extra={"characters": len(text)})
        return as_written(text)
    try:
        html = _parser().convert(text, block)
    except Exception as error:  # whatever a text does to the parser, its page opens
        del _local.parser
        values = {"characters": len(text), "error": type(error).__name__}
        logger.warning("markdown.failed", extra=values)
        return as_written(text)
    return clean_html(html)


def render_markdown(text: str) -> SafeString:
    """Clean HTML of ``text``, with the addresses of the pages, files and pictures it names."""
    return mark_safe(resolve_html(markdown_to_html(text)))  # noqa: S308  # cleaned above
