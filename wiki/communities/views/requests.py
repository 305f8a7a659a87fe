"""Requests to join, for whoever answers them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wiki.communities.errors import CommunityRefusal
from wiki.communities.forms import AnswerForm
from wiki.communities.person_cards import add_cards
from wiki.communities.queries import waiting_requests
from wiki.communities.rights import Act
from wiki.communities.services import joining
from wiki.communities.tabs import tabs
from wiki.communities.views.places import known, page_of, person_of, trail
from wiki.communities.wording import told

PER_PAGE = 30


@login_required
@require_safe
def request_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that wait, oldest first."""
    community, standing = known(request.user, slug)
    standing.need(Act.MANAGE_MEMBERS, community)
    rows = page_of(request, waiting_requests([community.pk]), size=PER_PAGE)
    add_cards(rows.object_list, request.user)
    context = {
        "community": community,
        "trail": trail(community),
        "tabs": tabs(community, standing=standing, here="requests"),
        "page_obj": rows,
    }
    return render(request, "communities/requests.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Accept or decline one."""
    community, standing = known(request.user, slug)
    standing.need(Act.MANAGE_MEMBERS, community)
    found = get_object_or_404(community.join_requests.select_related("community"), pk=number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer was not understood: it may be too long."))
        return redirect("communities:requests", slug)
    accepted = form.cleaned_data["accepted"]
    try:
        answer = form.cleaned_data["answer"]
        joining.decide(found, accepted=accepted, by=person_of(request), answer=answer)
    except CommunityRefusal as refusal:
        messages.warning(request, told(refusal))
    else:
        declined = _("Declined: %(name)s has your answer.")
        said = _("%(name)s is now a member.") if accepted else declined
        messages.success(request, said % {"name": found.person})
    return redirect("communities:requests", slug)
