"""From « type:guide » in a question to the filter of that name.

A value is recognised by its address or its name, in either language, whatever the case,
accents and plurals. What is not recognised stays in the question as plain words. So does
what the viewer may not be told of: asking for a private community, or for somebody who
wrote only there, answers exactly like asking for one that does not exist.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from django.utils.functional import Promise
from django.utils.translation import override
from wagtail.models import Page

from search.access import Access
from search.engines import engine
from search.engines.base import EngineQuery, Reader
from search.errors import SearchUnavailable
from search.kinds import kinds
from search.params import MAX_VALUES, SearchParams
from search.syntax import ParsedText, pieces
from search.wording import key, keys
from wiki.core.languages import Language
from wiki.core.models import KnowledgeTag, Theme
from wiki.people.models import User
from wiki.people.spoken import Spoken

#: Names of the fields, folded, and the facets they stand for.
NAMES = {
    "type": "type",
    "communaute": "community", "community": "community",
    "theme": "theme",
    "auteur": "author", "autrice": "author", "author": "author",
    "langue": "language", "language": "language",
    "etiquette": "tag", "mot cle": "tag", "tag": "tag",
    "annee": "year", "year": "year",
}  # fmt: skip
#: Fields of one question that are looked up; each may cost a query.
MOST_FIELDS = 10
#: People of one name who are asked for at once.
MOST_NAMESAKES = 5
#: Letters that are enough to name a type by a part of its name; articles are shorter.
SHORTEST_PART = 3
YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)


def resolve(
    params: SearchParams, access: Access, *, reader: Reader, themes: Mapping[str, Theme]
) -> SearchParams:
    """The same search with the fields of its text made filters.

    ``themes`` are all themes by their address. No query for a text without « : »; otherwise
    two for people and communities, one for each community or tag that is named, and one
    question to the engine per person or tag.
    """
    if ":" not in params.text:
        return params
    values = _Values(access, reader, themes)
    kept: list[str] = []
    filters = dict(params.filters)
    tried, known = 0, False
    for typed, field in pieces(params.text):
        facet = NAMES.get(key(field.name)) if field and tried < MOST_FIELDS else None
        tried += bool(facet)
        found = values.of(facet, field.value) if field and facet else ()
        if facet and found:
            known = True
            before = filters.get(facet, ())
            filters[facet] = tuple(dict.fromkeys((*before, *found)))[:MAX_VALUES]
        else:
            kept.append(typed)
    return replace(params, text=" ".join(kept), filters=filters) if known else params


@dataclass(frozen=True)
class _Values:
    """What may be named to one viewer."""

    access: Access
    reader: Reader
    themes: Mapping[str, Theme]

    def of(self, facet: str, value: str) -> tuple[str, ...]:
        """The keys that this value stands for; several parts must all be known."""
        whole = self._of(facet, value)
        if whole or "," not in value:
            return whole
        parts = [self._of(facet, part) for part in value.split(",") if part.strip()]
        return tuple(found for part in parts for found in part) if all(parts) else ()

    def _of(self, facet: str, value: str) -> tuple[str, ...]:
        look_up: Callable[[str], Iterable[str]] = getattr(self, f"_{facet}")
        return tuple(look_up(value)) if key(value) else ()

    def _type(self, value: str) -> Iterable[str]:
        """By a name of the type, or by words of it that stand in no other: « cas » is enough."""
        asked = key(value)
        names = _names_of_kinds()
        exact = [kind for kind, known in names.items() if asked in known]
        if exact or len(asked) < SHORTEST_PART:
            return exact
        part = [k for k, known in names.items() if any(f" {asked} " in f" {n} " for n in known)]
        return part if len(part) == 1 else []

    def _language(self, value: str) -> Iterable[str]:
        return [code for code, names in _names_of_languages().items() if key(value) in names]

    def _year(self, value: str) -> Iterable[str]:
        return [value] if YEAR.fullmatch(value) else []

    def _community(self, value: str) -> Iterable[str]:
        asked = key(value)
        found = {pk: slug for pk, slug, *names in self._communities if asked in names}
        permitted = self.access.permitted(found).ids if found else frozenset()
        return [slug for pk, slug in found.items() if pk in permitted]

    @cached_property
    def _communities(self) -> list[tuple[int, str, str, str]]:
        rows = Page.objects.live().filter(communitypage__isnull=False).order_by("pk")
        return [
            (pk, slug, key(slug), key(title))
            for pk, slug, title in rows.values_list("pk", "slug", "title")
        ]

    def _theme(self, value: str) -> Iterable[str]:
        asked = key(value)
        return [slug for slug, theme in self.themes.items() if asked in _names_of_theme(theme)]

    def _tag(self, value: str) -> Iterable[str]:
        slugs = {KnowledgeTag().slugify(value), value.lower()}
        found = KnowledgeTag.objects.filter(slug__in=slugs).order_by("pk")
        return self._told("tag", found.values_list("slug", flat=True))

    def _author(self, value: str) -> Iterable[str]:
        """Those whose name holds all the words: a last name alone is enough."""
        asked = set(keys(value))
        found = [str(pk) for pk, names in self._people if asked <= names]
        return self._told("author", found[:MOST_NAMESAKES])

    @cached_property
    def _people(self) -> list[tuple[int, frozenset[str]]]:
        rows = User.objects.order_by("pk").values_list("pk", "first_name", "last_name")
        return [(pk, frozenset(keys(f"{first} {last}"))) for pk, first, last in rows]

    def _told(self, facet: str, found: Iterable[str]) -> list[str]:
        """Those that stand with a page that the viewer may read."""
        return [value for value in found if self._is_told(facet, value)]

    def _is_told(self, facet: str, value: str) -> bool:
        query = EngineQuery(ParsedText(), self.reader, {facet: (value,)}, limit=1)
        try:
            return engine().search(query).total > 0
        except SearchUnavailable:
            return False


def _names_of_theme(theme: Theme) -> set[str]:
    return {key(name) for name in (theme.slug, theme.label_fr, theme.label_en, *theme.synonym_list)}


@cache
def _names_of_kinds() -> dict[str, frozenset[str]]:
    return {
        kind.key: _in_all_languages(kind.key, kind.label, kind.label_plural)
        for kind in kinds().values()
    }


@cache
def _names_of_languages() -> dict[str, frozenset[str]]:
    return {
        language.value: _in_all_languages(language.value, language.label) for language in Spoken
    }


def _in_all_languages(*names: str | Promise) -> frozenset[str]:
    found = set()
    for language in Language.values:
        with override(language):
            found |= {key(str(name)) for name in names}
    return frozenset(found - {""})
