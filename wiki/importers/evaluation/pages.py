"""Texts of a question set as published guides, made as the importer makes pages."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from typing import cast

from django.db import transaction
from wagtail.models import Page, Site

from guides.models import GuideIndexPage, GuidePage
from search.evaluation.sets import Entry
from wiki.core.languages import Language
from wiki.importers.fields.data import PageData
from wiki.importers.writing.pages import new_page, write_page
from wiki.importers.writing.publishing import publish, start_empty
from wiki.importers.writing.rows import insert_pages

#: Pages in one transaction: a few MB in memory.
BATCH = 200
#: What a page's title may hold; a longer one stands whole above the text.
LONGEST_TITLE = 255


def make_pages(
    entries: Iterable[Entry], *, language: Language, section: str
) -> Iterator[tuple[int, str]]:
    """One published guide for each text, in an index named ``section``.

    Gives the id of each page and that of its text.
    """
    index = _index(section)
    numbered = enumerate(entries, start=1)
    while batch := list(islice(numbered, BATCH)):
        yield from _write(batch, index, language)


def _index(title: str) -> Page:
    page = GuideIndexPage(title=title[:LONGEST_TITLE], slug="evaluation", live=False)
    start_empty(page)
    insert_pages([page], Site.objects.get(is_default_site=True).root_page_id)
    publish(page, is_new=True)
    return page


@transaction.atomic
def _write(
    batch: list[tuple[int, Entry]], index: Page, language: Language
) -> list[tuple[int, str]]:
    pages = [
        cast(GuidePage, new_page("guide", title=page_title(entry), slug=str(number), owner=None))
        for number, entry in batch
    ]
    insert_pages(pages, index.pk)
    for page, (_number, entry) in zip(pages, batch, strict=True):
        write_page(page, page_data(entry, language), user=None, tags=(), is_new=True)
    return [(page.pk, entry.id) for page, (_number, entry) in zip(pages, batch, strict=True)]


def page_title(entry: Entry) -> str:
    """The text's title; a text without one is known by its first words, or by its id."""
    title = _clean(entry.title or entry.text or entry.id)
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE + 1].rpartition(" ")[0] or title[:LONGEST_TITLE]


def page_data(entry: Entry, language: Language) -> PageData:
    """The values of the page: every word of the text, none of it taken for markup."""
    title = page_title(entry)
    lines = [line for line in entry.text.replace("\0", " ").splitlines() if line.strip()]
    if entry.title and title != _clean(entry.title):
        lines.insert(0, _clean(entry.title))
    html = "".join(f"<p>{escape(line.strip())}</p>" for line in lines)
    return PageData(
        plain={
            "title": title,
            "language": language,
            "keywords": "\n".join(_clean(word) for word in entry.keywords),
        },
        streams={"body": [{"type": "text", "value": html}] if html else []},
    )


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
