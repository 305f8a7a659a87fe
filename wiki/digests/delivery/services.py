"""What a person may do about messages: correct, tell of it, send again."""

from django.db import transaction
from django.utils import timezone

from guides.models import DigestItem, DigestPage
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.digests.delivery.mailings import make_correction_mailing, soon
from wiki.digests.delivery.tellings import messages_about
from wiki.digests.errors import NotSent
from wiki.digests.models import Delivery, Edition, Mailing
from wiki.people.models import User

State = Delivery.State


def _publishes(item: DigestItem, by: User) -> CommunityPage:
    """The community, for somebody who publishes there. Raises NotAllowed, NotSent."""
    community = community_of(item.digest)
    if community is None:
        raise NotAllowed("no community")
    standing_of(by).need(Act.PUBLISH, community)
    if not Edition.objects.filter(digest=item.digest_id, stage=Edition.Stage.SENT).exists():
        raise NotSent
    return community


@transaction.atomic
def correct(item: DigestItem, *, by: User, words: str) -> None:
    """The archive says from now on what was wrong. Raises NotAllowed, NotSent."""
    _publishes(item, by)
    if item.corrected_at is not None and item.correction == words:
        return  # told or not, it stays so
    item.correction, item.corrected_at, item.corrected_by = words, timezone.now(), by
    item.save(update_fields=["correction", "corrected_at", "corrected_by"])


@transaction.atomic
def uncorrect(item: DigestItem, *, by: User) -> None:
    """It was right after all, and nobody was told. Raises NotAllowed, NotSent."""
    _publishes(item, by)
    if Mailing.objects.filter(item=item).exists():
        return
    item.correction, item.corrected_at, item.corrected_by = "", None, None
    item.save(update_fields=["correction", "corrected_at", "corrected_by"])


@transaction.atomic
def tell_readers(item: DigestItem, *, by: User) -> Mailing:
    """A message to those who got the item and may still read it; again for other words.

    Raises NotAllowed, NotSent.
    """
    _publishes(item, by)
    if item.corrected_at is None:
        raise NotSent
    return make_correction_mailing(item, by=by)


@transaction.atomic
def send_again(mailing: Mailing, digest: DigestPage, *, by: User) -> int:
    """Those of unknown outcome wait again: somebody has decided that twice is better than never.

    Of a period's messages, those that held the digest. Gives how many. Raises NotAllowed.
    """
    community = community_of(digest)
    if community is None:
        raise NotAllowed("no community")
    standing_of(by).need(Act.PUBLISH, community)
    again = messages_about(mailing, digest).filter(state=State.UNKNOWN)
    total = again.update(state=State.WAITING, run="", next_try=timezone.now())
    soon()
    return total
