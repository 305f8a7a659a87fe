"""The language in which a text is written, French or English."""

import re

from wiki.core.languages import Language

#: Words that only one of the two has, among the most frequent of each.
_FRENCH = {
    "le", "la", "les", "des", "du", "une", "et", "est", "pour", "dans", "que", "qui", "sur",
    "pas", "vous", "nous", "avec", "par", "au", "aux", "ce", "cette", "sont", "ou", "plus",
}  # fmt: skip
_ENGLISH = {
    "the", "and", "of", "to", "is", "for", "that", "with", "this", "are", "it", "you", "be",
    "not", "from", "or", "we", "your", "by", "as", "can", "have", "will", "their", "they",
}  # fmt: skip


def detect_language(text: str) -> Language:
    """The language whose small words are the more frequent; French when in doubt."""
    words = re.findall(r"[a-zà-ÿ]+", text[:20_000].lower())
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return Language.ENGLISH if english > french else Language.FRENCH
