"""Stands before the views of the CMS: what one may not know of is not there.

Wagtail answers 302 for a page on which one has no right and 404 for one that does not
exist; its lists of chosen things take any number; its choosers start at the common place of
all pages of a type, wherever that is. All numbers in an address or a form are looked at
here, once for every view.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from wiki.communities.audience import Viewer
from wiki.communities.cms.administered import refuse_unadministered
from wiki.communities.cms.asked import Asked, asked
from wiki.communities.cms.at_work import at_work
from wiki.communities.cms.nonsense import refuse_nonsense
from wiki.communities.cms.policy import choosable, known
from wiki.core.views import bad_request

#: What concerns the whole site, whoever it belongs to: figures by type with the title of
#: the last page; words of pages and questions about them, of every community.
FOR_ADMINISTRATORS = (
    "wagtailadmin_reports:page_types_usage",
    "wagtailsnippetchoosers_core_knowledgetag:",
)
#: Wagtail makes a chooser of every kind of snippet, and a form for new things of every
#: chooser; nothing leads to these, and some fail when they are asked.
FOR_NOBODY = (
    "wagtailsnippetchoosers_search_", "wagtailsnippetchoosers_core_theme:create",
    "wagtailsnippetchoosers_core_knowledgetag:create", "search_page_choice:create",
)  # fmt: skip
#: They read from the session what the step before has put there.
SECOND_STEPS = ("wagtailredirects:process_import",)
#: Whoever may do one of these with a file may know of it.
FILE_RIGHTS = ("add", "change", "delete", "choose")


class KnownPagesMiddleware:
    """404 for every view of the CMS that is asked about what the person may not know of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with at_work(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not match.route.startswith("cms/"):
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # Wagtail leads to the sign-in form, whatever stands there
        if match.view_name.startswith(FOR_NOBODY):
            raise Http404
        if match.view_name.startswith(FOR_ADMINISTRATORS) and not request.user.is_superuser:
            raise Http404
        if (refused := refuse_nonsense(match, request)) is not None:
            return refused
        _need(asked(match, request), request.user)
        refuse_unadministered(match, request)
        if match.view_name == "wagtailadmin_choose_page" and request.GET.get("page_type"):
            site = Site.find_for_request(request)
            return view(request, parent_page_id=site.root_page_id if site else None)
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """A form without a field that it always sends is a bad request, and a second step alone."""
        match = request.resolver_match
        if match is None or not match.route.startswith("cms/"):
            return None
        alone = match.view_name in SECOND_STEPS and isinstance(exception, KeyError)
        if alone or isinstance(exception, MultiValueDictKeyError):
            return bad_request(request, exception)
        return None


def _need(wanted: Asked, person: Viewer) -> None:
    """404 unless the person may know of all of them (a query for each kind that is asked)."""
    missing = (
        _some_missing(wanted.page, known(person))
        or _some_missing(wanted.place, choosable(person))
        or any(
            _some_missing(ids, _files(model, person))
            for ids, model in (
                (wanted.image, get_image_model()), (wanted.document, get_document_model()),
            )
            if ids
        )
    )  # fmt: skip
    if missing or (wanted.all_below is not None and _hides_some(wanted.all_below, person)):
        raise Http404


def _some_missing(ids: set[int], found: Any) -> bool:
    return bool(ids) and found.filter(pk__in=ids).order_by().count() != len(ids)


def _files(model: Any, person: Viewer) -> Any:
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(person, FILE_RIGHTS)


def _hides_some(page_id: int, person: Viewer) -> bool:
    """Whether « all » of the pages below would take some that the person does not know."""
    pages = Page.objects.all()
    if page_id:
        pages = pages.descendant_of(Page.objects.get(pk=page_id))
    return pages.exclude(pk__in=known(person).order_by().values("pk")).exists()
