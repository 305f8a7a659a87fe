"""The dates of a community: everybody who reads it reads them, those who run it keep them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.communities.models import CommunityPage, Gathering
from wiki.communities.queries import communities
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame, person_of
from wiki.communities.running.forms import GatheringForm
from wiki.communities.services.gatherings import (
    add_gathering,
    change_gathering,
    remove_gathering,
)
from wiki.communities.standing import standing_of

#: Meetings of the past that are still worth showing.
PAST_SHOWN = 20


@require_safe
def gatherings(request: HttpRequest, slug: str) -> HttpResponse:
    """Those to come, then those that were."""
    community = communities(request.user).filter(slug=slug).first()
    if community is None:
        raise Http404
    rows, now = community.gatherings.all(), timezone.now()
    context = frame(
        community,
        coming=rows.filter(starts_at__gte=now),
        past=rows.filter(starts_at__lt=now).order_by("-starts_at")[:PAST_SHOWN],
        keeps=standing_of(request.user).may(Act.CONFIGURE, community),
    )
    return render(request, "communities/running/gatherings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gathering_form(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A new date, or the one with this number."""
    community = community_for(request, slug, Act.CONFIGURE)
    present = _date(request, community, number) if number is not None else None
    form = GatheringForm(request.POST or None, instance=present or Gathering(community=community))
    if request.method == "POST" and form.is_valid():
        if present is None:
            add_gathering(community, form.cleaned_data, by=person_of(request))
        else:
            change_gathering(present, form.cleaned_data, by=person_of(request))
        messages.success(request, _("The meeting is saved."))
        return redirect("communities:gatherings", slug=slug)
    return render(
        request,
        "communities/running/gathering_form.html",
        frame(community, form=form, number=number),
    )


@login_required
@require_POST
def gathering_remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The date is off."""
    community = community_for(request, slug, Act.CONFIGURE)
    remove_gathering(_date(request, community, number), by=person_of(request))
    messages.success(request, _("The meeting is removed."))
    return redirect("communities:gatherings", slug=slug)


def _date(request: HttpRequest, community: CommunityPage, number: int) -> Gathering:
    """The date with this number; none for whoever runs a community that is closed to them."""
    read = communities(request.user).filter(pk=community.pk)
    return get_object_or_404(Gathering, pk=number, community__in=read)
