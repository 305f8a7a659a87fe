"""What is asked of a set: its questions, changed or not, or its titles."""

import random
from collections import defaultdict
from dataclasses import replace

from search.evaluation.perturb import PERTURBATIONS, SEED
from search.evaluation.sets import Question, RelevanceSet
from search.text import typed

PLAIN, TITLES = "plain", "titles"
#: Each way to ask, in the order in which figures are shown.
VARIANTS = (PLAIN, TITLES, *PERTURBATIONS)


def questions_of(
    collection: RelevanceSet, variant: str, *, limit: int | None = None
) -> list[Question]:
    """The questions of one variant; with ``limit``, the same few of them in every variant."""
    if variant == TITLES:
        return _drawn(titles(collection), limit)
    found = _drawn(list(collection.questions), limit)
    if variant == PLAIN:
        return found
    change = PERTURBATIONS[variant]
    return [replace(question, text=change(question.text)) for question in found]


def titles(collection: RelevanceSet) -> list[Question]:
    """Each title as a question; any text with the same title answers it."""
    same: dict[str, dict[str, int]] = defaultdict(dict)
    found = []
    for entry in collection.entries():
        if entry.title:
            grades = same[typed(entry.title)]
            grades[entry.id] = 1
            found.append(Question(entry.id, entry.title, grades))
    return found


def _drawn(questions: list[Question], limit: int | None) -> list[Question]:
    """A sample with a fixed seed: the first questions are often about the same few texts."""
    if limit is None or limit >= len(questions):
        return questions
    chosen = random.Random(SEED).sample(range(len(questions)), limit)  # noqa: S311  (no secret)
    return [questions[place] for place in sorted(chosen)]
