"""Work of what leaves the site that comes back: see ``wiki.core.schedule``."""

from datetime import timedelta

from django.utils import timezone

from wiki.core.schedule import every
from wiki.syndication.models import FeedToken, WebhookPost
from wiki.syndication.searches.alerts import look_at_due
from wiki.syndication.webhooks.delivery import deliver_due

#: How long what is over is kept: messages to channels, addresses that were taken back.
REMEMBERED = timedelta(days=365)


@every(minutes=2, name="syndication.searches")
def look_at_searches() -> None:
    """New pages for the searches that people keep; a bounded number in each run."""
    look_at_due()


@every(minutes=1, name="syndication.channels")
def post_to_channels() -> None:
    """Messages that failed or that a lost task left; the rest leaves as soon as it happens."""
    deliver_due()


@every(days=1, name="syndication.forget")
def forget() -> None:
    """What is over for more than a year is forgotten."""
    before = timezone.now() - REMEMBERED
    WebhookPost.objects.filter(made_at__lt=before).exclude(state=WebhookPost.State.WAITING).delete()
    FeedToken.objects.filter(revoked_at__lt=before).delete()
