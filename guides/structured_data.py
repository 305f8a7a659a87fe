"""What a page says of itself to machines: schema.org as JSON-LD."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guides.fiche import Labels, People
from guides.models import CaseStudyPage, GuidePage, KnowledgePage, SeriesPage, WatchNotePage
from guides.neighbours import LinkedPage

#: Addresses of the licences that have a page of their own better known than SPDX's.
CREATIVE_COMMONS = "https://creativecommons.org/licenses"
LICENCE_ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": f"{CREATIVE_COMMONS}/by/4.0/",
    "CC-BY-SA-4.0": f"{CREATIVE_COMMONS}/by-sa/4.0/",
    "CC-BY-NC-4.0": f"{CREATIVE_COMMONS}/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": f"{CREATIVE_COMMONS}/by-nc-sa/4.0/",
    "CC-BY-ND-4.0": f"{CREATIVE_COMMONS}/by-nd/4.0/",
}
#: A text inside a script element must never close it nor open a comment.
ESCAPES: dict[str, str | int | None] = {
    "<": "\\u003C",
    ">": "\\u003E",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a guide as machines read it: plain text."""

    anchor: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Described:
    """All that the description of a page is made from."""

    page: KnowledgePage
    #: Absolute address of the page, and of the site.
    url: str
    site_url: str
    site_name: str
    people: People
    labels: Labels
    #: Title and absolute address of each place above the page.
    trail: Sequence[tuple[str, str]]
    steps: Sequence[Step] = ()
    stops: Sequence[LinkedPage] = ()
    #: Absolute address of the cover.
    image: str = ""


def json_ld(described: Described) -> SafeString:
    """The page and its place, ready to stand in a ``script`` element."""
    graph = [_page(described), _breadcrumb(described)]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, indent=None
    )
    return mark_safe(text.translate(str.maketrans(ESCAPES)))  # noqa: S308  # escaped just above


def licence_address(licence: str) -> str:
    """Where the licence stands (https://spdx.org/licenses/ when it has no better place)."""
    if not licence:
        return ""
    return LICENCE_ADDRESSES.get(licence, f"https://spdx.org/licenses/{licence}.html")


def _page(described: Described) -> dict[str, Any]:
    page = described.page
    common = {
        "@id": described.url,
        "url": described.url,
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.language,
        "image": described.image,
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "author": [_person(each.display_name) for each in described.people.authors],
        "publisher": {
            "@type": "Organization",
            "name": described.site_name,
            "url": described.site_url,
        },
        "license": licence_address(page.licence),
        "keywords": [tag.name for tag in described.labels.tags],
        "about": [
            {"@type": "Thing", "name": theme.label_in(page.language)}
            for theme in described.labels.themes
        ],
        "isBasedOn": page.source_url,
    }
    return _filled({**common, **_own(described)})


def _own(described: Described) -> dict[str, Any]:
    """What only this type of page has; its ``@type`` at least."""
    page = described.page
    match page:
        case GuidePage():
            return {
                "@type": "HowTo",
                "totalTime": page.length.iso if page.length else "",
                "supply": [{"@type": "HowToSupply", "name": each} for each in page.material_list],
                "step": _steps(described),
            }
        case CaseStudyPage():
            return {
                "@type": "Article",
                "headline": page.title,
                "temporalCoverage": page.case_date and page.case_date.isoformat(),
            }
        case WatchNotePage():
            return {
                "@type": "Article",
                "headline": page.title,
                "citation": _source(page),
                "expires": page.relevant_until and page.relevant_until.isoformat(),
            }
        case SeriesPage():
            return {
                "@type": ["LearningResource", "ItemList"],
                "timeRequired": page.length.iso if page.length else "",
                "numberOfItems": len(described.stops),
                "itemListOrder": "https://schema.org/ItemListOrderAscending",
                "itemListElement": _items(
                    (stop.title, described.site_url + stop.url) for stop in described.stops
                ),
            }
    return {"@type": "Article", "headline": page.title}


def _steps(described: Described) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "@type": "HowToStep",
                "position": position,
                "name": step.name,
                "text": step.text or step.name,
                "url": f"{described.url}#{step.anchor}" if step.anchor else "",
            }
        )
        for position, step in enumerate(described.steps, start=1)
    ]


def _source(page: WatchNotePage) -> dict[str, Any]:
    source = {
        "name": page.source_title,
        "url": page.source_url,
        "author": page.source_author and _person(page.source_author),
        "publisher": page.publisher and {"@type": "Organization", "name": page.publisher},
        "datePublished": page.source_date and page.source_date.isoformat(),
        "inLanguage": page.source_language,
    }
    filled = _filled(source)
    return {"@type": "CreativeWork", **filled} if filled else {}


def _breadcrumb(described: Described) -> dict[str, Any]:
    places = [*described.trail, (described.page.title, described.url)]
    return {"@type": "BreadcrumbList", "name": _("You are here"), "itemListElement": _items(places)}


def _items(places: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(places, start=1)
    ]


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without the keys that say nothing."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
