"""Wagtail's ranking on SQLite, in one pass.

Its back end computes each row's score in a sub-query of its own, which takes seconds for
a question of some words over a thousand texts. The same scores in one query give the
same order; a sample of questions is asked both ways in each run, for the times and for
the proof.
"""

from django.db.models import IntegerField
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.models import SQLiteFTSIndexEntry

from search.evaluation.figures import Answer
from search.evaluation.metrics import DEPTH
from search.evaluation.stock.models import Text


def in_one_pass(backend: BaseSearchBackend) -> Answer:
    """The order of ``backend.search(text, …, operator="or")``."""
    keys = dict(Text.objects.values_list("pk", "key"))

    def answer(text: str) -> list[str]:
        compiler = backend.search(text, Text.objects.all(), operator="or").query_compiler
        wanted = compiler.build_search_query(normalize(compiler.query))
        if wanted is None:
            return []
        rows = (
            SQLiteFTSIndexEntry.objects.filter(MatchExpression(compiler.FTS_TABLE_FIELDS, wanted))
            .annotate(
                score=compiler._build_rank_expression(compiler.get_search_vectors(), None),
                number=Cast("index_entry__object_id", IntegerField()),
            )
            .order_by("score", "-number")
            .values_list("number", flat=True)
        )
        return [keys[number] for number in rows[:DEPTH]]

    return answer
