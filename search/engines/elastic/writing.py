"""What is sent to change the index, and what the server said of each part."""

from collections.abc import Container, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.documents import SearchDocument
from search.engines.elastic.analysis import language_for
from search.engines.elastic.entries import to_elastic
from search.engines.elastic.indexes import Found
from search.errors import EntriesRefused, IndexMissing, Overloaded, SearchUnavailable

Operation = dict[str, Any]
#: Bytes and entries of one request: the server answers in well under a second.
MOST_BYTES, MOST_ENTRIES = 4_000_000, 500
#: What of the answer is read.
WHAT_WENT_WRONG = "errors,items.*.status,items.*.error,items.*._index,items.*._id"


def put(alias: str, document: SearchDocument, version: int) -> list[Operation]:
    """Write this entry."""
    return [{"index": _target(alias, document.page_id, version)}, to_elastic(document)]


def remove(alias: str, page_id: int, version: int) -> list[Operation]:
    """Take this entry away."""
    return [{"delete": _target(alias, page_id, version)}]


def _target(alias: str, page_id: int, version: int) -> Operation:
    return {
        "_index": alias,
        "_id": str(page_id),
        "version": version,
        "version_type": "external_gte",
        "require_alias": True,
    }


def changed(
    found: dict[str, Found],
    documents: Iterable[SearchDocument],
    gone: Iterable[int],
    version: int,
) -> list[list[Operation]]:
    """All that makes these changes, in every index that is asked or filled.

    A page whose language changed leaves the index of the other one.
    """
    operations = []
    for document in documents:
        own = language_for(document.content.language)
        operations += [
            put(alias, document, version)
            if language == own
            else remove(alias, document.page_id, version)
            for language, each in found.items()
            for alias in each.written
        ]
    operations += [
        remove(alias, page_id, version)
        for page_id in gone
        for each in found.values()
        for alias in each.written
    ]
    return operations


def batches(operations: Iterable[list[Operation]]) -> Iterator[list[Operation]]:
    """Requests of a bounded size."""
    batch: list[Operation] = []
    size = count = 0
    for operation in operations:
        batch += operation
        count += 1
        size += sum(len(part.get("content", "")) + _texts(part) for part in operation)
        if size >= MOST_BYTES or count >= MOST_ENTRIES:
            yield batch
            batch, size, count = [], 0, 0
    if batch:
        yield batch


def _texts(part: Operation) -> int:
    # As passages, and twice in what is looked up.
    return 3 * sum(len(section["text"]) for section in part.get("sections", ()))


def send(
    client: Elasticsearch, batch: list[Operation], *, refresh: bool, optional: Container[str] = ()
) -> None:
    """Send one request. ``optional`` are aliases whose index may have been thrown away meanwhile.

    Raises ``IndexMissing``, ``EntriesRefused`` when single entries can never be taken,
    ``Overloaded`` when the server may take all a moment later, ``SearchUnavailable`` for
    anything else that was refused. All may be sent again: an entry that arrived keeps its
    version.
    """
    try:
        answer = client.bulk(operations=batch, refresh=refresh, filter_path=WHAT_WENT_WRONG)
    except ApiError as error:
        if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Overloaded("the server has too much to do") from error
        raise
    if not answer.get("errors"):
        return
    refused = [
        part for item in answer["items"] for part in item.values() if _matters(part, optional)
    ]
    if any(_is_gone(part) for part in refused):
        raise IndexMissing("the index was removed")
    for_ever = {int(part["_id"]): _why(part) for part in refused if _is_for_ever(part)}
    if others := [part for part in refused if not _is_for_ever(part)]:
        busy = all(part["status"] == HTTPStatus.TOO_MANY_REQUESTS for part in others)
        kind = Overloaded if busy else SearchUnavailable
        raise kind(f"{len(refused)} entries refused: {_why(others[0])}")
    if for_ever:
        raise EntriesRefused(for_ever)


def _matters(part: dict[str, Any], optional: Container[str]) -> bool:
    """Whether this part was refused, and not because all is as it should be."""
    if "error" not in part or part["status"] == HTTPStatus.CONFLICT:
        return False  # done, nothing to delete, or a newer version stands there
    return not (_is_gone(part) and part["_index"] in optional)


def _is_gone(part: dict[str, Any]) -> bool:
    return part["status"] == HTTPStatus.NOT_FOUND


def _is_for_ever(part: dict[str, Any]) -> bool:
    """Whether the entry itself is at fault and not the server's state."""
    return part["status"] == HTTPStatus.BAD_REQUEST


def _why(part: dict[str, Any]) -> str:
    error = part["error"]
    return f"{error['type']}: {error.get('reason', '')}"[:300]
