"""Texts of a set as pages: every word is there, and nothing is taken for markup."""

from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from guides.models import GuidePage
from home.models import HomePage
from search.eligibility import is_indexable
from search.engines.elastic.indexes import Indexes
from search.evaluation.jobs import Job
from search.evaluation.sets import Entry
from search.evaluation.throwaway import fresh_name
from tests.search.evaluation.made import write_set
from wiki.core.languages import Language
from wiki.importers.evaluation.pages import make_pages, page_title
from wiki.importers.evaluation.product import measure

ODD = "a < b & c > d\n# Pas un titre\n* ni `une` [liste](x) <script>\n\n   1. ni &amp; ceci\u00a0!"


def made(*entries: Entry, language: Language = Language.FRENCH) -> list[GuidePage]:
    ids = dict(make_pages(entries, language=language, section="essai"))
    pages = {page.pk: page for page in GuidePage.objects.all()}
    assert list(ids.values()) == [entry.id for entry in entries]
    return [pages[number] for number in ids]


def test_every_word_of_a_text_is_searched_as_it_is(home: HomePage) -> None:
    (page,) = made(Entry("x", "Un <b>titre</b> & *demi*", ODD, ("autre & mot", "encore")))
    content = page.search_content()
    assert content.title == "Un <b>titre</b> & *demi*"
    words = " ".join(section.text for section in content.sections).split()
    assert [word for word in words if word != "·"] == ODD.split()  # a pause between paragraphs
    assert [section.heading for section in content.sections] == [""]
    assert content.keywords == ("autre & mot", "encore")
    assert content.summary == ""


def test_pages_are_published_in_their_language(home: HomePage) -> None:
    one, other = made(
        Entry("1", "One", "A text."), Entry("2", "Two", ""), language=Language.ENGLISH
    )
    assert one.live
    assert one.live_revision is not None
    assert one.language == other.language == "en"
    assert one.get_parent().title == "essai"
    assert is_indexable(one)
    assert is_indexable(other)


def test_a_long_title_stands_whole_above_the_text(home: HomePage) -> None:
    title = " ".join(f"mot{number}" for number in range(60))
    (page,) = made(Entry("x", title, "Le texte."))
    assert len(page.title) <= 255
    assert title.startswith(page.title + " ")
    assert page.search_content().sections[0].text.startswith(title)


def test_a_text_without_a_title_is_known_by_its_first_words_or_its_id(home: HomePage) -> None:
    assert page_title(Entry("x", "", "Deux  mots.")) == "Deux mots."
    (page,) = made(Entry("cran-471", "", ""))
    assert page.title == "cran-471"


def test_more_texts_than_one_batch(home: HomePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.importers.evaluation.pages.BATCH", 3)
    entries = [Entry(f"e{number}", "Même titre", f"Texte {number}.") for number in range(8)]
    pages = made(*entries)
    assert len({page.url_path for page in pages}) == 8
    assert [page.search_content().sections[0].text for page in pages] == [e.text for e in entries]


def test_both_engines_answer_through_the_site(
    home: HomePage, search_engine: str, settings: Any, tmp_path: Path
) -> None:
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "prefix": fresh_name()}
    job = Job(
        folder=str(write_set(tmp_path / "small")),
        place=str(tmp_path),
        language="fr",
        engine=search_engine,
        variants=("plain", "titles", "capitals"),
    )
    plain, titles, capitals = measure(job)
    assert (plain.engine, plain.queries, plain.empty) == (search_engine, 3, 0.0)
    assert plain.p_at_1 == titles.p_at_1 == capitals.p_at_1 == 1.0
    if search_engine == "elastic":
        assert not _left(settings.ELASTICSEARCH)
    else:
        assert not settings.SEARCH_INDEX_DIR.exists()


def _left(options: dict[str, Any]) -> list[str]:
    with Elasticsearch(options["url"]) as client:
        found = Indexes(options["prefix"]).found(client)
    return [each.live for each in found.values() if each.live]
