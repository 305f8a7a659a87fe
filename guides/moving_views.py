"""Moving a page to another community, on the site."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guides.community_forms import DestinationForm
from guides.models import IndexPage, KnowledgePage
from guides.moving import NoPlaceThere, destinations, move_of, move_page
from wiki.communities.access_told import told
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.communities.queries import community_of
from wiki.communities.running.access import person_of
from wiki.core.trails import Crumb, trail_to


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, page_id: int) -> HttpResponse:
    """Where to, then what that means, then the deed."""
    found = readable(KnowledgePage.objects.live().filter(pk=page_id), request.user).first()
    if found is None:
        raise Http404
    page = found.specific
    if not page.permissions_for_user(request.user).can_move():
        raise NotAllowed("move")
    sections = destinations(page, person_of(request))
    form = DestinationForm(_sent(request), places=[(each, _label(each)) for each in sections])
    trail = [*trail_to(page, request), Crumb(page.title, page.get_url(request) or "")]
    context = {"page_moved": page, "trail": trail, "form": form, "has_places": bool(sections)}
    if not form.is_bound or not form.is_valid():
        return render(request, "guides/move.html", context)
    section = next(each for each in sections if str(each.pk) == form.cleaned_data["to"])
    if request.method == "POST":
        return _move(request, page, section)
    plan = move_of(page, section)
    context |= {"plan": plan, "who": told(plan.access, person_of(request))}
    return render(request, "guides/move_confirm.html", context)


def _sent(request: HttpRequest) -> object:
    sent = request.POST if request.method == "POST" else request.GET
    return sent if "to" in sent else None


def _label(section: IndexPage) -> str:
    community = community_of(section)
    return f"{community.title} – {section.title}" if community else section.title


def _move(request: HttpRequest, page: KnowledgePage, section: IndexPage) -> HttpResponse:
    try:
        moved = move_page(page, section, by=person_of(request), keep_tag="keep_tag" in request.POST)
    except NoPlaceThere:
        messages.error(request, _("The page cannot go there any more."))
        return redirect("guides:move_page", page_id=page.pk)
    messages.success(request, _("The page has moved. Its old address leads here."))
    return redirect(moved.get_url(request) or "/")
