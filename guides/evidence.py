"""What somebody wrote, as evidence of what one can ask them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guides.cards import Card
from guides.models import KnowledgePage
from guides.queries import cards, knowledge
from wiki.people.evidence import Evidence, Piece, adds_evidence
from wiki.people.models import User

#: Pages named of each sort; the count tells of the others.
SHOWN = 6


@adds_evidence
def pages_of(person: User, viewer: User) -> Iterator[Evidence]:
    """Pages that the viewer may read: written or owned, written with others, verified."""
    pages = knowledge(viewer)
    co_authored = KnowledgePage.co_authors.through.objects.filter(user=person)
    theirs = pages.filter(owner=person)
    shared = pages.filter(pk__in=co_authored.values("knowledgepage")).exclude(owner=person)
    yield _told(_("Wrote, or answers for"), theirs, viewer)
    yield _told(_("Wrote with others"), shared, viewer)
    yield _told(_("Read again and verified"), pages.filter(verified_by=person), viewer)


def _told(heading: str | Promise, pages: QuerySet[KnowledgePage], viewer: User) -> Evidence:
    total = pages.count()
    shown = cards(pages[:SHOWN], viewer) if total else []
    return Evidence(heading, total, tuple(map(_piece, shown)))


def _piece(card: Card) -> Piece:
    return Piece(
        title=card.title,
        url=card.url,
        language=card.language,
        kind=card.kind,
        kind_label=card.kind_label,
        kind_icon=card.kind_icon,
        updated=card.updated,
    )
