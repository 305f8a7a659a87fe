"""From a message to a note."""

import logging
from enum import StrEnum

from wiki.communities.errors import NotAllowed
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
from wiki.watch.mail_in.message import Incoming, MessageUnreadable, read_message

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What a message came to."""

    NOTED = "noted"
    #: Somebody had noted the page: the words are a comment there.
    COMMENTED = "commented"
    #: The same message again.
    KNOWN = "known"
    UNREADABLE = "unreadable"
    AUTOMATIC = "automatic"
    FORGED = "forged"
    UNKNOWN_SENDER = "unknown_sender"
    NO_COMMUNITY = "no_community"
    NO_LINK = "no_link"
    REFUSED = "refused"


def receive(content: bytes, *, community: str = "") -> Outcome:
    """Make a note of this message, for the community of this slug; safe to repeat.

    Without a slug, the address to which it was sent names the community, or the person is in
    one only. Nothing about the sender is written to the log.
    """
    outcome = _received(content, community)
    logger.info("mail_in.received", extra={"outcome": outcome.value, "size": len(content)})
    return outcome


def _received(content: bytes, community: str) -> Outcome:
    try:
        message = read_message(content)
    except MessageUnreadable:
        return Outcome.UNREADABLE
    if message.automatic:
        return Outcome.AUTOMATIC
    if message.forged:
        return Outcome.FORGED
    person = User.objects.filter(email=message.sender, is_active=True).first()
    if not message.sender or person is None:
        return Outcome.UNKNOWN_SENDER
    place = _place(person, message, community)
    if place is None:
        return Outcome.NO_COMMUNITY
    if not message.link:
        return Outcome.NO_LINK
    return _noted(person, place, message)


def _place(person: User, message: Incoming, community: str) -> CommunityPage | None:
    """The community named, if the person may clip there; else the person's only one."""
    places = places_of(person)
    named = {community} if community else {slug_in(address) for address in message.to} - {""}
    if named:
        return next((place for place in places if place.slug in named), None)
    return places[0] if len(places) == 1 else None


def _noted(person: User, place: CommunityPage, message: Incoming) -> Outcome:
    words = message.words or message.subject
    known = noted_in(place, message.link)
    try:
        if known is None:
            clip(
                person,
                place,
                address=message.link,
                means_for_us=words,
                title=message.subject if message.words else "",
            )
            return Outcome.NOTED
        said = Comment.objects.filter(page=known.pk, author=person, text=words)
        if known.owner_id == person.pk or not words or said.exists():
            return Outcome.KNOWN
        write(known, person, text=words)
    except (ClipRefused, CommentRefused, NotAllowed):
        return Outcome.REFUSED
    return Outcome.COMMENTED
