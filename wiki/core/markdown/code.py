"""Colours in program text, set at rendering time as classes."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

#: Beyond, the code is shown in one colour: lexers are slow on what they do not expect.
MAX_COLOURED = 50_000


def highlighted(code: str, language: str) -> SafeString:
    """``<div class="highlight">`` with the code; in one colour when the language is unknown."""
    code = code.replace("\x00", "")
    try:
        lexer = get_lexer_by_name(language.strip().lower()) if language.strip() else None
    except ClassNotFound:
        lexer = None
    if lexer is None or len(code) > MAX_COLOURED:
        plain = escape(code.strip("\r\n"))
        return mark_safe(f'<div class="highlight"><pre><code>{plain}\n</code></pre></div>')  # noqa: S308
    lexer.stripall = False
    return mark_safe(highlight(code, lexer, HtmlFormatter(wrapcode=True)))  # noqa: S308
