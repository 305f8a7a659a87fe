"""The bell of the header and the button that follows."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wiki.notifications.queries import unread_count
from wiki.notifications.services.following import is_following
from wiki.people.models import User

register = template.Library()


@register.simple_tag
def unread_notices(user: Any) -> int:
    """How many notices wait to be read; one query while there are none."""
    return unread_count(user) if isinstance(user, User) else 0


@register.simple_tag(takes_context=True)
def follow_button(context: RequestContext, target: str, pk: int, css: str = "") -> SafeString:
    """A form that follows or no longer follows; nothing for visitors and in a preview.

    ``target`` is page, theme, person or community. One query.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not pk or getattr(request, "is_preview", False):
        return SafeString("")
    if target == "person" and user.pk == pk:
        return SafeString("")
    shown = {
        "target": target,
        "pk": pk,
        "following": is_following(user, target, pk),
        "css": css or "button button-quiet",
        "next": request.get_full_path(),  # type: ignore[union-attr]
    }
    return render_to_string("notifications/follow_button.html", shown, request=request)
