"""Facets count what brute force counts."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.engines.base import Changes, EngineQuery, Reader
from search.engines.embedded.engine import EmbeddedEngine
from search.params import FACETS
from search.syntax import parse
from wiki.communities.audience import PUBLIC, Audience
from wiki.core.search_content import Label, SearchContent, Section

AUDIENCES = [
    PUBLIC,
    Audience(frozenset({frozenset({"login"})})),
    Audience(frozenset({frozenset({"group:1", "group:2"}), frozenset({"login"})})),
]


def labels(prefix: str) -> st.SearchStrategy[tuple[Label, ...]]:
    keys = st.lists(st.sampled_from("abc"), max_size=2, unique=True)
    return keys.map(lambda found: tuple(Label(f"{prefix}{k}", f"Label {k}") for k in found))


contents = st.builds(
    SearchContent,
    page_id=st.just(0),
    kind=st.sampled_from(["guide", "case"]),
    language=st.sampled_from(["fr", "en"]),
    title=st.sampled_from(["Réunion", "Bilan", "Meeting"]),
    url=st.just("/"),
    sections=st.sampled_from([(), (Section("a", "Mentorat", "Un mentorat utile."),)]),
    themes=labels("t"),
    tags=labels("g"),
    first_published=st.integers(2023, 2025).map(lambda y: datetime(y, 5, 5, tzinfo=UTC)),
)
documents = st.lists(
    st.builds(SearchDocument, content=contents, audience=st.sampled_from(AUDIENCES)), max_size=12
)
filters = st.dictionaries(
    st.sampled_from(["type", "theme", "tag", "language", "year"]),
    st.lists(
        st.sampled_from(["guide", "case", "ta", "tb", "ga", "fr", "2023", "2024"]),
        min_size=1,
        max_size=2,
        unique=True,
    ).map(tuple),
    max_size=3,
)
tokens = st.sampled_from([frozenset[str](), frozenset({"login"}), frozenset({"login", "group:2"})])


def holds(document: SearchDocument, facet: str, keys: tuple[str, ...]) -> bool:
    return any(label.key in keys for label in document.facets[facet])


@settings(max_examples=25, deadline=None)
@given(made=documents, chosen=filters, held=tokens, words=st.sampled_from(["", "mentorat"]))
def test_counts_are_true(made, chosen, held, words):
    numbered = [
        SearchDocument(_numbered(document.content, number), document.audience)
        for number, document in enumerate(made, start=1)
    ]
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder))
        with engine.rebuild() as build:
            build.add(numbered)
            build.swap(lambda ids: Changes())
        answer = engine.search(EngineQuery(parse(words), Reader(held), chosen, limit=100))
    found = [
        document
        for document in numbered
        if document.audience.admits(held) and (not words or document.content.sections)
    ]
    kept = [d for d in found if all(holds(d, name, keys) for name, keys in chosen.items())]
    if kept:
        assert answer.total == len(kept)
        assert {hit.content.page_id for hit in answer.hits} == {d.page_id for d in kept}
    elif words:
        assert answer.elsewhere == (len(found) if chosen else 0)
    for facet in FACETS:
        others = {name: keys for name, keys in chosen.items() if name != facet}
        counted = Counter(
            label.key
            for d in found
            if all(holds(d, name, keys) for name, keys in others.items())
            for label in d.facets[facet]
        )
        if not answer.near:
            assert {value.key: value.count for value in answer.facets[facet]} == counted


def _numbered(content: SearchContent, number: int) -> SearchContent:
    values = {name: getattr(content, name) for name in SearchContent.__slots__}
    return SearchContent(**{**values, "page_id": number})
