"""The fields that every page of knowledge has."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from wiki.importers.conversion.context import Page
from wiki.importers.conversion.engine import inline_words
from wiki.importers.documents import Document
from wiki.importers.fields.data import PageData
from wiki.importers.linking.library import NOT_MADE
from wiki.importers.linking.surroundings import FileSurroundings
from wiki.importers.metadata.directory import Directory
from wiki.importers.metadata.licences import licence_named

MAX_SUMMARY = 400
#: A summary made of the first paragraph: long enough for a card, without saying it all twice.
MAX_FIRST_WORDS = 240
MAX_SOURCE = 300
MAX_TAG = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One document with all that its fields are read with."""

    document: Document
    around: FileSurroundings
    directory: Directory
    page: Page
    #: Owner of the pages whose file names nobody.
    default_owner: int | None = None

    def warn(self, key: str, code: str, message: object) -> None:
        self.around.warn(self.document.values.line(key), code, message)


def shared_fields(reading: Reading, data: PageData) -> None:
    """Title, summary, classification, rights and people."""
    document, values = reading.document, reading.document.values
    data.plain["title"] = document.title
    data.plain["language"] = document.language
    data.plain["summary"] = values.text("summary", limit=MAX_SUMMARY) or first_words(document)
    data.plain["keywords"] = values.lines_of("keywords")
    data.plain["licence"] = _licence(reading)
    data.plain["verified_until"] = values.day("verified_until")
    data.plain["external_id"] = document.path[:300]
    data.first_published = values.moment("date")
    data.updated = values.moment("updated")
    data.tags = list(dict.fromkeys(tag[:MAX_TAG] for tag in values.strings("tags")))
    data.extra = dict(document.extra)
    _themes(reading, data)
    _communities(reading, data)
    _source(reading, data)
    _people(reading, data)
    _cover(reading, data)
    _translation(reading, data)


def first_words(document: Document) -> str:
    """The first paragraph as a summary, cut after a sentence; the title when there is none."""
    texts = (
        inline_words(chunk.text, document.outline.references)
        for chunk in document.chunks
        if chunk.kind == "paragraph"
    )
    text = next((words for words in texts if len(words) >= 40), "")
    if len(text) <= MAX_FIRST_WORDS:
        return text or document.title
    sentence = re.match(rf"(?s).{{40,{MAX_FIRST_WORDS - 1}}}[.!?…](?=\s)", text)
    return sentence[0] if sentence else text[: MAX_FIRST_WORDS - 1].rsplit(" ", 1)[0] + "…"


def _licence(reading: Reading) -> str:
    written = reading.document.values.text("licence")
    found = licence_named(written) if written else ""
    if written and not found:
        reading.document.values.bad("licence", written)
    return found


def _themes(reading: Reading, data: PageData) -> None:
    ids = []
    for name in reading.document.values.strings("themes"):
        theme = reading.directory.theme(name)
        if theme is not None:
            ids.append(theme)
            continue
        reading.warn(
            "themes",
            "unknown-theme",
            _("“%(name)s” is no theme of the vocabulary; it became a tag.") % {"name": name},
        )
        data.tags = list(dict.fromkeys([*data.tags, name[:MAX_TAG]]))
    data.many["themes"] = sorted(set(ids))


def _communities(reading: Reading, data: PageData) -> None:
    ids = []
    for name in reading.document.values.strings("communities"):
        community = reading.directory.community(name)
        if community is None:
            reading.warn(
                "communities",
                "unknown-community",
                _("There is no community “%(name)s”.") % {"name": name},
            )
            data.extra.setdefault("communities", []).append(name)
        else:
            ids.append(community)
    data.many["communities"] = sorted(set(ids))


def valid_url(text: str) -> bool:
    """Whether a field for addresses takes it."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return len(text) <= 1000


def _source(reading: Reading, data: PageData) -> None:
    value = reading.document.values.values.get("source")
    name = url = ""
    if isinstance(value, dict):
        name, url = str(value.get("name") or ""), str(value.get("url") or "")
    elif isinstance(value, str):
        url, name = (value, "") if "://" in value else ("", value)
    elif value is not None:
        reading.document.values.bad("source", value)
    if url and not valid_url(url):
        reading.document.values.bad("source", url)
        name, url = " ".join(filter(None, (name, url))), ""
    data.plain["source_name"] = name[:MAX_SOURCE]
    data.plain["source_url"] = url


def _people(reading: Reading, data: PageData) -> None:
    known: list[int] = []
    unknown: list[str] = []
    for name in reading.document.values.strings("authors"):
        person = reading.directory.person(name)
        if person is None:
            unknown.append(name)
            reading.warn(
                "authors",
                "unknown-author",
                _("Nobody here is “%(name)s”; the name was kept with the source.") % {"name": name},
            )
        elif person not in known:
            known.append(person)
    data.plain["owner_id"] = known[0] if known else reading.default_owner
    data.many["co_authors"] = sorted(known[1:])
    if unknown:
        names = ", ".join(filter(None, (data.plain["source_name"], *unknown)))
        data.plain["source_name"] = names[:MAX_SOURCE]
    data.plain["verified_by_id"] = _verifier(reading)


def _verifier(reading: Reading) -> int | None:
    name = reading.document.values.text("verified_by")
    person = reading.directory.person(name) if name else None
    if name and person is None:
        reading.warn(
            "verified_by", "unknown-author", _("Nobody here is “%(name)s”.") % {"name": name}
        )
    return person


def _cover(reading: Reading, data: PageData) -> None:
    values = reading.document.values
    src = values.text("cover")
    data.plain["cover_id"] = None
    if not src:
        return
    picture = reading.around.picture(
        src, alt=values.text("cover_alt") or reading.document.title, caption="",
        line=values.line("cover"),
    )  # fmt: skip
    if picture.id not in {None, NOT_MADE}:
        data.plain["cover_id"] = picture.id


def _translation(reading: Reading, data: PageData) -> None:
    target = page_named(reading, reading.document.values.text("translation_of"), "translation_of")
    data.plain["translation_of_id"] = target


def page_named(reading: Reading, address: str, key: str) -> int | None:
    """The id of the page of another file; a missing one is reported."""
    if not address:
        return None
    line = reading.document.values.line(key)
    target = reading.around.link(address, line=line)
    return target.id if target.kind == "page" else None
