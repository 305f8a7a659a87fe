"""Whole pages, kept for visitors who are not known.

The tree's restrictions are asked before, at every reading: what is kept is only ever
given to somebody who may read the page. What it says of other pages is as fresh as the
last commit, because the key holds the version of the content.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from wiki.core.changes import content_version

#: Seconds; much less than ``changes.MEMORY``.
LIFETIME = 600

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


def is_for_anybody(request: HttpRequest) -> bool:
    """Whether the answer depends on nothing but the address, the language and the day."""
    return (
        request.method == "GET"
        and not request.GET
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.user.is_authenticated
        and not getattr(request, "is_preview", False)
        and not len(get_messages(request))
    )


def serve_kept(serve: Serve) -> Serve:
    """``serve`` for Wagtail's chain: the kept page if there is one, else a page to keep."""

    def inner(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if args or kwargs or not is_for_anybody(request):
            return serve(page, request, args, kwargs)
        key = ":".join(
            ("page", str(page.pk), get_language() or "", str(timezone.localdate()),
             request.get_host(), content_version())
        )  # fmt: skip
        kept = cache.get(key)
        if kept is not None:
            return HttpResponse(kept, content_type="text/html; charset=utf-8")
        response = serve(page, request, args, kwargs)
        if hasattr(response, "render"):
            response = response.render()
        plain = response.headers.get("Content-Type", "").startswith("text/html")
        # A page that holds a token or sets a cookie is one visitor's own.
        personal = response.cookies or b"csrfmiddlewaretoken" in response.content
        if response.status_code == 200 and plain and not personal:
            cache.set(key, response.content, LIFETIME)
        return response

    return inner
