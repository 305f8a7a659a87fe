"""Who belongs to a community, in which role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wiki.communities.errors import CommunityRefusal
from wiki.communities.forms import MemberForm
from wiki.communities.member_export import members_csv
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.person_cards import add_cards, person_cards
from wiki.communities.queries import members, named, roster
from wiki.communities.rights import Act, Role
from wiki.communities.services.membership import change_role, remove
from wiki.communities.standing import Standing
from wiki.communities.tabs import tabs
from wiki.communities.views.places import known, page_of, person_of, trail
from wiki.communities.wording import told

PER_PAGE = 60
LONGEST_NAME = 100  # of what is searched


@login_required
@require_safe
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The members by role, for members."""
    community, standing = known(request.user, slug)
    found = roster(community, standing=standing)
    words = request.GET.get("name", "").strip()[:LONGEST_NAME]
    if words:
        found = named(found, words)
    rows = page_of(request, found, size=PER_PAGE)
    add_cards(rows.object_list, request.user)
    context = {
        "community": community,
        "trail": trail(community),
        "tabs": tabs(community, standing=standing, here="members"),
        "page_obj": rows,
        "words": words,
        "manages": standing.may(Act.MANAGE_MEMBERS, community),
        "exports": standing.may(Act.EXPORT, community),
    }
    return render(request, "communities/members.html", context)


def _managed(
    request: HttpRequest, slug: str, number: int
) -> tuple[CommunityPage, Standing, Membership]:
    """One member of this community, for whoever manages members."""
    community, standing = known(request.user, slug)
    standing.need(Act.MANAGE_MEMBERS, community)
    return community, standing, get_object_or_404(members(community), pk=number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One member's role, and whether they review."""
    community, _standing, found = _managed(request, slug, number)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        initial={"role": found.role, "reviews": found.reviews},
    )
    if request.method == "POST" and form.is_valid():
        role, reviews = Role(form.cleaned_data["role"]), form.cleaned_data["reviews"]
        try:
            change_role(found, role, by=person_of(request), reviews=reviews)
        except CommunityRefusal as refusal:
            form.add_error("role", told(refusal))
        else:
            text = _("%(name)s: %(role)s.") % {"name": found.person, "role": role.label}
            messages.success(request, text)
            return redirect("communities:members", slug)
    context = {
        "community": community,
        "trail": trail(community),
        "membership": found,
        "card": person_cards([found.person], request.user)[found.person_id],
        "form": form,
    }
    return render(request, "communities/member.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take somebody out, after reading what that means."""
    community, _standing, found = _managed(request, slug, number)
    refused = ""
    if request.method == "POST":
        try:
            remove(found, by=person_of(request))
        except CommunityRefusal as refusal:
            refused = told(refusal)
        else:
            text = _("%(name)s is a member no longer.") % {"name": found.person}
            messages.success(request, text)
            return redirect("communities:members", slug)
    context = {
        "community": community,
        "trail": trail(community),
        "membership": found,
        "refused": refused,
    }
    status = 409 if refused else 200
    return render(request, "communities/remove_member.html", context, status=status)


@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The members as a file for spreadsheets."""
    community, standing = known(request.user, slug)
    text = members_csv(community, viewer=person_of(request), standing=standing)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{community.slug}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
