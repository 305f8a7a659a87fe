"""The end of a community, and its second beginning."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wiki.communities.errors import CommunityRefusal
from wiki.communities.keeping import keep_in_step
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.services.joining import decline_all
from wiki.communities.signals import archive_changed
from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.people.models import User


class MergedAway(CommunityRefusal):
    """The community lives on in another one and has no life of its own any more."""


@transaction.atomic
def archive(community: CommunityPage, *, by: User) -> None:
    """Its pages are read and found as before, nothing more is written and nobody joins.

    Once is enough: an archived community keeps its date. Raises NotAllowed.
    """
    standing_of(by).need(Act.CONFIGURE, community)
    current = _locked(community)
    if current.archived_at is None:
        _change(current, timezone.now(), by=by, action="recueil.archive")
        decline_all(current, by=by)
    community.archived_at = current.archived_at


@transaction.atomic
def unarchive(community: CommunityPage, *, by: User) -> None:
    """It is written in again. Raises NotAllowed, MergedAway."""
    standing_of(by).need(Act.CONFIGURE, community)
    current = _locked(community)
    if current.merged_into_id is not None:
        raise MergedAway(current.merged_into_id)
    if current.archived_at is not None:
        _change(current, None, by=by, action="recueil.unarchive")
    community.archived_at = current.archived_at


def _locked(community: CommunityPage) -> CommunityPage:
    return CommunityPage.objects.select_for_update().get(pk=community.pk)


def _change(community: CommunityPage, moment: datetime | None, *, by: User, action: str) -> None:
    """Without a revision: it is no part of what the page says."""
    CommunityPage.objects.filter(pk=community.pk).update(archived_at=moment)
    community.archived_at = moment
    note_change()  # an update sends no signal
    keep_in_step(community)
    log(instance=community, action=action, user=by)
    archive_changed.send(CommunityPage, community=community, by=by)
