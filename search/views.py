"""The results page, what is offered while typing, and the browser's search description."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from search import service
from search.log.recording import NotedResponse
from search.log.sighting import sighting
from search.params import SearchParams, page_of
from search.people.knowing import whom_to_ask
from search.suggestions import Suggestions
from wiki.communities.audience import Viewer

#: What browsers call the description of a search engine.
OPENSEARCH = "application/opensearchdescription+xml"


@require_safe
@vary_on_headers("HX-Request")
def results(request: HttpRequest) -> HttpResponse:
    """The results, whole or as the part that changes; 503 when nothing at all answers."""
    params = SearchParams.of(request.GET)
    if page_of(request.GET) is None:
        raise Http404("no such page")
    try:
        page = service.search(params, _viewer(request))
    except service.SearchUnavailable:
        return render(request, "search/unavailable.html", {"params": params}, status=503)
    if page.is_past_the_end:
        raise Http404("past the last page")
    template = "search/partial.html" if _asks_for_a_part(request) else "search/results.html"
    # What a reduced search does not find says nothing of the content.
    noted = None if page.reduced else sighting(request, page)
    context = {
        "result_page": page,
        "params": params,
        "noted": noted,
        "knowers": whom_to_ask(page, _viewer(request), today=timezone.localdate()),
    }
    return NotedResponse(render_to_string(template, context, request), noted)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Rows for the combobox; empty when nothing answers."""
    try:
        offered = service.suggest(request.GET.get("q", ""), _viewer(request))
    except service.SearchUnavailable:
        offered = Suggestions()
    response = render(request, "search/suggestions.html", {"offered": offered})
    # What is offered depends on who asks, and changes with the next publication.
    response.headers["Cache-Control"] = "private, max-age=30"
    return response


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    address = f"{settings.SITE_URL}{reverse('search:results')}"
    return render(
        request, "search/opensearch.xml", {"results_url": address}, content_type=OPENSEARCH
    )


def _asks_for_a_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.history_restore_request)


def _viewer(request: HttpRequest) -> Viewer:
    return request.user if request.user.is_authenticated else AnonymousUser()
