"""The editor of rich text, which no paste, no import and no damaged value can lock."""

import logging
import re
from html import escape
from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from wiki.core.passages import plain
from wiki.core.rich_text import editable_html

# PostgreSQL refuses NUL and lone surrogates; no reader misses control characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

logger = logging.getLogger("rich_text")


class SafeRichTextArea(DraftailRichTextArea):
    """Wagtail's editor, for pages that can always be saved and opened again.

    Wagtail's converters raise on what they do not expect (a damaged post, a link without
    a number, a tag closed twice); the page would answer 500 for good. Here the words are
    kept, and only what cannot be read of their form is lost.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            value = super().value_from_datadict(data, files, name)
        except Exception as error:  # whatever was posted: the words must not be lost
            _tell("rich_text.damaged_post", error)
            value = editable_html(_UNSTORABLE.sub("", str(data.get(name) or "")))
        return None if value is None else _UNSTORABLE.sub("", value)

    def format_value(self, value: Any) -> str:
        source = str(value or "")
        reduced = editable_html(source)
        for attempt in (source, reduced):
            try:
                return super().format_value(attempt)
            except Exception as error:  # whatever is stored: the page must open
                _tell("rich_text.unreadable", error)
        return super().format_value(f"<p>{escape(plain(reduced))}</p>")


def _tell(event: str, error: Exception) -> None:
    logger.warning(event, extra={"error": type(error).__name__})
