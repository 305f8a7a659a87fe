"""Invitations of one community, for whoever invites."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wiki.communities.forms import InvitationForm
from wiki.communities.models import CommunityPage, Invitation
from wiki.communities.rights import Act
from wiki.communities.services import joining
from wiki.communities.services.inviting import invite_addresses
from wiki.communities.standing import Standing
from wiki.communities.tabs import tabs
from wiki.communities.views.places import known, page_of, person_of, trail

PER_PAGE = 30


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Make some, and what became of those made."""
    community, standing = known(request.user, slug)
    standing.need(Act.INVITE, community)
    any_role = standing.may(Act.MANAGE_MEMBERS, community)
    form = InvitationForm(request.POST if request.method == "POST" else None, any_role=any_role)
    if request.method != "POST" or not form.is_valid():
        return _show(request, community, standing, form=form)
    if form.cleaned_data["addresses"]:
        _send(request, community, form)
        return redirect("communities:invitations", slug)
    made, link = joining.invite(
        community,
        by=person_of(request),
        role=form.chosen_role,
        days=form.cleaned_data["days"],
        max_uses=form.cleaned_data["max_uses"],
    )
    # No redirection: the link is kept nowhere, this answer is the one place that has it.
    fresh = InvitationForm(any_role=any_role)
    return _show(request, community, standing, form=fresh, made=made, link=link)


def _show(
    request: HttpRequest,
    community: CommunityPage,
    standing: Standing,
    *,
    form: InvitationForm,
    made: Invitation | None = None,
    link: str = "",
) -> HttpResponse:
    rows = community.invitations.select_related("invited_by").order_by("-made_at", "-pk")
    context = {
        "community": community,
        "trail": trail(community),
        "tabs": tabs(community, standing=standing, here="invitations"),
        "form": form,
        "made": made,
        "link": link,
        "page_obj": page_of(request, rows, size=PER_PAGE),
    }
    return render(request, "communities/invitations.html", context)


def _send(request: HttpRequest, community: CommunityPage, form: InvitationForm) -> None:
    done = invite_addresses(
        community,
        form.cleaned_data["addresses"],
        by=person_of(request),
        role=form.chosen_role,
        days=form.cleaned_data["days"],
    )
    sent = len(done.invitations)
    if sent:
        text = ngettext(
            "%(n)d invitation is on its way.", "%(n)d invitations are on their way.", sent
        )
        messages.success(request, text % {"n": sent})
    if done.members:
        text = _("In the community already: %(addresses)s.")
        messages.info(request, text % {"addresses": ", ".join(done.members)})


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take one back."""
    community, standing = known(request.user, slug)
    standing.need(Act.INVITE, community)
    found = get_object_or_404(community.invitations, pk=number)
    joining.withdraw_invitation(found, by=person_of(request))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("communities:invitations", slug)
