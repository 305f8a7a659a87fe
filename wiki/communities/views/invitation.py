"""An invitation, opened by the person who got it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wiki.communities.doors import door_url
from wiki.communities.errors import AlreadyMember, InvitationUnusable
from wiki.communities.invitations import NOT_FOUND, Obstacle, obstacle
from wiki.communities.person_cards import person_cards
from wiki.communities.queries import facilitators
from wiki.communities.services.joining import invitation_for, use_invitation
from wiki.communities.views.places import person_of, trail
from wiki.communities.wording import OBSTACLES, told
from wiki.people.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What one is invited to, by whom; accepted by a POST."""
    person = person_of(request)
    if request.method == "POST":
        return _accept(request, secret, person=person)
    found = invitation_for(secret)
    reason = obstacle(found, person)
    if found is None or reason is not None:
        return _unusable(request, reason or Obstacle.UNKNOWN)
    community = found.community
    if community.memberships.filter(person=person).exists():
        return redirect(door_url(community))
    context = {
        "invitation": found,
        "community": community,
        "trail": trail(),
        "facilitators": list(
            person_cards(facilitators([community.pk])[community.pk], person).values()
        ),
    }
    return render(request, "communities/invitation.html", context)


def _accept(request: HttpRequest, secret: str, *, person: User) -> HttpResponse:
    try:
        membership = use_invitation(secret, person)
    except InvitationUnusable:
        # Another person may have used it meanwhile: then it is used up.
        return _unusable(request, obstacle(invitation_for(secret), person) or Obstacle.USED)
    except AlreadyMember as refusal:
        messages.info(request, told(refusal))
        found = invitation_for(secret)
        return redirect(door_url(found.community) if found else "/")
    messages.success(request, _("Welcome! You are now a member."))
    return redirect(door_url(membership.community))


def _unusable(request: HttpRequest, reason: Obstacle) -> HttpResponse:
    """404 for what is not this person's affair, 410 for what was and is over."""
    title, text = OBSTACLES[reason]
    status = 404 if reason in NOT_FOUND else 410
    context = {"title": title, "text": text}
    return render(request, "communities/invitation_unusable.html", context, status=status)
