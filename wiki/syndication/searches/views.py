"""The searches that somebody keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from search.params import SearchParams
from wiki.communities.views.places import person_of
from wiki.core.trails import Crumb
from wiki.syndication.models import SavedSearch
from wiki.syndication.searches import services
from wiki.syndication.searches.forms import SearchForm
from wiki.syndication.searches.words import Names


@login_required
@never_cache
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """All of them, with what each asks for."""
    person = person_of(request)
    names = Names.known_to(person)
    rows = [
        (search, names.of(search.params)) for search in SavedSearch.objects.filter(person=person)
    ]
    context = {"trail": _trail(), "rows": rows, "most": services.MOST_SEARCHES}
    return render(request, "syndication/searches.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Keep the search that the address of this screen holds."""
    person = person_of(request)
    params = SearchParams.of(request.GET)
    initial = {"name": (params.text or _("All pages"))[:100]}
    form = SearchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.save_search(person, params.query_string, wanted=form.wanted())
        except services.TooManySearches:
            text = _("You keep %(number)s searches already: let one go first.")
            form.add_error(None, text % {"number": services.MOST_SEARCHES})
        except services.TooLongToKeep:
            form.add_error(None, _("This search has too many filters to be kept."))
        else:
            messages.success(request, _("The search “%(name)s” is kept.") % {"name": kept.name})
            return redirect("syndication:searches")
    context = {
        "trail": _trail(inside=True),
        "form": form,
        "described": Names.known_to(person).of(params),
        "results_url": f"{reverse('search:results')}?{params.query_string}",
    }
    return render(request, "syndication/search_form.html", context, status=_status(request))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Another name, another rhythm."""
    person, search = person_of(request), _own(request, number)
    form = SearchForm(request.POST if request.method == "POST" else None, instance=search)
    if request.method == "POST" and form.is_valid():
        services.change_search(_own(request, number), wanted=form.wanted(), by=person)
        messages.success(request, _("Your choices are kept."))
        return redirect("syndication:searches")
    context = {
        "trail": _trail(inside=True),
        "form": form,
        "described": Names.known_to(person).of(search.params),
        "results_url": search.results_url,
    }
    return render(request, "syndication/search_form.html", context, status=_status(request))


@login_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """It is kept no longer."""
    services.delete_search(_own(request, number), by=person_of(request))
    messages.success(request, _("The search is no longer kept."))
    return redirect("syndication:searches")


def _own(request: HttpRequest, number: int) -> SavedSearch:
    found: SavedSearch = get_object_or_404(SavedSearch, pk=number, person=person_of(request))
    return found


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _trail(*, inside: bool = False) -> list[Crumb]:
    steps = [
        Crumb(title=_("Home"), url="/"),
        Crumb(title=_("My account"), url=reverse("people:account")),
    ]
    if inside:
        steps.append(Crumb(title=_("My saved searches"), url=reverse("syndication:searches")))
    return steps
