"""Why a source could not be read, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_REASONS: Mapping[str, str | Promise] = {
    "address": gettext_lazy("The address does not lead to the public web."),
    "unreachable": gettext_lazy("The site does not answer."),
    "slow": gettext_lazy("The site takes too long to answer."),
    "large": gettext_lazy("The page is too large to be read."),
    "redirects": gettext_lazy("The address leads on and on, without end."),
    "unreadable": gettext_lazy("What the site answers cannot be read."),
    "status-401": gettext_lazy("The site asks for a password."),
    "status-402": gettext_lazy("The site asks for money."),
    "status-403": gettext_lazy("The site does not let programs in."),
    "status-404": gettext_lazy("There is nothing at this address."),
    "status-410": gettext_lazy("There is nothing at this address any more."),
    "status-429": gettext_lazy("The site does not let programs in."),
}


def why_refused(reason: str) -> str:
    """The sentence for a reason of ``Clip``."""
    if reason in _REASONS:
        return str(_REASONS[reason])
    if reason.startswith("status-5"):
        return _("The site is out of order.")
    return _("The site refuses to show the page.")
