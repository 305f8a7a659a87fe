"""What happens around every view for the sake of what one may read."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from wiki.communities.refusal import closed_to_visitors, led_to_sign_in, may_read

#: What visitors open even where the site's first page asks them to sign in: signing in
#: itself, what the organisation says in public, and what machines ask. The tree of pages
#: and the files ask by themselves, as does the CMS.
FOR_VISITORS = frozenset(
    {"healthz", "readyz", "set_language", "about", "accessibility", "legal", "robots",
     "manifest", "picture", "wagtaildocs_serve",
     "wagtail_serve", "search:opensearch", "search:opened", "digests:stop", "digests:confirm"}
)  # fmt: skip
FOR_VISITORS_BELOW = ("account/", "cms/", "documents/", "feeds/private/")


class SiteForMembersMiddleware:
    """Leads visitors to sign in from any list, where the site's first page is closed to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in FOR_VISITORS:
            return None
        if match.route.startswith(FOR_VISITORS_BELOW) or not closed_to_visitors(request):
            return None
        return led_to_sign_in(request)


class DiscreetRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, except those to pages that the person may not read.

    The new address of a page says its place and its title.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if answer is response:
            return response
        page = _target(request)
        return answer if page is None or (page.live and may_read(page, request.user)) else response


def _target(request: HttpRequest) -> Any:
    """The page that this address's redirect leads to; None when it leads elsewhere."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, path.split("?")[0])
    return found.redirect_page if found else None
