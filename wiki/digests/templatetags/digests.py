"""Small helps of the composing screens, and the way to a subscription."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wiki.core.models import Theme
from wiki.digests.subscriptions.queries import subscription_to
from wiki.digests.subscriptions.services import Source
from wiki.people.models import User

register = template.Library()


@register.filter
def lookup(rows: Mapping[Any, Any], key: Any) -> Any:
    """The row of this key; "" for none."""
    return rows.get(key, "")


@register.simple_tag
def focus_at(at: str, act: str, number: int) -> SafeString:
    """The attribute that gives a button the focus again after its act."""
    return format_html(" autofocus") if at == f"{act}-{number}" else SafeString("")


@register.simple_tag(takes_context=True)
def digest_link(context: Context, theme: Theme) -> SafeString:
    """The way to a subscription to this theme, for people who have signed in. One query."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return SafeString("")
    shown = {"theme": theme, "present": subscription_to(user, Source(theme=theme)) is not None}
    return render_to_string("digests/theme_link.html", shown)
