"""Tags and filters that every template has."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as Paged
from django.template import defaultfilters
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from wiki.core.dates import first_said
from wiki.core.trails import Crumb, trail_to
from wiki.core.typography import french, french_html

register = template.Library()

ICONS = Path(settings.BASE_DIR) / "templates" / "icons"
#: Below, there is nothing to group.
UNGROUPED = 1_000
#: Forms of ``date`` that say a day without its time: the reader's own, and that of machines.
DAY_FORMS = (None, "Y-m-d")
ICON_NAME = re.compile(r"[a-z0-9-]+")


class UnknownIconError(LookupError):
    """No drawing of that name stands in ``templates/icons/``."""


@cache
def _drawing(name: str) -> str:
    """The shapes of an icon, without the ``svg`` element around them."""
    path = ICONS / f"{name}.svg"
    if not ICON_NAME.fullmatch(name) or not path.is_file():
        raise UnknownIconError(name)
    return re.sub(r"</?svg[^>]*>", "", path.read_text(encoding="utf-8")).strip()


@register.simple_tag
@lru_cache(maxsize=1_000)
def icon(name: str, css: str = "") -> SafeString:
    """A Lucide drawing, inline and silent: the words beside it say what it means.

    The size stands in the markup, so that nothing moves before the style is there.
    """
    return format_html(
        '<svg class="icon{}" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">'
        "{}</svg>",
        f" {css}" if css else "",
        mark_safe(_drawing(name)),  # noqa: S308  # our own file, by a checked name
    )


@register.simple_tag(takes_context=True)
def page_trail(context: RequestContext, page: Page) -> list[Crumb]:
    """The places above ``page``, from the home page down (one query)."""
    return trail_to(page, context.get("request"))


@register.simple_tag(takes_context=True)
def edit_url(context: RequestContext) -> str:
    """Where this reader can edit the page shown; empty for most people, after one query."""
    page, request = context.get("page"), context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(page, Page) or not page.pk or user is None or not user.is_authenticated:
        return ""
    if not _may_edit(page, user):
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _may_edit(page: Page, user: Any) -> bool:
    """What Wagtail says, and nothing that it needs four queries to say no to."""
    rights = page.permissions_for_user(user)
    # Without a right of one's own only a review opens a page, and what is reviewed is a change.
    if not (user.is_superuser or page.has_unpublished_changes):
        own = "add" in rights.permissions and page.owner_id == user.pk
        if not own and "change" not in rights.permissions:
            return False
    return rights.can_edit() and user.has_perm("wagtailadmin.access_admin")


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_said(value: Any, form: str | None = None) -> str:
    """Django's filter ``date``, in whose place it stands, with « 1er novembre » in French."""
    if form in DAY_FORMS and isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return _day_said(day, form, get_language())
    return first_said(defaultfilters.date(value, form))


@lru_cache(maxsize=1_000)
def _day_said(day: date, form: str | None, _language: str | None) -> str:
    """A list says the same days again and again: half the time of a result's last line."""
    return first_said(defaultfilters.date(day, form))


@register.filter
def initials(name: str) -> str:
    """Two letters that stand for a person: « Awa Diallo » gives « AD »."""
    words = [word for word in re.split(r"[\s\-]+", name) if word[:1].isalpha()]
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()


@register.filter
def fr_typo(text: object, language: str | None = None) -> str:
    """French typography of plain text written in ``language`` (a code); others stay as they are."""
    return french(str(text)) if (language or "").startswith("fr") else str(text)


@register.filter
def typo(text: object) -> str:
    """French typography of plain text when the reader's language is French."""
    return fr_typo(text, get_language())


@register.filter
def site_typo(text: object) -> str:
    """Typography of words that belong to the place: communities, sections, the home page."""
    return fr_typo(text, settings.LANGUAGE_CODE)


@register.filter
def site_typo_html(html: SafeString) -> SafeString:
    """The same for rich text that Wagtail has made safe."""
    if not settings.LANGUAGE_CODE.startswith("fr"):
        return html
    return mark_safe(french_html(html))  # noqa: S308  # moves spaces, adds no markup


@register.simple_tag
def site_lang() -> SafeString:
    """The attribute ``lang`` for such words, when the reader reads in another language."""
    own = settings.LANGUAGE_CODE
    if (get_language() or own).startswith(own):
        return mark_safe("")
    return format_html(' lang="{}"', own)


@register.filter
def language_of(page: Page) -> str:
    """The language in which a page is written; the site's for the places around pages."""
    return getattr(page, "language", settings.LANGUAGE_CODE)


@register.filter
def description_of(page: Page) -> str:
    """What engines show below the title: written for them, or the page's own summary."""
    own = (getattr(page, name, "") for name in ("search_description", "summary", "intro"))
    return next(filter(None, own), "")


@register.filter
def page_numbers(page_obj: Paged) -> list[int | None]:
    """The numbers to show around a page of a list; None where some are left out."""
    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def number(value: int) -> str:
    """A number as people write it in the reader's language: 12 500."""
    if 0 <= value < UNGROUPED:
        return str(value)
    return number_format(value, force_grouping=True)
