"""Entries made by hand, for what needs no page: ranks, counts, other languages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from search.documents import SearchDocument, condition_key
from search.engines import engine
from search.engines.base import Changes, EngineAnswer, EngineQuery, Reader
from search.syntax import parse
from wiki.communities.audience import PUBLIC, Audience
from wiki.core.search_content import SearchContent, Section

LOGIN = Audience(frozenset({frozenset({"login"})}))
AUDIENCES = [
    PUBLIC,
    LOGIN,
    Audience(frozenset({frozenset({"group:1", "group:2"}), frozenset({"login"})})),
]


def entry(
    page_id: int, title: str = "Titre", text: str = "", *, audience: Audience = PUBLIC, **more: Any
) -> SearchDocument:
    """The entry of one page."""
    values = {
        "kind": "guide", "language": "fr", "url": f"/{page_id}/",
        "sections": (Section("", "", text),) if text else (),
        "updated": datetime(2024, 5, 5, tzinfo=UTC), **more,
    }  # fmt: skip
    return SearchDocument(SearchContent(page_id=page_id, title=title, **values), audience)


def index_only(*entries: SearchDocument) -> None:
    """Make these all that the index holds."""
    before = frozenset(engine().states())
    now = frozenset(made.page_id for made in entries)
    engine().update(before | now, lambda ids: Changes(entries, before - now))


def reader(*tokens: str, hidden: Iterable[int] = ()) -> Reader:
    """Somebody who holds these tokens, on a site with all the audiences."""
    held = frozenset(tokens)
    conditions = {condition for audience in AUDIENCES for condition in audience.conditions}
    met = frozenset(condition_key(tokens) for tokens in conditions if tokens & held)
    return Reader(held, frozenset(hidden), met)


def asked(text: str = "", *, held: Reader | None = None, **more: Any) -> EngineAnswer:
    """The engine's answer to a question."""
    return engine().search(EngineQuery(parse(text), held or reader(), **more))


def ids(answer: EngineAnswer) -> list[int]:
    """The pages found, best first."""
    return [hit.content.page_id for hit in answer.hits]
