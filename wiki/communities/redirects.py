"""Old addresses of pages lead on those who may read the page, and tell others nothing."""

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from wiki.communities.audience import readable


class DiscreetRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, for addresses that are no secret: the new one tells a page's title."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        found = super().process_response(request, response)
        if found is response or response.status_code != 404:
            return found
        row = _row(request)
        if row is None or row.redirect_page_id is None:
            return found
        target = Page.objects.live().filter(pk=row.redirect_page_id)
        return found if readable(target, request.user).exists() else response


def _row(request: HttpRequest) -> Redirect | None:
    """The row that Wagtail followed: with the query of the address, then without."""
    for address in (request.get_full_path(), request.path):
        path = Redirect.normalise_path(address, decode_unicode=False)
        if (row := get_redirect(request, path)) is not None:
            return row
    return None
