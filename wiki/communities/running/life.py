"""Archiving a community, and taking it up again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki.communities.queries import count_pages
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame, person_of
from wiki.communities.services.life import archive, unarchive


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def life(request: HttpRequest, slug: str) -> HttpResponse:
    """What it means, and the button."""
    community = community_for(request, slug, Act.CONFIGURE)
    if request.method == "POST":
        # Said in the form: sending it twice does it once.
        if request.POST.get("act") == "unarchive":
            unarchive(community, by=person_of(request))
            messages.success(request, _("The community is in use again."))
        elif request.POST.get("act") == "archive":
            archive(community, by=person_of(request))
            messages.success(request, _("The community is archived."))
        return redirect("communities:life", slug=slug)
    context = frame(community, pages=count_pages(community))
    return render(request, "communities/running/life.html", context)
