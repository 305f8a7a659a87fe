"""What is kept of what leaves the site."""

from wiki.syndication.models.search import Rhythm, SavedSearch
from wiki.syndication.models.token import FeedToken
from wiki.syndication.models.visit import Visit
from wiki.syndication.models.webhook import Service, Webhook, WebhookPost

__all__ = [
    "FeedToken",
    "Rhythm",
    "SavedSearch",
    "Service",
    "Visit",
    "Webhook",
    "WebhookPost",
]
