"""The shelf of a community: which pages it shows first, and in which order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame, person_of
from wiki.communities.running.forms import PinForm
from wiki.communities.services.pins import (
    MOST_PINS,
    NothingToPin,
    TooManyPins,
    is_for_all_readers,
    pin,
    shift,
    unpin,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pins(request: HttpRequest, slug: str) -> HttpResponse:
    """The shelf; what is posted changes one pin and leads back to where one was."""
    community = community_for(request, slug, Act.CONFIGURE)
    if request.method == "POST":
        form = PinForm(request.POST)
        if not form.is_valid():
            raise Http404
        _act(request, community, form)
        return redirect(_way_back(request, community))
    open_pages = readable(Page.objects.live(), request.user)
    rows = open_pages.filter(pk__in=community.pinned_pages.values("page")).in_bulk()
    found = [rows[row.page_id] for row in community.pinned_pages.all() if row.page_id in rows]
    for page in found:
        page.is_for_all = is_for_all_readers(community, page)
    context = frame(community, pages=found, most=MOST_PINS)
    return render(request, "communities/running/pins.html", context)


def _act(request: HttpRequest, community: CommunityPage, form: PinForm) -> None:
    act, person = form.cleaned_data["act"], person_of(request)
    page = Page(pk=form.cleaned_data["page"])
    match act:
        case PinForm.PIN:
            _pin(request, community, page)
        case PinForm.UNPIN:
            unpin(community, page, by=person)
            messages.success(request, _("The page is not pinned any more."))
        case _:
            shift(community, page, up=act == PinForm.UP, by=person)


def _pin(request: HttpRequest, community: CommunityPage, page: Page) -> None:
    try:
        row = pin(community, page, by=person_of(request))
    except NothingToPin as refusal:
        raise Http404 from refusal
    except TooManyPins:
        text = _("%(number)s pages are pinned already: take one away first.")
        messages.error(request, text % {"number": MOST_PINS})
        return
    messages.success(request, _("The page is pinned to the community."))
    if not is_for_all_readers(community, row.page):
        messages.warning(
            request,
            _("Some people who read the community may not read this page: they do not see it."),
        )


def _way_back(request: HttpRequest, community: CommunityPage) -> str:
    """Where the form stood, when it says so and that is a place of ours."""
    wanted = request.POST.get("next", "")
    # ``redirect`` takes a single word for the name of a view.
    if "/" in wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}
    ):
        return wanted
    return f"/communities/{community.slug}/pins/"
