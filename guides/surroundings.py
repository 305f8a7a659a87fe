"""What stands around pages of knowledge, loaded for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from wagtail.models import Page

from guides.families import in_several_languages, original_of
from wiki.communities.audience import audience_of, rules
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.core.search_content import Label
from wiki.people.models import User

if TYPE_CHECKING:
    from guides.models import KnowledgePage

STEP = Page.steplen
#: Root and home: no place of theirs tells one page from another.
TOP = 2


@dataclass(frozen=True, slots=True)
class _Ancestor:
    title: str
    slug: str
    is_community: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Places, themes, communities, tags, people and languages of some pages.

    Ten queries at most, however many pages.
    """

    _ancestors: dict[str, _Ancestor]
    _themes: dict[int, Theme]
    _theme_ids: dict[int, list[int]]
    _communities: dict[int, list[Label]]
    _tags: dict[int, list[Label]]
    _people: dict[int, User]
    _co_authors: dict[int, list[int]]
    _families: set[int]

    @classmethod
    def of(cls, pages: "Sequence[KnowledgePage]") -> "Surroundings":
        """Everything around ``pages``."""
        if not pages:
            return cls({}, {}, {}, {}, {}, {}, {}, set())
        model: Any = type(pages[0])  # the relations are those of the common parent
        ids = [page.pk for page in pages]
        theme_ids = _related(model.themes.through, "theme_id", ids)
        co_authors = _related(model.co_authors.through, "user_id", ids)
        community_ids = _related(model.communities.through, "communitypage_id", ids)
        people = {page.owner_id for page in pages} | {
            pk for row in co_authors.values() for pk in row
        }
        return cls(
            _ancestors=_ancestors(pages),
            _themes={theme.pk: theme for theme in Theme.objects.all()} if theme_ids else {},
            _theme_ids=theme_ids,
            _communities=_tagged_communities(community_ids),
            _tags=_tags(model, ids),
            _people=User.objects.in_bulk([pk for pk in people if pk]),
            _co_authors=co_authors,
            _families=in_several_languages(pages),
        )

    def place(self, page: Page) -> tuple[Label | None, tuple[str, ...]]:
        """The community that answers for the page, and the titles between it and the page."""
        above = [self._ancestors[path] for path in _above(page.path) if path in self._ancestors]
        for number in range(len(above) - 1, -1, -1):
            if above[number].is_community:
                community = Label(key=above[number].slug, label=above[number].title)
                return community, tuple(place.title for place in above[number + 1 :])
        return None, tuple(place.title for place in above)

    def themes(self, page: Page) -> list[Theme]:
        """The themes of the page, each followed by the wider ones, without repeats."""
        found: dict[int, Theme] = {}
        for pk in self._theme_ids.get(page.pk, []):
            theme = self._themes.get(pk)
            while theme is not None and theme.pk not in found:
                found[theme.pk] = theme
                theme = self._themes.get(theme.parent_id) if theme.parent_id else None
        return list(found.values())

    def communities(self, page: Page) -> list[Label]:
        """The communities that the page is also useful to."""
        return self._communities.get(page.pk, [])

    def tags(self, page: Page) -> tuple[Label, ...]:
        """The free tags of the page."""
        return tuple(self._tags.get(page.pk, ()))

    def family(self, page: "KnowledgePage") -> int:
        """The original that the page's languages share; 0 for a page that stands alone."""
        original = original_of(page)
        return original if original in self._families and not page.alias_of_id else 0

    def authors(self, page: Page) -> tuple[Label, ...]:
        """The owner, then the co-authors."""
        ids = dict.fromkeys([page.owner_id, *self._co_authors.get(page.pk, [])])
        return tuple(
            Label(key=str(pk), label=self._people[pk].display_name)
            for pk in ids
            if pk in self._people
        )


def _above(path: str) -> list[str]:
    """The tree paths of the ancestors, from below the home page down."""
    return [path[:end] for end in range(STEP * (TOP + 1), len(path), STEP)]


def _ancestors(pages: Iterable[Page]) -> dict[str, _Ancestor]:
    paths = {path for page in pages for path in _above(page.path)}
    communities = set(CommunityPage.objects.values_list("pk", flat=True))
    rows = Page.objects.filter(path__in=paths).values_list("pk", "path", "title", "slug")
    return {
        path: _Ancestor(title, slug, pk in communities) for pk, path, title, slug in rows
    }  # fmt: skip


def _related(through: type[Model], column: str, ids: Sequence[int]) -> dict[int, list[int]]:
    """Ids on the other side of a many-to-many table, by page."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = through._default_manager.filter(knowledgepage_id__in=ids).order_by("pk")
    for page_id, other in rows.values_list("knowledgepage_id", column):
        found[page_id].append(other)
    return found


def _tagged_communities(ids: dict[int, list[int]]) -> dict[int, list[Label]]:
    """The communities of each page by their keys.

    What is stored with an entry is found by whoever reads the page, also as a spelling to
    try. The name of a community that is not open to everybody is no part of it: those who
    may know it are told by the database (``search.presentation``).
    """
    if not ids:
        return {}
    site_rules = rules()
    rows = CommunityPage.objects.live().values_list("pk", "slug", "title", "path")
    labels = {
        pk: Label(key=slug, label=title if audience_of(path, site_rules).is_public else "")
        for pk, slug, title, path in rows
    }
    return {page_id: [labels[pk] for pk in row if pk in labels] for page_id, row in ids.items()}


def _tags(model: Any, ids: Sequence[int]) -> dict[int, list[Label]]:
    found: dict[int, list[Label]] = defaultdict(list)
    items = model.tagged_items.rel.related_model.objects.filter(content_object_id__in=ids)
    for page_id, slug, name in items.order_by("pk").values_list(
        "content_object_id", "tag__slug", "tag__name"
    ):
        found[page_id].append(Label(key=slug, label=name))
    return found
