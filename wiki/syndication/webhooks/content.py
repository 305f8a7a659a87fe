"""What a channel may be told: what everybody may read who may be in it."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.models import KnowledgePage
from wiki.communities.audience import page_audiences
from wiki.communities.models import Membership
from wiki.communities.page_readers import readers
from wiki.core.dates import date_format
from wiki.syndication.feeds.values import absolute
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks.payloads import Message


def message_of(post: WebhookPost) -> Message | None:
    """What is said now, in the page's language; None for what the channel may not show."""
    webhook = post.webhook
    if post.page_id is None:
        return _test(webhook)
    page = KnowledgePage.objects.filter(pk=post.page_id, live=True).first()
    if page is None or not may_be_told(page, webhook):
        return None
    with translation.override(page.language):
        heading = _("New digest of %(community)s") % {"community": webhook.community.title}
    return Message(
        heading=heading,
        title=page.title,
        text=page.summary,
        url=absolute(page.url or "/"),
        language=page.language,
    )


def may_be_told(page: Page, webhook: Webhook) -> bool:
    """Whether nobody who reads the channel learns of a page that they may not read."""
    if page_audiences([page])[page.pk].is_public:
        return True
    if not webhook.members_only:
        return False
    rows = Membership.objects.filter(community=webhook.community_id, person__is_active=True)
    members = set(rows.values_list("person_id", flat=True))
    return bool(members) and readers(page, members) == members


def _test(webhook: Webhook) -> Message:
    """Says that it works, and the hour; of a hidden community not even the name."""
    with translation.override(settings.LANGUAGE_CODE):
        return Message(
            heading=settings.SITE_NAME,
            title=_("A test: this channel will hear of new digests"),
            text=date_format(timezone.localtime(), "DATETIME_FORMAT"),
            url=absolute("/"),
            language=settings.LANGUAGE_CODE,
        )
