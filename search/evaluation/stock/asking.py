"""Fills Wagtail's own index with a set and asks it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchBackend

from search.evaluation.figures import Answer, Figures
from search.evaluation.jobs import Job, ask_all
from search.evaluation.metrics import DEPTH
from search.evaluation.sets import Entry, RelevanceSet
from search.evaluation.stock import sides
from search.evaluation.stock.models import Text

BATCH = 500


def measure(job: Job) -> list[Figures]:
    """The figures of the engine that the settings set up."""
    collection = job.collection
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    _fill(collection)
    backend = get_search_backend()
    with _index(job):
        if job.engine == sides.BUILT_IN:
            return list(ask_all(job, collection, _built_in(backend)))
        stock = _forgiven(_stock(backend))
        if quick := sides.SIDES[job.engine].quick:
            answer = _forgiven(import_string(quick)(backend))
            return list(ask_all(job, collection, answer, slow=stock))
        return list(ask_all(job, collection, stock))


def _stock(backend: BaseSearchBackend) -> Answer:
    """Wagtail's search, told to want any of the words: wanting all finds next to nothing."""

    def answer(text: str) -> list[str]:
        found = backend.search(text, Text.objects.all(), operator="or")[:DEPTH]
        return [one.key for one in found]

    return answer


def _forgiven(answer: Answer) -> Answer:
    """The same, where an error page counts as nothing found."""

    def forgiven(text: str) -> Sequence[str]:
        try:
            return answer(text)
        except (RecursionError, DatabaseError):
            # PostgreSQL: one nested call per word of a pasted paragraph. SQLite: a double
            # quote in the question ends up in FTS5's own syntax.
            return []

    return forgiven


def _built_in(backend: Any) -> Answer:
    """Elasticsearch asked directly, in the shape that suits its language analyzers best.

    One field of everything plus half the title does better on most sets than sums or
    maxima over title and text, and this is what our own chain is built on.
    """
    index = backend.get_index_for_model(Text).name
    keys = {str(pk): key for pk, key in Text.objects.values_list("pk", "key")}

    def answer(text: str) -> list[str]:
        either = [
            {"match": {"_all_text": text}},
            {"match": {"title": {"query": text, "boost": 0.5}}},
        ]
        found = backend.es.search(
            index=index, query={"bool": {"should": either}}, size=DEPTH, source=False
        )
        return [keys[hit["_id"]] for hit in found["hits"]["hits"]]

    return answer


def _fill(collection: RelevanceSet) -> None:
    entries = collection.entries()
    while batch := list(islice(entries, BATCH)):
        Text.objects.bulk_create(map(_text, batch))


def _text(entry: Entry) -> Text:
    """The entry's words; those that editors added stand below the text."""
    body = "\n".join((entry.text, *entry.keywords)).replace("\0", " ")
    return Text(key=entry.id, title=entry.title.replace("\0", " "), body=body)


@contextmanager
def _index(job: Job) -> Iterator[None]:
    """The index, whole; on a server it is removed afterwards."""
    try:
        call_command("rebuild_modelsearch_index", verbosity=0, stdout=StringIO())
        connection.ensure_connection()
        yield
    finally:
        if job.address:
            client = get_search_backend().es
            for name in client.indices.get(index=f"{job.prefix}_*"):
                client.indices.delete(index=name)
