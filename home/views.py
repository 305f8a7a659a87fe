"""Pages about the site itself, and the pages that a person wrote."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from home.my_pages import by_stage, my_pages, written_by
from wiki.people.models import User

PAPER = "#f9f6ef"
PAGES_SHOWN = 30


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the site is for and how one takes part."""
    return render(request, "home/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site does for everybody to use it, and what to do when it fails."""
    return render(request, "home/accessibility.html")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, what is kept about people, under what terms one reuses."""
    return render(request, "home/legal.html")


@require_safe
@never_cache
@login_required
def pages_of_mine(request: HttpRequest) -> HttpResponse:
    """What the person wrote and where each page stands."""
    person = cast("User", request.user)  # signed in, says the decorator
    pages = Paginator(written_by(person), PAGES_SHOWN).get_page(request.GET.get("page"))
    groups = by_stage(my_pages(list(pages), person))
    return render(request, "home/my_pages.html", {"groups": groups, "page_obj": pages})


@require_safe
@cache_control(max_age=86_400)  # seconds: the name and the drawings hardly change
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep the site on its first screen."""
    sizes = (192, 512)
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME[:12],
            "id": "/",
            "start_url": "/",
            "scope": "/",
            # With a display of its own only is it installed, and offered where one shares.
            "display": "minimal-ui",
            "lang": settings.LANGUAGE_CODE,
            "background_color": PAPER,
            "theme_color": PAPER,
            "share_target": {
                "action": reverse("watch:clip"),
                "method": "GET",
                "params": {"title": "title", "text": "text", "url": "url"},
            },
            "icons": [
                {
                    "src": static(f"recueil/icons/icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                }
                for size in sizes
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that collect pages should leave alone, and where the map is."""
    closed = ("/cms/", "/account/", "/search/", "/go/", "/export/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
