"""Why a message did not arrive, in words for those who run the community."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki.syndication.models import WebhookPost

REASONS: dict[str, str | Promise] = {
    "address": _("the address leads to a machine to which the site may not write"),
    "unreachable": _("nobody answers at this address"),
    "slow": _("the service took too long to answer"),
    "large": _("the service answered with far too much"),
    "unreadable": _("the service broke off, or answered with something that is no answer"),
    "abandoned": _("the site stopped while sending"),
    "signature": _("the address must be entered again: the site’s key has changed"),
    "inactive": _("the channel is not in use"),
}
#: What services mean by some of their answers.
STATUSES: dict[int, str | Promise] = {
    401: _("the service no longer accepts this address"),
    403: _("the service no longer accepts this address"),
    404: _("the service does not know this address (any more)"),
    410: _("the channel or its webhook was removed over there"),
    429: _("the service receives too much at the moment"),
}


def reason_in_words(post: WebhookPost) -> str | Promise:
    """The reason; "" when there is none."""
    if post.reason == "status" and post.status is not None:
        return STATUSES.get(post.status, f"HTTP {post.status}")
    return REASONS.get(post.reason, "")
