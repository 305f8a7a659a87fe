"""Who looks after the inbox, week by week."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki.communities.errors import NotAllowed
from wiki.communities.queries import members
from wiki.watch.places import Place, place_of, screen
from wiki.watch.triage.errors import TriageRefused
from wiki.watch.triage.forms import RotaForm
from wiki.watch.triage.rota import set_rota, shared_out, turns


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: HttpRequest, slug: str) -> HttpResponse:
    """This week and those to come; changed by those who run the community."""
    place, today = place_of(request, slug), timezone.localdate()
    weeks = turns(place.community, today=today)
    if request.method == "POST":
        if not place.runs:
            raise NotAllowed("configure")
        if "share" in request.POST:
            return _share(request, place)
    data = request.POST if request.method == "POST" else None
    form = RotaForm(data, community=place.community, weeks=weeks)
    if request.method == "POST" and form.is_valid():
        try:
            set_rota(place.community, form.plan(), by=place.person, today=today)
        except TriageRefused as refusal:
            form.add_error(None, refusal.told)
        else:
            messages.success(request, _("The weeks are saved."))
            return redirect("watch:rota", slug)
    values = {
        "form": form,
        "rows": [(week, form[week.monday.isoformat()]) for week in weeks],
        "today": today,
    }
    return render(request, "watch/triage/rota.html", screen(place, "rota", values))


def _share(request: HttpRequest, place: Place) -> HttpResponse:
    """The free weeks, shared out among the members."""
    today = timezone.localdate()
    people = list(members(place.community).values_list("person", flat=True))
    plan = shared_out(turns(place.community, today=today), people)
    set_rota(place.community, plan, by=place.person, today=today)
    messages.success(request, _("The free weeks are shared out. Change what does not fit."))
    return redirect("watch:rota", place.community.slug)
