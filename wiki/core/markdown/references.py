"""What a Markdown text points to inside the site."""

import re
from collections.abc import Iterator

# [text](page:12), [text](page:12#part "title"), ![text](image:7) and [name]: page:12
_TARGET = re.compile(
    r"(?:\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)(page|document|image):(\d{1,9})\b", re.M
)


def internal_references(text: str) -> Iterator[tuple[str, int]]:
    """Kind (``page``, ``document``, ``image``) and id of each target, once each, in order."""
    yield from dict.fromkeys((found[1], int(found[2])) for found in _TARGET.finditer(text))
