"""The languages of one page are one result, in hits, totals and facets alike."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.params import FACETS, Sort
from tests.search.made import AUDIENCES, asked, entry, ids, index_only, reader
from wiki.core.search_content import Label

pytestmark = pytest.mark.usefixtures("search_index")


def versions() -> tuple[SearchDocument, SearchDocument]:
    """One page in two languages."""
    return (
        entry(1, "Le mentorat", "Accompagner quelqu’un.", family=1),
        entry(2, "Mentoring", "Mentorat is the French word.", language="en", family=1),
    )


def test_the_version_that_answers_best_is_shown() -> None:
    index_only(*versions(), entry(3, "Autre", "Rien."))
    assert ids(asked("mentorat")) == [1]
    assert ids(asked("mentoring")) == [2]
    assert asked("mentorat").total == 1


def test_without_words_the_version_in_the_readers_language() -> None:
    alone = entry(3, "Only in English", language="en")
    index_only(*versions(), alone)
    assert set(ids(asked(language="fr"))) == {1, 3}
    assert set(ids(asked(language="en"))) == {2, 3}
    assert ids(asked(language="fr", filters={"language": ("en",)}, sort=Sort.TITLE)) == [2, 3]
    assert asked().total == 2


def test_each_value_counts_results() -> None:
    french, english = versions()
    theme, tag = Label("pair", "Pair"), Label("guide", "Guide")
    index_only(
        SearchDocument(replace(french.content, themes=(theme,), tags=(tag,)), french.audience),
        SearchDocument(replace(english.content, themes=(theme,)), english.audience),
    )
    answer = asked("mentorat")
    counts = {name: {v.key: v.count for v in found} for name, found in answer.facets.items()}
    assert counts["theme"] == {"pair": 1}
    assert counts["tag"] == {"guide": 1}
    assert counts["type"] == {"guide": 1}
    assert counts["language"] == {"fr": 1, "en": 1}


def test_a_version_that_may_not_be_read_is_none() -> None:
    french, english = versions()
    index_only(SearchDocument(french.content, AUDIENCES[1]), english)
    assert ids(asked("mentorat")) == [2]
    assert ids(asked("mentorat", held=reader("login"))) == [1]


def labels(prefix: str) -> st.SearchStrategy[tuple[Label, ...]]:
    keys = st.lists(st.sampled_from("ab"), max_size=2, unique=True)
    return keys.map(lambda found: tuple(Label(f"{prefix}{k}", f"Label {k}") for k in found))


entries = st.lists(
    st.builds(
        entry,
        page_id=st.just(0),
        title=st.sampled_from(["Réunion", "Bilan", "Meeting"]),
        text=st.sampled_from(["", "Un mentorat utile.", "Mentorat, mentorat et mentorat."]),
        audience=st.sampled_from(AUDIENCES),
        kind=st.sampled_from(["guide", "case"]),
        language=st.sampled_from(["fr", "en"]),
        themes=labels("t"),
        tags=labels("g"),
        family=st.sampled_from([0, 901, 902, 903]),
        first_published=st.integers(2023, 2025).map(lambda y: datetime(y, 5, 5, tzinfo=UTC)),
    ),
    max_size=12,
)
filters = st.dictionaries(
    st.sampled_from(["type", "theme", "tag", "language", "year"]),
    st.lists(
        st.sampled_from(["guide", "case", "ta", "tb", "ga", "fr", "en", "2023", "2024"]),
        max_size=2,
        unique=True,
    ).map(tuple),
    max_size=2,
).map(lambda chosen: {name: keys for name, keys in chosen.items() if keys})


def holds(document: SearchDocument, chosen: dict[str, tuple[str, ...]]) -> bool:
    facets = document.facets
    return all(any(label.key in keys for label in facets[name]) for name, keys in chosen.items())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    made=entries,
    chosen=filters,
    held=st.sampled_from([(), ("login",), ("login", "group:2")]),
    words=st.sampled_from(["", "mentorat"]),
    sort=st.sampled_from(list(Sort)),
    pinned=st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple),
)
def test_what_is_found_is_what_brute_force_finds(made, chosen, held, words, sort, pinned) -> None:
    numbered = [
        SearchDocument(replace(document.content, page_id=number), document.audience)
        for number, document in enumerate(made, start=1)
    ]
    index_only(*numbered)
    question = {
        "held": reader(*held), "filters": chosen, "sort": sort, "pinned": pinned,
    }  # fmt: skip
    answer = asked(words, limit=100, **question)
    seen = [
        document
        for document in numbered
        if document.audience.admits(frozenset(held))
        and (not words or document.content.sections or document.page_id in pinned)
    ]
    kept = [document for document in seen if holds(document, chosen)]
    if not kept:
        assert answer.elsewhere == (len({d.family for d in seen}) if chosen else 0)
        return
    family = {document.page_id: document.family for document in numbered}
    shown = [family[page_id] for page_id in ids(answer)]
    assert answer.total == len(shown) == len(set(shown))
    assert set(shown) == {document.family for document in kept}
    assert set(ids(answer)) <= {document.page_id for document in kept}
    if sort is Sort.RELEVANCE:
        may = [page_id for page_id in pinned if page_id in {d.page_id for d in kept}]
        first = list(dict.fromkeys(family[page_id] for page_id in may))
        assert shown[: len(first)] == first
    pages = [asked(words, limit=3, offset=start, **question) for start in range(0, 15, 3)]
    assert [page_id for page in pages for page_id in ids(page)] == ids(answer)
    for facet in FACETS:
        others = {name: keys for name, keys in chosen.items() if name != facet}
        pairs = {
            (label.key, d.family) for d in seen if holds(d, others) for label in d.facets[facet]
        }
        counted = {value.key: value.count for value in answer.facets[facet]}
        assert counted == Counter(key for key, _family in pairs)


@pytest.mark.parametrize("search_engine", ["elastic"], indirect=True)
@pytest.mark.parametrize("chosen", [{}, {"type": ("guide",)}, {"language": ("en",)}])
def test_more_families_than_one_request_counts(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, tuple[str, ...]]
) -> None:
    """The server bounds what one answer holds; the embedded engine has no such bound."""
    made = [
        entry(2 * n + place, f"Mentorat {n}", "Un mentorat utile.", language=language, family=2 * n)
        for n in range(1, 8)
        for place, language in enumerate(("fr", "en"))
    ]
    index_only(*made)
    whole = asked("mentorat", filters=chosen)
    monkeypatch.setattr("search.engines.elastic.facets.MOST_FAMILIES", 4)
    in_parts = asked("mentorat", filters=chosen)
    assert (in_parts.total, in_parts.facets) == (whole.total, whole.facets)
    assert whole.total == 7
