"""What an entry stores comes back as it was, and tells when it changes."""

from dataclasses import replace
from datetime import UTC, date, datetime

from search.documents import SearchDocument, dump, load
from tests.search.made import LOGIN, entry
from wiki.communities.audience import PUBLIC
from wiki.core.search_content import Label, SearchContent, Section

WHOLE = SearchContent(
    page_id=1,
    kind="guide",
    language="fr",
    title="L’été",
    url="/ete/",
    summary="Court.",
    keywords=("chaud",),
    sections=(Section("a", "Début", "Il fait beau."), Section("", "", "…")),
    trail=("Guides",),
    community=Label("animation", "Animation"),
    communities=(Label("veille", "Veille"),),
    themes=(Label("saisons", "Saisons"),),
    theme_words=("météo",),
    tags=(Label("soleil", "Soleil"),),
    authors=(Label("7", "Léa"),),
    first_published=datetime(2024, 5, 5, 14, 30, 1, tzinfo=UTC),
    updated=datetime(2025, 6, 6, 9, 0, tzinfo=UTC),
    verified_until=date(2026, 1, 1),
    expired_on=date(2027, 2, 2),
    extra={"level": "Débutant"},
    family=1,
)


def test_all_that_is_stored_comes_back() -> None:
    assert load(dump(WHOLE)) == WHOLE
    bare = entry(2).content
    assert load(dump(bare)) == bare


def test_a_fingerprint_tells_each_change() -> None:
    changed = {
        "title": "Hiver", "updated": datetime(2025, 6, 6, 9, 1, tzinfo=UTC), "family": 2,
        "sections": WHOLE.sections[:1], "community": None, "expired_on": None,
    }  # fmt: skip
    documents = [
        SearchDocument(WHOLE, PUBLIC),
        SearchDocument(WHOLE, LOGIN),
        *(SearchDocument(replace(WHOLE, **{name: new}), PUBLIC) for name, new in changed.items()),
    ]
    assert len({document.fingerprint for document in documents}) == len(documents)
    assert SearchDocument(replace(WHOLE), PUBLIC).fingerprint == documents[0].fingerprint
