"""What the index holds of a page: its content and who may read it."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from search.text import shown
from wiki.communities.audience import Audience
from wiki.core.search_content import Label, SearchContent, Section

_LABELS = ("communities", "themes", "tags", "authors")
_TEXTS = ("keywords", "trail", "theme_words")
_MOMENTS = ("first_published", "updated")
_DAYS = ("verified_until", "expired_on")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One entry of the index, before any engine's own form."""

    content: SearchContent
    audience: Audience

    @property
    def page_id(self) -> int:
        return self.content.page_id

    @property
    def fingerprint(self) -> str:
        """Changes whenever the entry would; 16 hexadecimal digits."""
        stored = dump(self.content) + audience_key(self.audience).encode()
        return hashlib.sha256(stored).hexdigest()[:16]

    @property
    def family(self) -> int:
        """The same for all languages of one page."""
        return self.content.family or self.content.page_id

    @property
    def facets(self) -> dict[str, tuple[Label, ...]]:
        """The values of each facet, once each."""
        content = self.content
        homes = (content.community,) if content.community else ()
        found = content.first_published or content.updated
        year = (str(found.year),) if found else ()
        return {
            "type": (Label(content.kind, content.kind),),
            "community": _once((*homes, *content.communities)),
            "theme": _once(content.themes),
            "tag": _once(content.tags),
            "language": self._languages,
            "author": _once(content.authors),
            "year": tuple(Label(value, value) for value in year),
        }

    @property
    def _languages(self) -> tuple[Label, ...]:
        if self.content.languages is None:
            return (Label(self.content.language, self.content.language),)
        return _once(self.content.languages)

    @property
    def keywords(self) -> str:
        """Other ways to ask for this very page, in its editors' words."""
        return "\n".join(self.content.keywords)

    @property
    def labels(self) -> str:
        """Names that stand with the page: found, but worth no more than its text.

        Of communities only its own: whoever reads the page may know of that one, and words
        that find a page, or that a misspelt question leads to, must not tell of others.
        """
        content = self.content
        own = (content.community,) if content.community else ()
        groups = (own, content.themes, content.tags, content.authors)
        names = [label.label for group in groups for label in _once(group)]
        # A theme's words stand here: as keywords they would put all its pages before the one asked.
        return "\n".join((*names, *content.theme_words, *content.extra.values()))


def condition_key(tokens: frozenset[str]) -> str:
    """One condition as a string: tokens of which one is enough, joined by « | »."""
    return "|".join(sorted(tokens))


def audience_key(audience: Audience) -> str:
    """The audience as one string: conditions joined by « & », their tokens by « | »."""
    return "&".join(sorted(map(condition_key, audience.conditions)))


def audience_from_key(key: str) -> Audience:
    """The audience that :func:`audience_key` wrote."""
    return Audience(frozenset(frozenset(part.split("|")) for part in key.split("&") if part))


def dump(content: SearchContent) -> bytes:
    """The content, stored; texts as people read them, in one normal form."""
    return shown(json.dumps(content, default=_plain, ensure_ascii=False)).encode()


def _plain(value: Any) -> Any:
    """What JSON has no form for: a day as text, our own values by the names of their parts."""
    if isinstance(value, date):
        return value.isoformat()
    # `asdict` copies every part of every value: it took half the time of a rebuild.
    return {part.name: getattr(value, part.name) for part in fields(value)}


def load(stored: bytes | str) -> SearchContent:
    """What :func:`dump` stored; unknown fields of a newer writer are an error."""
    raw: dict[str, Any] = json.loads(stored)
    raw["community"] = Label(**raw["community"]) if raw["community"] else None
    raw["sections"] = tuple(Section(**section) for section in raw["sections"])
    for name in _LABELS:
        raw[name] = tuple(Label(**label) for label in raw[name])
    if raw.get("languages") is not None:
        raw["languages"] = tuple(Label(**label) for label in raw["languages"])
    for name in _TEXTS:
        raw[name] = tuple(raw[name])
    for name in _MOMENTS:
        raw[name] = raw[name] and datetime.fromisoformat(raw[name])
    for name in _DAYS:
        raw[name] = raw[name] and date.fromisoformat(raw[name])
    return SearchContent(**raw)


def _once(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    return tuple({label.key: label for label in labels if label.key}.values())
