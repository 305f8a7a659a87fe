"""Colours in program text, set at rendering time as classes."""

from django.utils.html import format_html
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
        plain = code.strip("\r\n")
        return format_html('<div class="highlight"><pre><code>{}\n</code></pre></div>', plain)
    lexer.stripall = False
    coloured = highlight(code, lexer, HtmlFormatter(wrapcode=True))
    return mark_safe(coloured)  # noqa: S308  (encoded by the formatter)
