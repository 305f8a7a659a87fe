"""From draft to sent: approval, a date, publication."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.queries import community_of
from wiki.communities.rights import Act, roles_that
from wiki.communities.standing import standing_of
from wiki.digests.composing.services import needs_approval, opened
from wiki.digests.delivery.mailings import make_digest_mailing
from wiki.digests.errors import (
    NeedsApproval,
    NothingInIt,
    NotWaiting,
    NoWords,
    OwnApproval,
    TooLate,
)
from wiki.digests.models import Edition, Mailing
from wiki.digests.signals import approval_asked, approved, digest_sent, sent_back
from wiki.people.models import User

Stage = Edition.Stage


def approvers(community: CommunityPage, *, but: int | None) -> set[int]:
    """Ids of those who may approve a digest, without this person."""
    rows = Membership.objects.filter(
        community=community, role__in=roles_that(Act.EDIT_OTHERS), person__is_active=True
    )
    return set(rows.exclude(person=but).values_list("person_id", flat=True))


@transaction.atomic
def ask_approval(edition: Edition, *, by: User) -> None:
    """Somebody else is to look. Raises NotAllowed, AlreadySent, NothingInIt."""
    row, community = opened(edition, by=by)
    _something_in(row)
    _ask(row, community, by=by)


def _ask(edition: Edition, community: CommunityPage, *, by: User) -> None:
    edition.stage, edition.send_at = Stage.WAITING, None
    edition.asked_by, edition.approved_by = by, None
    edition.save(update_fields=["stage", "send_at", "asked_by", "approved_by"])
    approval_asked.send(Edition, edition=edition, community=community, by=by)


@transaction.atomic
def approve(edition: Edition, *, by: User) -> None:
    """It may leave as it is now. Raises NotAllowed, AlreadySent, NotWaiting, OwnApproval."""
    row, community = opened(edition, by=by)
    if row.stage != Stage.WAITING:
        raise NotWaiting
    if by.pk == row.asked_by_id:
        raise OwnApproval
    row.stage, row.approved_by = Stage.APPROVED, by
    row.approved_revision_id = row.digest.latest_revision_id
    row.save(update_fields=["stage", "approved_by", "approved_revision"])
    approved.send(Edition, edition=row, community=community, by=by)


@transaction.atomic
def send_back(edition: Edition, *, by: User, words: str) -> None:
    """Composed again, by these words. Raises NotAllowed, AlreadySent, NotWaiting, NoWords."""
    row, community = opened(edition, by=by)
    if row.stage != Stage.WAITING:
        raise NotWaiting
    if not words:
        raise NoWords
    row.stage = Stage.COMPOSING
    row.save(update_fields=["stage"])
    sent_back.send(Edition, edition=row, community=community, by=by, words=words)


def may_leave(edition: Edition, community: CommunityPage, *, by: User) -> bool:
    """Whether nothing but the button is missing: approved, or nobody else could approve."""
    # What is written in the CMS does not pass here and takes back no approval.
    same = edition.approved_revision_id == edition.digest.latest_revision_id
    if (edition.approved_by_id is not None and same) or not needs_approval(community):
        return True
    return not approvers(community, but=by.pk)


@transaction.atomic
def schedule(edition: Edition, *, at: datetime, by: User) -> None:
    """It leaves at this moment. Raises NotAllowed, a DigestRefused."""
    if at <= timezone.now():
        raise TooLate
    row = _ready(edition, by=by)[0]
    row.stage, row.send_at, row.sent_by = Stage.SCHEDULED, at, by
    row.save(update_fields=["stage", "send_at", "sent_by"])


@transaction.atomic
def unschedule(edition: Edition, *, by: User) -> None:
    """It waits again for somebody to send it. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    standing_of(by).need(Act.PUBLISH, community)
    if row.stage == Stage.SCHEDULED:
        row.stage = Stage.APPROVED if row.approved_by_id else Stage.COMPOSING
        row.send_at = None
        row.save(update_fields=["stage", "send_at"])


@transaction.atomic
def send(edition: Edition, *, by: User) -> Mailing:
    """Published now, and on its way. Raises NotAllowed, a DigestRefused."""
    row, community = _ready(edition, by=by)
    return _leave(row, community, by=by)


def _ready(edition: Edition, *, by: User) -> tuple[Edition, CommunityPage]:
    row, community = opened(edition, by=by)
    standing_of(by).need(Act.PUBLISH, community)
    _something_in(row)
    if not may_leave(row, community, by=by):
        raise NeedsApproval
    return row, community


def _something_in(edition: Edition) -> None:
    if edition.digest.items.exists():
        return
    if not edition.digest.get_latest_revision_as_object().editorial:
        raise NothingInIt


def _leave(edition: Edition, community: CommunityPage, *, by: User | None) -> Mailing:
    draft = edition.digest.get_latest_revision_as_object()
    draft.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    edition.stage, edition.sent_at, edition.sent_by = Stage.SENT, timezone.now(), by
    edition.save(update_fields=["stage", "sent_at", "sent_by"])
    mailing = make_digest_mailing(edition.digest, by=by)
    digest_sent.send(Edition, edition=edition, community=community, by=by)
    return mailing


def send_scheduled(*, now: datetime | None = None) -> int:
    """Send the digests whose moment has come; how many. One that may not leave waits again."""
    due = Edition.objects.filter(stage=Stage.SCHEDULED, send_at__lte=now or timezone.now())
    return sum(_send_due(pk) for pk in due.order_by("send_at").values_list("pk", flat=True))


@transaction.atomic
def _send_due(pk: int) -> bool:
    row = Edition.objects.select_for_update(of=("self",)).select_related("digest", "sent_by")
    edition = row.filter(pk=pk, stage=Stage.SCHEDULED).first()
    if edition is None:  # another worker has just sent it
        return False
    community, person = community_of(edition.digest), edition.sent_by
    if community is None or person is None or not _publishes(person, community):
        edition.stage, edition.send_at = Stage.COMPOSING, None
        edition.save(update_fields=["stage", "send_at"])
        return False
    if not may_leave(edition, community, by=person):
        _ask(edition, community, by=person)
        return False
    _leave(edition, community, by=person)
    return True


def _publishes(person: User, community: CommunityPage) -> bool:
    return person.is_active and standing_of(person).may(Act.PUBLISH, community)
