"""All the feeds that somebody may read, under headings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guides.queries import KINDS, CountedTheme, knowledge, themes_with_counts
from wiki.communities.audience import Viewer
from wiki.communities.queries import communities
from wiki.core.once import reading_once
from wiki.core.opml import Outline
from wiki.syndication.feeds.addresses import calendar_path, feed_path
from wiki.syndication.feeds.places import COMMUNITIES, SEARCHES, SITE, THEMES, TYPES
from wiki.syndication.feeds.values import absolute
from wiki.syndication.models import SavedSearch


@dataclass(frozen=True, slots=True)
class Row:
    """What has a feed, and the absolute addresses of its forms; ``ics`` is its calendar's."""

    title: str
    page_path: str
    atom: str
    json: str
    ics: str = ""
    #: Written in the site's language, not in the reader's.
    of_the_site: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Feeds of one sort."""

    title: str | Promise
    icon: str
    rows: tuple[Row, ...]


def feeds_of(viewer: Viewer, *, secret: str = "") -> list[Shelf]:
    """The feeds that the viewer may read (nine queries at most).

    With a secret, the addresses carry it and the saved searches come along.
    """
    with reading_once():
        themes = themes_with_counts(knowledge(viewer))
        places = list(communities(viewer))
    types = [(kind.search_kind, str(kind.kind_label_plural)) for kind in KINDS]
    whole = _row(SITE, "", settings.SITE_NAME, "/", secret)
    browse = reverse("guides:browse")
    shelves = [
        Shelf(_("Everything"), "library", (whole,)),
        Shelf(
            _("By type"),
            "layers",
            tuple(_row(TYPES, key, name, f"{browse}?type={key}", secret) for key, name in types),
        ),
        Shelf(
            _("By community"),
            "users",
            tuple(
                _row(COMMUNITIES, each.slug, each.title, each.url or "/", secret) for each in places
            ),
        ),
        Shelf(_("By theme"), "tags", tuple(_theme_rows(themes, secret))),
    ]
    if secret and viewer.is_authenticated:
        kept = SavedSearch.objects.filter(person=viewer)
        rows = tuple(
            _row(SEARCHES, str(each.pk), each.name, each.results_url, secret) for each in kept
        )
        shelves.append(Shelf(_("My saved searches"), "search", rows))
    return [shelf for shelf in shelves if shelf.rows]


def outlines_of(shelves: Iterable[Shelf]) -> Iterator[Outline]:
    """The same for OPML, each feed once and as Atom."""
    for shelf in shelves:
        for row in shelf.rows:
            yield Outline(row.title, row.atom, absolute(row.page_path), str(shelf.title))


def _row(kind: str, key: str, title: str, page_path: str, secret: str) -> Row:
    dates = calendar_path(key, secret=secret) if kind == COMMUNITIES else ""
    return Row(
        title=title,
        page_path=page_path,
        atom=absolute(feed_path(kind, key, "atom", secret=secret)),
        json=absolute(feed_path(kind, key, "json", secret=secret)),
        ics=absolute(dates) if dates else "",
        of_the_site=kind == COMMUNITIES,
    )


def _theme_rows(themes: Iterable[CountedTheme], secret: str) -> Iterator[Row]:
    """Wider themes before those that are part of them."""
    for theme in themes:
        slug = theme.url.rstrip("/").rpartition("/")[2]
        yield _row(THEMES, slug, theme.label, theme.url, secret)
        yield from _theme_rows(theme.parts, secret)
