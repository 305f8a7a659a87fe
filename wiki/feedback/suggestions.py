"""Who can be mentioned on a page, while somebody types a name."""

from dataclasses import dataclass

from guides.models import KnowledgePage
from wiki.communities.page_readers import readers
from wiki.communities.person_cards import person_cards
from wiki.communities.queries import listed
from wiki.communities.rights import Visibility
from wiki.feedback.names import folded
from wiki.people.models import User

#: Rows offered: few enough for a phone above its keyboard.
MOST = 6
#: Characters that are looked at.
MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class Suggested:
    """A row: what is written into the text after the @, and what tells one from another."""

    name: str
    note: str
    icon: str
    #: Whether the note is words of the site, in its language.
    of_site: bool = False


def suggested(typed: str, page: KnowledgePage, writer: User) -> list[Suggested]:
    """People who may read the page and communities of which the writer may know, best first.

    Every word typed begins a word of the name. Nine queries at most.
    """
    words = folded(typed).split()
    if not words:
        return []
    return [*_people(words, page, writer), *_communities(words, page, writer)][:MOST]


def _fits(words: list[str], name: str) -> bool:
    parts = folded(name).replace("-", " ").split()
    spelt = " ".join(words).replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in spelt)


def _people(words: list[str], page: KnowledgePage, writer: User) -> list[Suggested]:
    rows = User.objects.filter(is_active=True).exclude(pk=writer.pk)
    rows = rows.exclude(first_name="", last_name="").order_by("last_name", "first_name", "pk")
    found = [
        (pk, f"{first} {last}".strip())
        for pk, first, last in rows.values_list("pk", "first_name", "last_name")
        if _fits(words, f"{first} {last}")
    ]
    may_read = readers(page, [pk for pk, _name in found]) if found else set()
    shown = [(pk, name) for pk, name in found if pk in may_read][:MOST]
    people = User.objects.select_related("profile").in_bulk([pk for pk, _name in shown])
    cards = person_cards(people.values(), writer)
    return [Suggested(name, cards[pk].job_title, "user") for pk, name in shown if pk in cards]


def _communities(words: list[str], page: KnowledgePage, writer: User) -> list[Suggested]:
    found = listed(writer).only("slug", "title", "visibility", "path")
    return [
        Suggested(community.slug, community.title, "users", of_site=True)
        for community in found
        if (_fits(words, community.title) or _fits(words, community.slug))
        and (community.visibility != Visibility.HIDDEN or page.path.startswith(community.path))
    ]
