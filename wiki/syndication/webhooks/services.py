"""Channels of a community: kept by those who run it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.notifications.telling import after_commit
from wiki.people.models import User
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks.errors import TooManyChannels
from wiki.syndication.webhooks.tasks import deliver

#: Channels of one community.
MOST_CHANNELS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a channel is; an empty address leaves the one that is kept."""

    name: str
    service: str
    address: str
    members_only: bool
    active: bool


@transaction.atomic
def add_channel(community: CommunityPage, *, wanted: Wanted, by: User) -> Webhook:
    """A new channel. Raises NotAllowed, TooManyChannels."""
    standing_of(by).need(Act.CONFIGURE, community)
    if Webhook.objects.filter(community=community).count() >= MOST_CHANNELS:
        raise TooManyChannels
    return _saved(Webhook(community=community, created_by=by), wanted)


@transaction.atomic
def change_channel(webhook: Webhook, *, wanted: Wanted, by: User) -> Webhook:
    """The channel with other values. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, webhook.community)
    return _saved(webhook, wanted)


@transaction.atomic
def remove_channel(webhook: Webhook, *, by: User) -> None:
    """Nothing more is posted there, and nothing is kept of it. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, webhook.community)
    webhook.delete()


@transaction.atomic
def send_test(webhook: Webhook, *, by: User) -> WebhookPost:
    """A message that says nothing of any page, posted now. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, webhook.community)
    return _queued(WebhookPost.objects.create(webhook=webhook))


@transaction.atomic
def send_again(post: WebhookPost, *, by: User) -> WebhookPost:
    """What failed, or of which nobody knows, is posted once more. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, post.webhook.community)
    again = (WebhookPost.State.FAILED, WebhookPost.State.UNKNOWN, WebhookPost.State.WITHHELD)
    rows = WebhookPost.objects.filter(pk=post.pk, state__in=again)
    rows.update(state=WebhookPost.State.WAITING, attempts=0, next_try=timezone.now(), reason="")
    return _queued(post)


@transaction.atomic
def announce(page_id: int, community: CommunityPage) -> int:
    """A message for each channel of the community in use; how many. Safe to repeat."""
    channels = Webhook.objects.filter(community=community, active=True)
    rows = [WebhookPost(webhook=each, page_id=page_id) for each in channels]
    WebhookPost.objects.bulk_create(rows, ignore_conflicts=True)
    for post in WebhookPost.objects.filter(page=page_id, state=WebhookPost.State.WAITING):
        _queued(post)
    return len(rows)


def _saved(webhook: Webhook, wanted: Wanted) -> Webhook:
    webhook.name, webhook.service = wanted.name, wanted.service
    webhook.members_only, webhook.active = wanted.members_only, wanted.active
    if wanted.address:
        webhook.seal(wanted.address)
    webhook.full_clean(exclude=["sealed"])
    webhook.save()
    return webhook


def _queued(post: WebhookPost) -> WebhookPost:
    after_commit(deliver, post.pk)
    return post
