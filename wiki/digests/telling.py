"""Notices about digests: to those who may approve, to the author."""

from dataclasses import asdict
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from wiki.communities.models import CommunityPage
from wiki.digests.composing.stages import approvers
from wiki.digests.models import Edition
from wiki.digests.signals import approval_asked, approved, digest_sent, sent_back
from wiki.notifications.tasks import tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User


def _tell(
    kind: str,
    edition: Edition,
    community: CommunityPage,
    by: User | None,
    people: set[int | None],
    *,
    words: str = "",
) -> None:
    event = Event(
        kind=kind,
        key=f"{kind}:{edition.pk}:{timezone.now().isoformat()}",
        community=community.pk,
        actor=by.pk if by else None,
        data={"text": words} if words else {},
    )
    after_commit(tell_people, asdict(event), sorted(pk for pk in people if pk))


@receiver(approval_asked)
def _asked(
    sender: type, *, edition: Edition, community: CommunityPage, by: User, **kwargs: Any
) -> None:
    _tell("digest_waiting", edition, community, by, {*approvers(community, but=by.pk)})


@receiver(approved)
def _approved(
    sender: type, *, edition: Edition, community: CommunityPage, by: User, **kwargs: Any
) -> None:
    people = {edition.asked_by_id, edition.composed_by_id}
    _tell("digest_approved", edition, community, by, people)


@receiver(sent_back)
def _sent_back(
    sender: type,
    *,
    edition: Edition,
    community: CommunityPage,
    by: User,
    words: str,
    **kwargs: Any,
) -> None:
    people = {edition.asked_by_id, edition.composed_by_id} - {by.pk}
    _tell("digest_sent_back", edition, community, by, people, words=words)


@receiver(digest_sent)
def _sent(
    sender: type, *, edition: Edition, community: CommunityPage, by: User | None, **kwargs: Any
) -> None:
    """Whoever pressed the button knows; one that was to leave later tells its author too."""
    people = {edition.asked_by_id, edition.composed_by_id}
    scheduled = edition.send_at is not None
    _tell("digest_sent", edition, community, None if scheduled else by, people)
