"""What communities and the page tree keep of a person."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, PageSubscription

from wiki.communities.audience import readable
from wiki.communities.cms.policy import known
from wiki.communities.models import Invitation, JoinRequest, Membership
from wiki.communities.queries import facilitates_alone, listed
from wiki.communities.rights import Role
from wiki.communities.services.membership import leave
from wiki.people.data import PersonalData, adds_personal_data, erases, hinders_erasure
from wiki.people.models import User

#: Acts in the CMS that are copied, the newest first: years of daily work.
MOST_ACTS = 20_000


@adds_personal_data
def _memberships(person: User) -> Iterator[PersonalData]:
    rows = Membership.objects.filter(person=person).order_by("joined_at", "pk")
    yield PersonalData(
        "memberships",
        [
            {"community": title, "role": role, "reviews": reviews, "since": since}
            for title, role, reviews, since in rows.values_list(
                "community__title", "role", "reviews", "joined_at"
            )
        ],
    )


@adds_personal_data
def _requests(person: User) -> Iterator[PersonalData]:
    """Requests of one's own; the community's name as long as one may know of it."""
    names = dict(listed(person).values_list("pk", "title"))
    rows = JoinRequest.objects.filter(person=person).order_by("asked_at", "pk")
    columns = ("community", "message", "state", "asked_at", "decided_at", "answer")
    yield PersonalData(
        "join_requests",
        [{**row, "community": names.get(row["community"], "")} for row in rows.values(*columns)],
    )
    invited = Invitation.objects.filter(invited_by=person).order_by("made_at", "pk")
    columns = ("community", "email", "role", "made_at", "expires_at", "uses")
    yield PersonalData(
        "invitations",
        [{**row, "community": names.get(row["community"], "")} for row in invited.values(*columns)],
    )


@adds_personal_data
def _comments(person: User) -> Iterator[PersonalData]:
    """Words written beside drafts in the CMS; the page is named as long as one may read it."""
    own = Comment.objects.filter(user=person).order_by("created_at", "pk")
    replies = CommentReply.objects.filter(user=person).order_by("created_at", "pk")
    rows = [*own.values_list("page", "text", "created_at", "resolved_at")]
    rows += [(*row, None) for row in replies.values_list("comment__page", "text", "created_at")]
    titles = _titles({row[0] for row in rows}, person)
    yield PersonalData(
        "comments",
        [
            {"page": titles.get(page, ""), "text": text, "written": at, "resolved": resolved}
            for page, text, at, resolved in rows
        ],
    )


@adds_personal_data
def _acts(person: User) -> Iterator[PersonalData]:
    """What the CMS noted in its journal; the page is named as long as one may read it."""
    rows = list(
        PageLogEntry.objects.filter(user=person)
        .order_by("-timestamp", "-pk")
        .values_list("page", "action", "timestamp")[:MOST_ACTS]
    )
    titles = _titles({page for page, *_rest in rows}, person)
    yield PersonalData(
        "acts",
        [{"page": titles.get(page, ""), "action": action, "at": at} for page, action, at in rows],
    )


def _titles(ids: set[int], person: User) -> dict[int, str]:
    """The titles of those that the person may read, and of drafts of which the CMS tells them."""
    pages = readable(Page.objects.filter(pk__in=ids), person)
    drafts = known(person).filter(pk__in=ids, live=False).order_by()
    told = pages.filter(Q(live=True) | Q(pk__in=drafts.values("pk")))
    return dict(told.values_list("pk", "title"))


@hinders_erasure
def _last_facilitator(person: User) -> Iterator[str]:
    """One sentence for each community that nobody else would answer for."""
    mine = Membership.objects.filter(person=person, role=Role.FACILITATOR)
    for membership in mine.select_related("community").order_by("community__title", "pk"):
        if facilitates_alone(membership):
            yield _(
                "You are the last to facilitate “%(community)s”: somebody else has to take over "
                "first."
            ) % {"community": membership.community.title}


@erases
def _leave_all(person: User) -> None:
    """Raises LastFacilitator when somebody else left at this very moment."""
    for membership in Membership.objects.filter(person=person).select_related("community"):
        leave(membership.community, person)


@erases
def _own_rows(person: User) -> None:
    JoinRequest.objects.filter(person=person).delete()
    Invitation.objects.filter(email__iexact=person.email).delete()
    PageSubscription.objects.filter(user=person).delete()
