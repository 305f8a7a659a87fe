"""The door, joining, asking, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.communities.doors import door_url
from wiki.communities.entrances import Way, entrance_of
from wiki.communities.errors import CommunityRefusal
from wiki.communities.forms import AskForm
from wiki.communities.models import CommunityPage
from wiki.communities.person_cards import person_cards
from wiki.communities.queries import facilitates_alone, facilitators
from wiki.communities.rights import Joining
from wiki.communities.services import joining, membership
from wiki.communities.standing import Standing
from wiki.communities.views.places import known, person_of, reads, trail
from wiki.communities.wording import told


@login_required
@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """What a colleague sees of a community that only its members read."""
    community, standing = known(request.user, slug)
    if reads(request.user, community):
        return redirect(community.get_url(request) or "/")
    return show_door(request, community, standing=standing)


def show_door(
    request: HttpRequest, community: CommunityPage, *, standing: Standing, status: int = 200
) -> HttpResponse:
    """The door itself, also where a page behind it was asked for."""
    context = {
        "community": community,
        "trail": trail(),
        "entrance": entrance_of(community, request.user, standing=standing),
        "facilitators": list(
            person_cards(facilitators([community.pk])[community.pk], request.user).values()
        ),
    }
    return render(request, "communities/door.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Become a member of an open community, or ask for it."""
    community, standing = known(request.user, slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _enter(request, community, message=form.cleaned_data["message"])
        return redirect(door_url(community))
    entrance = entrance_of(community, request.user, standing=standing)
    if entrance.way is Way.MEMBER:
        return redirect(door_url(community))
    context = {
        "community": community,
        "trail": trail(community),
        "entrance": entrance,
        "form": form,
        # Part of its page: told to those who read it.
        "charter": community.charter if reads(request.user, community) else "",
    }
    return render(request, "communities/join.html", context)


def _enter(request: HttpRequest, community: CommunityPage, *, message: str) -> None:
    """Join or ask, as the community has it, and say how it went."""
    try:
        if community.joining == Joining.OPEN:
            membership.join(community, person_of(request))
            messages.success(request, _("Welcome! You are now a member."))
        else:
            joining.ask_to_join(community, person_of(request), message=message)
            messages.success(request, _("The facilitators have your request and will answer it."))
    except CommunityRefusal as refusal:
        messages.warning(request, told(refusal))


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's request back."""
    community, standing = known(request.user, slug)
    entrance = entrance_of(community, request.user, standing=standing)
    if entrance.way is Way.ASKED and entrance.request:
        joining.withdraw(entrance.request, by=person_of(request))
        messages.success(request, _("Your request is withdrawn."))
    return redirect(door_url(community))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave, after reading what that means."""
    community, _standing = known(request.user, slug)
    own = community.memberships.filter(person=request.user.pk).first()
    if own is None:
        return redirect(door_url(community))
    refused = ""
    if request.method == "POST":
        try:
            membership.leave(community, own.person)
        except CommunityRefusal as refusal:
            refused = told(refusal)
        else:
            messages.success(request, _("You have left “%(title)s”.") % {"title": community})
            return redirect(reverse("guides:communities"))
    context = {
        "community": community,
        "trail": trail(community),
        "alone": facilitates_alone(own),
        "refused": refused,
    }
    return render(request, "communities/leave.html", context, status=409 if refused else 200)
