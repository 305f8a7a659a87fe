"""When two wordings are the same for an editor: case, accents, apostrophes, plurals."""

import re
from functools import lru_cache

from search.text import ELIDED, WORD, clean, folded

#: « R.H. » is « RH ».
DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])")
ARTICLE = re.compile(ELIDED)
#: Shorter words keep their ending: « cas », « bus », « prix » are no plurals.
SHORTEST_PLURAL = 5


def keys(text: str) -> tuple[str, ...]:
    """The words of ``text`` as editors' wordings are compared, one key each.

    « L’Équipe R.H. », « equipes rh » give ``("equipe", "rh")``.
    """
    plain = ARTICLE.sub(" ", clean(text).lower())
    plain = DOTTED.sub(lambda found: found.group().replace(".", ""), plain)
    return tuple(_singular(folded(word)) for word in WORD.findall(plain))


@lru_cache(maxsize=10_000)
def key(text: str) -> str:
    """The same, as one string; "" when there is no word."""
    return " ".join(keys(text))


def _singular(word: str) -> str:
    if len(word) < SHORTEST_PLURAL:
        return word
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    return word.rstrip("sx") if word[-1] in "sx" else word
