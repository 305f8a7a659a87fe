"""The words of a clip: what somebody types, and what a page says of itself."""

from django.utils.text import Truncator

from wiki.core.passages import plain
from wiki.core.rich_text_markdown import as_rich_text
from wiki.watch.clipping.errors import NothingSaid, TooLong

#: Characters of « what it means for us »: a page and a half.
LONGEST_WORDS = 4_000
LONGEST_SUMMARY = 400
LONGEST_TITLE = 255


def clean(text: str, longest: int) -> str:
    """``text`` on one line, cut with an ellipsis beyond ``longest`` characters."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return Truncator(" ".join(printable.split())).chars(longest)


def rich_words(text: str) -> str:
    """Rich text of what somebody wrote in Markdown. Raises NothingSaid or TooLong."""
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > LONGEST_WORDS:
        raise TooLong
    html = as_rich_text(words)
    if not plain(html):  # nothing, or nothing that can be shown
        raise NothingSaid
    return html


def provisional_summary(html: str) -> str:
    """What cards say until the source has said what it is about: why it is shared."""
    return clean(plain(html), LONGEST_SUMMARY)
