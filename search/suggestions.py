"""What is offered while somebody types: titles, communities, themes, people and skills."""

from dataclasses import dataclass

from django.utils.functional import Promise

from search.access import Access, Permitted
from search.engines import engine
from search.engines.base import Suggestion
from search.errors import SearchUnavailable
from search.kinds import kinds
from search.params import MAX_VALUE
from search.people.skills import SuggestedSkill, suggested_skills
from search.reduced.titles import reduced_titles
from search.syntax import tidy, without_articles
from search.text import typed
from wiki.communities.audience import Viewer
from wiki.core.models import Theme
from wiki.core.text import anchor_slug

#: Rows offered: enough to choose from, few enough for a phone above its keyboard.
MOST_TITLES, MOST_THEMES = 6, 3


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """A page whose title fits, or a person by their name."""

    title: str
    url: str
    kind: str
    kind_label: str | Promise
    context: str


@dataclass(frozen=True, slots=True)
class SuggestedTheme:
    """A theme whose label or synonym fits."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that is offered for one beginning."""

    pages: tuple[SuggestedPage, ...] = ()
    themes: tuple[SuggestedTheme, ...] = ()
    skills: tuple[SuggestedSkill, ...] = ()

    @property
    def total(self) -> int:
        return len(self.pages) + len(self.themes) + len(self.skills)


def suggestions(text: str, access: Access, viewer: Viewer) -> Suggestions:
    """What begins like ``text``; nothing for a text without a letter.

    Seven queries at most, for people who have signed in ten.

    While the index does not answer, the database does.
    """
    asked = tidy(text)[:MAX_VALUE]
    # « l'acc » begins « Accueillir »: the article is no word of the title.
    words = without_articles(asked).strip()
    if not any(map(str.isalnum, words)):
        return Suggestions()
    try:
        found = engine().suggest(words, access.reader(), limit=MOST_TITLES)
    except SearchUnavailable:
        found = reduced_titles(words, viewer, limit=MOST_TITLES)
    found = sorted(found, key=lambda page: not typed(page.title).startswith(typed(asked)))
    permitted = access.permitted({suggestion.page_id for suggestion in found}, communities=True)
    names = kinds()
    pages = tuple(
        SuggestedPage(
            title=page.title,
            url=page.url,
            kind=page.kind,
            kind_label=names[page.kind].label if page.kind in names else "",
            context=_place(page, permitted),
        )
        for page in found
        if page.page_id in permitted.ids
    )
    parts = anchor_slug(words).split("-")
    return Suggestions(pages, _themes(parts), suggested_skills(parts, viewer))


def _place(page: Suggestion, permitted: Permitted) -> str:
    """The community it lives in; nothing for a community itself or one not to be named."""
    named = page.context_key in permitted.community_slugs and page.context != page.title
    return page.context if named else ""


def _themes(words: list[str]) -> tuple[SuggestedTheme, ...]:
    """Themes with a label or synonym in which every word begins another (one query).

    The vocabulary is short and public; comparing it here folds accents on any database.
    """
    found = [
        SuggestedTheme(theme.label, theme.get_absolute_url())
        for theme in Theme.objects.all()
        if any(_fits(words, name) for name in (theme.label_fr, theme.label_en, *theme.synonym_list))
    ]
    return tuple(found[:MOST_THEMES])


def _fits(words: list[str], name: str) -> bool:
    if not name:
        return False
    parts = anchor_slug(name).split("-")
    return all(any(part.startswith(word) for part in parts) for word in words)
