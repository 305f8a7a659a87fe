"""The settings of a community, for those who run it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki.communities.access_told import told
from wiki.communities.models import CommunityPage
from wiki.communities.queries import count_pages
from wiki.communities.readers import compare, knowers, readers_after_setting, readers_of_place
from wiki.communities.rights import Act, Visibility
from wiki.communities.running.access import community_for, frame, person_of
from wiki.communities.running.forms import SettingsForm
from wiki.communities.services.settings import configure
from wiki.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; another visibility is asked twice, with what it does to readers."""
    community = community_for(request, slug, Act.CONFIGURE)
    data = request.POST if request.method == "POST" else None
    form = SettingsForm(data, community=community, viewer=person_of(request))
    if data is not None and "back" not in data and form.is_valid():
        if form.changes_visibility and "confirmed" not in data:
            question = _question(community, form, viewer=person_of(request))
            return render(request, "communities/running/settings_confirm.html", question)
        try:
            configure(community, form.values(), by=person_of(request))
        except ValidationError as error:
            form.add_error(None, error.messages)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("communities:settings", slug=slug)
    return render(request, "communities/running/settings.html", frame(community, form=form))


def _question(community: CommunityPage, form: SettingsForm, *, viewer: User) -> dict[str, object]:
    """What the person is told before the visibility changes."""
    wanted = form.cleaned_data["visibility"]
    change = compare(readers_of_place(community), readers_after_setting(community, wanted))
    return frame(
        community,
        form=form,
        wanted=Visibility(wanted).label,
        access=change,
        who=told(change, viewer),
        pages=count_pages(community),
        known_to=_known_to(community.visibility, wanted),
    )


def _known_to(before: str, after: str) -> str:
    """Who will know that the community exists, when that changes."""
    if knowers(before) == knowers(after):
        return ""
    match knowers(after):
        case (True, _anybody):
            return _("Anyone will see that the community exists.")
        case (_nobody, True):
            return _("Only people who have signed in will see that the community exists.")
    return _("Only its members will still know that the community exists.")
