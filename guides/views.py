"""Listings that are not pages of the tree: themes, tags, communities, everything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guides.directory import community_rows, directory
from guides.listing import listing
from guides.queries import (
    knowledge,
    pages_of_tag,
    pages_of_theme,
    themes_with_counts,
)
from wiki.communities.audience import readable
from wiki.communities.services.opening import OPENS_COMMUNITIES
from wiki.core.models import KnowledgeTag, Theme
from wiki.core.once import reading_once
from wiki.core.trails import Crumb


def _trail(*steps: Crumb) -> list[Crumb]:
    return [Crumb(title=_("Home"), url="/"), *steps]


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Everything that the reader may read, by theme and by type."""
    pages = knowledge(request.user)
    context = {
        "trail": _trail(),
        "themes": themes_with_counts(pages),
        "listing": listing(request, pages),
    }
    return render(request, "guides/browse.html", context)


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The vocabulary, with how many pages each theme holds."""
    context = {
        "trail": _trail(Crumb(title=_("Browse"), url=reverse("guides:browse"))),
        "themes": themes_with_counts(knowledge(request.user)),
    }
    return render(request, "guides/themes.html", context)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The pages on one theme, those of narrower themes included."""
    found = get_object_or_404(Theme.objects.select_related("parent__parent"), slug=slug)
    pages = pages_of_theme(knowledge(request.user), found)
    wider: list[Crumb] = []
    above = found.parent
    while above is not None:
        wider.insert(0, Crumb(title=above.label, url=above.get_absolute_url()))
        above = above.parent
    context = {
        "theme": found,
        "trail": _trail(Crumb(title=_("Themes"), url=reverse("guides:themes")), *wider),
        "parts": themes_with_counts(pages, within=found),
        "listing": listing(request, pages),
    }
    return render(request, "guides/theme.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The pages that carry one tag; 404 for a word that only closed pages carry."""
    found = get_object_or_404(KnowledgeTag, slug=slug)
    pages = pages_of_tag(knowledge(request.user), found)
    if not pages.exists():
        raise Http404
    context = {
        "tag": found,
        "trail": _trail(Crumb(title=_("Browse"), url=reverse("guides:browse"))),
        "listing": listing(request, pages),
    }
    return render(request, "guides/tag.html", context)


@require_safe
def go(request: HttpRequest, page_id: int) -> HttpResponse:
    """Leads to a page by its number, which says nothing of it to those it is closed to."""
    pages = Page.objects.live().filter(depth__gt=1, pk=page_id)
    found = readable(pages, request.user).first()
    if found is None:
        raise Http404
    return redirect(found.get_url(request) or "/")


@require_safe
def communities_directory(request: HttpRequest) -> HttpResponse:
    """The communities of which the reader may know, the reader's own first."""
    with reading_once():
        rows = community_rows(request.user, pages=knowledge(request.user))
    context = {
        "trail": _trail(),
        "directory": directory(rows),
        "may_open": request.user.has_perm(OPENS_COMMUNITIES),
    }
    return render(request, "guides/communities.html", context)
