"""Tags about what waits in communities."""

from datetime import datetime

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.communities.waiting import waiting_for

register = template.Library()


@register.simple_tag
def count_waiting(request: HttpRequest) -> int:
    """How many things wait for whoever asks."""
    return waiting_for(request)


@register.filter
def waited(since: datetime) -> str:
    """For how long something has waited, in whole days."""
    days = (timezone.localdate() - timezone.localtime(since).date()).days
    if days < 1:
        return _("since today")
    return ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days}
