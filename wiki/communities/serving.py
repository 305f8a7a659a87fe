"""Pages are served to those who may read them; for all others they do not exist."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from wiki.communities.audience import PUBLIC, Audience, Viewer, tokens_of, viewer_tokens
from wiki.communities.refusal import may_read

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


# Outside Wagtail's own link of the chain (order 0), whose redirect would tell that
# something stands there.
@hooks.register("on_serve_page", order=-100)
def hide_from_others(serve: Serve) -> Serve:
    """The rest of the chain for those who may read the page."""

    def inner(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        restrictions = list(page.get_view_restrictions().prefetch_related("groups"))
        # Wagtail tells the restrictions of an alias's source, not those above the source.
        closed = page.alias_of_id and not may_read(page, request.user)
        if closed or not _admitted(restrictions, request.user):
            raise Http404
        # Wagtail asks the page again further in: it gets what was just read.
        page.get_view_restrictions = lambda: restrictions  # type: ignore[method-assign]
        return serve(page, request, args, kwargs)

    return inner


def _admitted(restrictions: list[PageViewRestriction], viewer: Viewer) -> bool:
    audience = Audience(
        frozenset(
            tokens_of(each.restriction_type, [group.pk for group in each.groups.all()])
            for each in restrictions
        )
    )
    return audience == PUBLIC or audience.admits(viewer_tokens(viewer))
