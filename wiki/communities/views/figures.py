"""The figures of a community, for those whom they concern."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wiki.communities.figure_export import figures_csv
from wiki.communities.rights import Act
from wiki.communities.tabs import tabs
from wiki.communities.tallies import tallies
from wiki.communities.views.places import known, trail


@never_cache
@login_required
@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """People, pages, comments and what waits; a number is a text, a bar repeats it."""
    community, standing = known(request.user, slug)
    standing.need(Act.SEE_FIGURES, community)
    context = {
        "community": community,
        "trail": trail(community),
        "tabs": tabs(community, standing=standing, here="figures"),
        "tables": tallies(community, request.user),
        "exports": standing.may(Act.EXPORT, community),
    }
    return render(request, "communities/figures.html", context)


@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file for spreadsheets."""
    community, standing = known(request.user, slug)
    standing.need(Act.SEE_FIGURES, community)
    standing.need(Act.EXPORT, community)
    response = HttpResponse(
        figures_csv(tallies(community, request.user)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{community.slug}-figures.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
