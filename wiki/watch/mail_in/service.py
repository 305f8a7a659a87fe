"""From a message to a note."""

import logging

from django.conf import settings

from wiki.communities.errors import NotAllowed
from wiki.communities.mails import language_of
from wiki.communities.models import CommunityPage
from wiki.feedback.errors import CommentRefused
from wiki.feedback.models import Comment
from wiki.feedback.services import write
from wiki.people.models import User
from wiki.watch.clipping.duplicates import noted_in
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.clipping.places import places_of
from wiki.watch.clipping.services import clip
from wiki.watch.mail_in.addresses import slug_in
from wiki.watch.mail_in.answers import answer
from wiki.watch.mail_in.message import Incoming, MessageUnreadable, read_message
from wiki.watch.mail_in.outcomes import Outcome

logger = logging.getLogger(__name__)


def receive(content: bytes, *, community: str = "") -> Outcome:
    """Make a note of this message, for the community of this slug; safe to repeat.

    Without a slug, the address to which it was sent names the community, or the person is in
    one only. Whoever has an account is told by e-mail why there is no note. Nothing about the
    sender is written to the log.
    """
    outcome = _received(content, community)
    logger.info("mail_in.received", extra={"outcome": outcome.value, "size": len(content)})
    return outcome


def _received(content: bytes, community: str) -> Outcome:
    try:
        message = read_message(content, server=settings.WATCH_MAIL_AUTHSERV)
    except MessageUnreadable:
        return Outcome.UNREADABLE
    if message.automatic:
        return Outcome.AUTOMATIC
    if message.forged:
        return Outcome.FORGED
    if settings.WATCH_MAIL_AUTHSERV and not message.verified:
        return Outcome.UNVERIFIED
    person = User.objects.filter(email=message.sender, is_active=True).first()
    if not message.sender or person is None:
        return Outcome.UNKNOWN_SENDER
    place = _place(person, message, community)
    if place is None:
        return _left_aside(person, message, Outcome.NO_COMMUNITY)
    if not message.link:
        return _left_aside(person, message, Outcome.NO_LINK)
    try:
        return _noted(person, place, message)
    except (ClipRefused, CommentRefused) as refusal:
        return _left_aside(person, message, Outcome.REFUSED, refusal)
    except NotAllowed:
        return _left_aside(person, message, Outcome.REFUSED)


def _left_aside(
    person: User,
    message: Incoming,
    outcome: Outcome,
    refusal: ClipRefused | CommentRefused | None = None,
) -> Outcome:
    answer(person, message, outcome, refusal=refusal)
    return outcome


def _place(person: User, message: Incoming, community: str) -> CommunityPage | None:
    """The community named, if the person may clip there; else the person's only one."""
    places = places_of(person)
    named = {community} if community else {slug_in(address) for address in message.to} - {""}
    if named:
        return next((place for place in places if place.slug in named), None)
    return places[0] if len(places) == 1 else None


def _noted(person: User, place: CommunityPage, message: Incoming) -> Outcome:
    """Raises NotAllowed, a ClipRefused or a CommentRefused."""
    words = message.words or message.subject
    known = noted_in(place, message.link)
    if known is None:
        clip(
            person,
            place,
            address=message.link,
            means_for_us=words,
            title=message.subject if message.words else "",
            language=language_of(person),
        )
        return Outcome.NOTED
    said = Comment.objects.filter(page=known.pk, author=person, text=words)
    if known.owner_id == person.pk or not words or said.exists():
        return Outcome.KNOWN
    write(known, person, text=words)
    return Outcome.COMMENTED
