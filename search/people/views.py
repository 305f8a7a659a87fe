"""The directory: people, searched like pages."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from search import service
from search.kinds import PERSON
from search.params import SearchParams, Sort, page_of
from search.people.knowing import whom_to_ask
from search.results import ResultPage

#: What narrows a list of people; all other facets are those of pages.
FACETS = ("theme", "community", "language")
PAGE_SIZE = 20


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """People whom the words or the filters find, all without any; by name when no word is given."""
    if page_of(request.GET) is None:
        raise Http404("no such page")
    params = _asked(SearchParams.of(request.GET))
    try:
        page = _of_people(service.search(params, request.user))
    except service.SearchUnavailable:
        return render(request, "search/unavailable.html", {"params": params}, status=503)
    if page.is_past_the_end:
        raise Http404("past the last page")
    context = {
        "found": page,
        "params": params,
        "knowers": whom_to_ask(page, request.user, today=timezone.localdate()),
    }
    return render(request, "people/directory.html", context)


def _asked(params: SearchParams) -> SearchParams:
    """The same question, to people alone."""
    chosen = {name: params.filters[name] for name in FACETS if name in params.filters}
    return replace(
        params,
        filters={**chosen, "type": (PERSON.key,)},
        sort=Sort.RELEVANCE if params.parsed.wanted else Sort.TITLE,
        page_size=PAGE_SIZE,
    )


def _of_people(page: ResultPage) -> ResultPage:
    """The page with the facets of people."""
    facets = tuple(facet for facet in page.facets if facet.name in FACETS)
    return replace(page, facets=facets)
