"""Questions as people really type them: without accents, in capitals, with a slip.

Each change depends on the question alone, so that every run and every engine gets the
same one.
"""

import random
import re
import unicodedata
from collections.abc import Callable

#: Any other value gives other slips; the figures hardly move.
SEED = 20
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
#: All that keyboards and word processors write for an apostrophe.
APOSTROPHES = ("'", "’", "ʼ", "＇")
#: Shorter words have so many neighbours that a slip makes another word of them.
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def without_accents(text: str) -> str:
    """« Où est l'œuvre ? » gives « Ou est l'oeuvre ? »."""
    decomposed = unicodedata.normalize("NFD", text.translate(LIGATURES))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", plain)


def in_capitals(text: str) -> str:
    """All letters as capitals, with their accents."""
    return text.upper()


def other_apostrophes(text: str) -> str:
    """Each apostrophe replaced by one of the other kinds."""
    draw = _draw(text)
    return "".join(
        draw.choice([one for one in APOSTROPHES if one != char]) if char in APOSTROPHES else char
        for char in text
    )


def with_typo(text: str) -> str:
    """One letter of a word of four or more lost, added, changed, or swapped with the next."""
    words = list(LONG_WORD.finditer(text))
    if not words:
        return text
    draw = _draw(text)
    word = draw.choice(words)
    return text[: word.start()] + _slip(word[0], draw) + text[word.end() :]


def _slip(word: str, draw: random.Random) -> str:
    place = draw.randrange(len(word))
    match draw.choice(("lost", "added", "changed", "swapped")):
        case "lost":
            return word[:place] + word[place + 1 :]
        case "added":
            return word[:place] + draw.choice(LETTERS) + word[place:]
        case "changed":
            others = LETTERS.replace(word[place].lower(), "")
            return word[:place] + draw.choice(others) + word[place + 1 :]
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if not places:  # « aaaa »: nothing to swap
        return word[1:]
    at = draw.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _draw(text: str) -> random.Random:
    return random.Random(f"{SEED}:{text}")  # noqa: S311  (no secret)


PERTURBATIONS: dict[str, Callable[[str], str]] = {
    "accents": without_accents,
    "capitals": in_capitals,
    "apostrophes": other_apostrophes,
    "typo": with_typo,
}
