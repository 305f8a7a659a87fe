"""Tags and filters of the templates of communities."""

from datetime import datetime

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from wiki.communities.audience import page_audiences
from wiki.communities.waiting import waiting_for
from wiki.core.durations import days_since
from wiki.core.html import parse, written
from wiki.core.internal_links import load_targets, resolve, wanted_targets
from wiki.core.rich_text import rich_html

register = template.Library()


@register.simple_tag
def count_waiting(request: HttpRequest) -> int:
    """How many things wait for whoever asks."""
    return waiting_for(request)


@register.filter
def waited(since: datetime) -> str:
    """For how long something has waited, in whole days."""
    days = days_since(since)
    if days < 1:
        return _("since today")
    return ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days}


@register.filter
def discreet_text(source: str) -> SafeString:
    """Clean HTML of a rich text whose links say nothing of pages that are not open to all.

    The address of a page holds its title; that of a closed one is its number, which leads
    on those who may read it (three queries when there is a link).
    """
    tree = parse(rich_html(source or ""))
    wanted = wanted_targets([tree])
    if wanted:
        ids = [number for kind, number in wanted if kind == "page"]
        audiences = page_audiences(Page.objects.filter(pk__in=ids)) if ids else {}
        numbered = {
            pk: reverse("guides:go", args=[pk])
            for pk, audience in audiences.items()
            if not audience.is_public
        }
        resolve([tree], load_targets(wanted, addresses=numbered))
    return mark_safe(written(tree))  # noqa: S308  # cleaned
