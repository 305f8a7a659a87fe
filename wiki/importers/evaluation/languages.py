"""The language of a set, told from its texts."""

from itertools import islice

from search.evaluation.sets import RelevanceSet
from wiki.core.languages import Language
from wiki.importers.metadata.language import detect_language

#: Texts looked at, and characters of each: enough that a few odd ones do not decide.
TEXTS, CHARACTERS = 100, 200


def language_of(collection: RelevanceSet) -> Language:
    """French or English, whichever the beginning of the corpus is written in."""
    texts = islice(collection.entries(), TEXTS)
    return detect_language("\n".join(f"{one.title}\n{one.text}"[:CHARACTERS] for one in texts))
