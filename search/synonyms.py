"""From a question to the other words that editors gave for its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from search.engines.base import BESIDE, INSTEAD, Expansion
from search.models import Direction, Synonym
from search.models.synonyms import MOST_WORDS
from search.syntax import ParsedText
from search.wording import keys

#: Expansions of one question: each is one more query for the engine.
MOST_EXPANSIONS = 20
#: Words of the question that are looked up; a pasted text has no use for synonyms.
MOST_LOOKED_UP = 60

Keys = tuple[str, ...]
#: What each sequence of words is expanded to, with the language it holds for.
Table = Mapping[Keys, tuple[Expansion, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One synonym, as the search needs it."""

    words: str
    equivalents: str
    direction: str
    language: str

    @classmethod
    def of(cls, synonym: Synonym) -> "Rule":
        """The rule of a synonym, saved or not."""
        return cls(synonym.words, synonym.equivalents, synonym.direction, synonym.language)


def stored_rules(*, without: int | None = None) -> tuple[Rule, ...]:
    """The synonyms in use, but for the one with this id (one query)."""
    rows = Synonym.objects.filter(active=True).exclude(pk=without or 0).order_by("pk")
    return tuple(
        Rule(*row) for row in rows.values_list("words", "equivalents", "direction", "language")
    )


def expansions(text: ParsedText, rules: tuple[Rule, ...] | None = None) -> tuple[Expansion, ...]:
    """What else to look for, by the synonyms in use or by ``rules`` (one query at most).

    The longest sequence of words wins. Phrases and words to leave out are not expanded:
    who quotes wants those very words.
    """
    asked = keys(text.words)[:MOST_LOOKED_UP]
    if not asked:
        return ()
    table = _table(stored_rules() if rules is None else rules)
    found: dict[Expansion, None] = {}
    start = 0
    while start < len(asked):
        length = _longest(table, asked, start)
        if length:
            others = table[asked[start : start + length]]
            if length < len(asked):
                others = tuple(replace(other, worth=BESIDE) for other in others)
            found |= dict.fromkeys(others)
        start += length or 1
    new = [expansion for expansion in found if not _holds(asked, keys(expansion.words))]
    return tuple(new[:MOST_EXPANSIONS])


def _longest(table: Table, asked: Keys, start: int) -> int:
    """How many words from ``start`` make the longest sequence that has equivalents; 0 if none."""
    for length in range(min(MOST_WORDS, len(asked) - start), 0, -1):
        if asked[start : start + length] in table:
            return length
    return 0


def _holds(asked: Keys, words: Keys) -> bool:
    """Whether the question already has these words, side by side."""
    return any(asked[start : start + len(words)] == words for start in range(len(asked)))


# The rules themselves are the key: a change shows in the very next search, in every process.
@lru_cache(maxsize=4)
def _table(rules: tuple[Rule, ...]) -> Table:
    found: dict[Keys, dict[Expansion, None]] = defaultdict(dict)
    for rule in rules:
        given = Synonym(equivalents=rule.equivalents).equivalent_list
        for words, others in _directions(rule, given):
            worth = INSTEAD if rule.direction == Direction.TWO_WAY else BESIDE
            expanded = (Expansion(other, rule.language, worth) for other in others)
            found[keys(words)] |= dict.fromkeys(expanded)
    return {words: tuple(others) for words, others in found.items() if words}


def _directions(rule: Rule, given: list[str]) -> Iterable[tuple[str, list[str]]]:
    """Each wording that finds others, with those others."""
    yield rule.words, given
    if rule.direction == Direction.TWO_WAY:
        group = [rule.words, *given]
        for words in given:
            yield words, [other for other in group if other != words]
