"""Which of the words that the index knows somebody may have meant.

Most words that no text holds are no misspellings, and no list of the language's words
stands here to tell. So little is offered: words one letter away, two for a long word.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from search.stopwords import word_says_nothing
from search.text import WORD, clean, folded

#: Letters of a word that may be misspelt: shorter ones have too many neighbours. Beside
#: results, where less is amiss, one letter more.
SHORTEST, SHORTEST_BESIDE_RESULTS, LONGEST = 4, 5, 64
#: Letters from which two of them may be wrong.
TWO_WRONG = 9
#: Words of one question that are looked at; more is no question with a misspelling.
MOST_WORDS = 10
#: « doesn’t » and its like are in no text's vocabulary, cut in two as they are.
CONTRACTED = re.compile(r"[^\W_]+n't(?![^\W_])")
#: Endings of one word: a question in other forms of the same words is no better.
ENDINGS = re.compile(r"(?:|[esxt]|es|er|ez|ee|ees|re|ed|d|nt|ent|ait|ont|ing|al|aux|y|ies)\Z")


def suspects(words: str, *, nothing: bool) -> list[str]:
    """The words of a question that may be misspelt, in lower case, once each.

    ``nothing`` tells that the question found nothing.
    """
    shortest = SHORTEST if nothing else SHORTEST_BESIDE_RESULTS
    found = [
        word
        for word in dict.fromkeys(WORD.findall(CONTRACTED.sub(" ", clean(words).lower())))
        if shortest <= len(word) <= LONGEST and word.isalpha() and not word_says_nothing(word)
    ]
    return found if len(found) <= MOST_WORDS else []


def corrected(asked: str, unknown: Collection[str], candidates: Mapping[str, Iterable[str]]) -> str:
    """``asked`` with better words for the ``unknown`` ones; "" when there is nothing better.

    ``unknown`` are folded words that no readable entry holds; ``candidates`` gives, for
    each, words as texts write them, the most frequent first. All else stays as typed.
    """
    better = {
        word: found for word in unknown if (found := _closest(word, candidates.get(word, ())))
    }
    text = clean(asked)
    changed = WORD.sub(lambda word: better.get(folded(word[0].lower()), word[0]), text)
    return changed if changed != text else ""


def likeliest(plain: str, known: Mapping[str, int], *, most: int) -> list[str]:
    """Those of the ``known`` folded words that may be meant by ``plain``, ``most`` at most.

    Their numbers tell how often each stands; of words equally close the more frequent
    come first.
    """
    allowed = _allowed(plain)
    letters = set(plain)
    close = []
    for word, times in known.items():
        # Most words are not worth a closer look, which takes twenty times as long.
        if abs(len(word) - len(plain)) > allowed:
            continue
        if len(letters.symmetric_difference(word)) > 2 * allowed:
            continue
        distance = _distance(plain, word)
        if distance <= allowed and not _same_word(plain, word):
            close.append((distance, -times, word))
    return [word for _distance, _times, word in sorted(close)[:most]]


def _closest(plain: str, candidates: Iterable[str]) -> str:
    """The candidate closest to this folded word; the first of those equally close."""
    found, least = "", _allowed(plain) + 1
    for word in candidates:
        distance = _distance(plain, folded(word))
        if distance < least and not _same_word(plain, folded(word)):
            found, least = word, distance
    return found


def _allowed(plain: str) -> int:
    return 2 if len(plain) >= TWO_WRONG else 1


def _same_word(one: str, other: str) -> bool:
    """Whether the two are likely to be forms of one word."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same >= SHORTEST and all(ENDINGS.match(word[same:]) for word in (one, other))


def _distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with the next, from one word to the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != wanted))
            swapped = at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted
            row.append(min(cost, older[to - 2] + 1) if swapped else cost)
    return row[-1]
