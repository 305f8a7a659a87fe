"""Who is meant by each @ of a comment, and who of them may be told.

Nobody is mentioned who may not read the page, and no community of which the writer may
not know: their names stay plain words, as any unknown name does. The writer hears who is not told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage
from wiki.communities.page_readers import readers
from wiki.communities.queries import listed
from wiki.communities.rights import Visibility
from wiki.feedback.errors import HiddenCommunityNamed
from wiki.feedback.models import Comment
from wiki.feedback.names import Typed, folded, people_by_name, typed_names
from wiki.people.models import User

#: People and communities that one comment may mention.
MOST = 10
#: Communities that one person may mention within a day: each tells all its members.
MOST_COMMUNITIES = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """``named`` as a comment stores it, and what the writer should know, in words."""

    named: tuple[Mapping[str, object], ...] = ()
    hints: tuple[str, ...] = ()


def resolve(text: str, *, page: KnowledgePage, writer: User) -> Resolved:
    """The mentions of ``text``. Raises HiddenCommunityNamed.

    No query without an @, a handful otherwise, however many there are.
    """
    typed = list(typed_names(text))
    if not typed:
        return Resolved()
    return _Reading(page, writer, typed).resolved()


class _Reading:
    """One text being read."""

    def __init__(self, page: KnowledgePage, writer: User, typed: list[Typed]) -> None:
        self.page, self.writer, self.typed = page, writer, typed
        self.people = people_by_name()
        wanted = {pk for each in typed for _text, ids in self._people(each) for pk in ids}
        self.readers = readers(page, wanted) if wanted else set()
        slugs = [reading[1:].lower() for each in typed for reading in each.readings]
        found = listed(writer).filter(slug__in=slugs)
        self.communities = {community.slug: community for community in found}
        self.hints: dict[str, None] = {}
        self.unknown: dict[str, None] = {}

    def resolved(self) -> Resolved:
        named: dict[str, Mapping[str, object]] = {}
        left = MOST_COMMUNITIES - (_communities_today(self.writer) if self.communities else 0)
        for each in self.typed:
            row = self._row(each)
            if row is None or row["text"] in named:
                continue
            if len(named) >= MOST:
                self._hint(_("A comment mentions %(most)s people at most."), most=MOST)
                break
            if "community" in row:
                if left <= 0:
                    self._hint(
                        _("You mentioned communities several times today: %(name)s is not told."),
                        name=row["text"],
                    )
                    continue
                left -= 1
            named[str(row["text"])] = row
        if self.unknown:
            # The first of them only: a text may hold a thousand @.
            self._hint(
                _("No person and no community of this name, nobody was told: %(names)s."),
                names=", ".join(list(self.unknown)[:MOST]),
            )
        return Resolved(tuple(named.values()), tuple(self.hints))

    def _row(self, typed: Typed) -> Mapping[str, object] | None:
        for text, ids in self._people(typed):
            may_read = [pk for pk in ids if pk in self.readers]
            if len(may_read) == 1:
                return {"text": text, "person": may_read[0]}
            if may_read:
                self._hint(_("Several people are called %(name)s: nobody was told."), name=text)
            else:
                self._hint(
                    _("%(name)s may not read this page and was not told of your comment."),
                    name=text,
                )
            return None
        for text in typed.readings:
            community = self.communities.get(text[1:].lower())
            if community is not None:
                self._refuse_if_hidden(community)
                return {"text": text, "community": community.pk}
        self.unknown[typed.likely_name] = None
        return None

    def _people(self, typed: Typed) -> Iterator[tuple[str, list[int]]]:
        """The longest reading that is somebody's name."""
        for text in typed.readings:
            if ids := self.people.get(folded(text[1:])):
                yield text, ids
                return

    def _refuse_if_hidden(self, community: CommunityPage) -> None:
        inside = self.page.path.startswith(community.path)
        if community.visibility == Visibility.HIDDEN and not inside:
            raise HiddenCommunityNamed

    def _hint(self, message: str, **values: object) -> None:
        self.hints[message % values] = None


def _communities_today(writer: User) -> int:
    since = timezone.now() - timedelta(days=1)
    rows = Comment.objects.filter(author=writer, written_at__gte=since).exclude(named=[])
    return sum(
        "community" in row for named in rows.values_list("named", flat=True) for row in named
    )
