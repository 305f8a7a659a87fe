"""What is too much for the Markdown parser, which is quadratic in places.

A text beyond these bounds is still shown, as it was written: its page opens and
nothing is lost. The bounds come from timing hostile texts on a small server: a
text that they let through takes some seconds at worst, once.
"""

import re

#: Characters of a whole text; the longest guide that we know has 60,000.
MAX_CHARACTERS = 500_000
#: Characters between two empty lines (a table or a list counts as one).
MAX_PARAGRAPH = 100_000
#: Sum, over the paragraphs, of the square of what each one opens: links, tags, titles.
#: 2,400 unclosed brackets in one paragraph take a second.
MAX_WORK = 6_000_000
#: The same in the whole text: tags that nobody closes nest.
MAX_OPENS = 20_000
#: Quotations or lists inside one another.
MAX_DEPTH = 20

#: A text below these is no work at all: what is counted quickly is enough to know.
SHORT, FEW = 50_000, 2_000

_PARAGRAPH = re.compile(r"\n[ \t>]*\n")
_OPENS = re.compile(r"[\[<]|^[ >]*(?:#|[=-]+$|(?:[-*_] *){3,}$)", re.MULTILINE)
_DEEP = "    " * (MAX_DEPTH // 2)
_QUOTES = re.compile(rf"^(?:[ \t]*>){{{MAX_DEPTH},}}", re.MULTILINE)
_INDENT = re.compile(rf"^(?:\t| {{4}}){{{MAX_DEPTH},}}", re.MULTILINE)


def is_too_much(text: str) -> bool:
    """Whether the parser should not be given this text."""
    if _is_little(text):
        return False
    if len(text) > MAX_CHARACTERS or _QUOTES.search(text) or _INDENT.search(text):
        return True
    work, opens = 0, 0
    for paragraph in _PARAGRAPH.split(text):
        if len(paragraph) > MAX_PARAGRAPH:
            return True
        opened = sum(1 for _ in _OPENS.finditer(paragraph))
        opens += opened
        work += opened**2
    return work > MAX_WORK or opens > MAX_OPENS


def _is_little(text: str) -> bool:
    """Whether no bound below can be reached, whatever stands where."""
    opens = text.count("[") + text.count("<") + text.count("\n")
    levels = max(text.count(">"), text.count("\t"))
    return len(text) < SHORT and opens < FEW and levels < MAX_DEPTH and _DEEP not in text
