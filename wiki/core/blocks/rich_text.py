"""Rich text that no paste, no import and no damaged value can lock."""

import logging
import re
from html import escape
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from wiki.core.passages import plain
from wiki.core.rich_text import editable_html

# PostgreSQL refuses NUL and lone surrogates; no reader misses control characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

logger = logging.getLogger("rich_text")


class SafeRichTextBlock(blocks.RichTextBlock):
    """A rich text block whose page can always be saved and opened again.

    Wagtail's converters raise on what they do not expect (a damaged post, a link without
    a number, a tag closed twice); the page would answer 500 for good. Here the words are
    kept, and only what cannot be read of their form is lost.
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> RichText:
        try:
            value = super().value_from_datadict(data, files, prefix)
            return self.normalize(_UNSTORABLE.sub("", value.source))
        except Exception as error:  # whatever was posted: the words must not be lost
            _tell("rich_text.damaged_post", error)
            posted = _UNSTORABLE.sub("", str(data.get(prefix) or ""))
            return self.normalize(editable_html(posted))

    def get_form_state(self, value: Any) -> Any:
        source = value.source if isinstance(value, RichText) else str(value or "")
        attempts = (source, editable_html(source), f"<p>{escape(plain(editable_html(source)))}</p>")
        for attempt in attempts[:-1]:
            try:
                return super().get_form_state(self.normalize(attempt))
            except Exception as error:  # whatever is stored: the page must open
                _tell("rich_text.unreadable", error)
        return super().get_form_state(self.normalize(attempts[-1]))


def _tell(event: str, error: Exception) -> None:
    logger.warning(event, extra={"event": {"error": type(error).__name__}})
