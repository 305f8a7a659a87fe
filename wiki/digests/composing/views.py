"""The screens on which a digest is made."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, person_of
from wiki.communities.standing import standing_of
from wiki.digests.composing import acts, services, stages
from wiki.digests.composing.access import desk_frame, edition_for
from wiki.digests.composing.forms import AddForm, ComposeForm, DigestSettingsForm, SendForm
from wiki.digests.composing.proposing import tray
from wiki.digests.composing.queries import digests_of, faces, readable_items
from wiki.digests.errors import DigestRefused
from wiki.digests.models import DigestSettings, Edition
from wiki.digests.subscriptions.queries import reach

READS_AND_WRITES = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The digests of a community: being composed, sent."""
    community = community_for(request, slug, Act.EDIT_OTHERS)
    context = desk_frame(
        community,
        digests=digests_of(community),
        reach=reach(community.pk),
        configures=standing_of(request.user).may(Act.CONFIGURE, community),
    )
    return render(request, "digests/desk.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft with what is proposed."""
    community = community_for(request, slug, Act.EDIT_OTHERS)
    edition = services.begin(community, by=person_of(request), today=timezone.localdate())
    return redirect("digests:compose", slug, edition.digest_id)


@login_required
@never_cache
@require_http_methods(READS_AND_WRITES)
def compose(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The whole digest in one form; each button keeps what was typed, and does its act."""
    community, edition = edition_for(request, slug, number)
    if not edition.is_open:
        return redirect("digests:sent", slug, number)
    draft: Any = edition.digest.get_latest_revision_as_object()
    items = readable_items(edition.digest, request.user)
    form = ComposeForm(request.POST or None, digest=draft, items=items)
    add_form = AddForm(request.POST or None, needed=request.POST.get("act") == "add")
    if request.method == "POST":
        if not (form.is_valid() and add_form.is_valid()):
            return _screen(request, community, edition, form, add_form, status=422)
        done = acts.Done()
        try:
            done = acts.perform(edition, form, add_form, request.POST, by=person_of(request))
        except DigestRefused as refusal:
            messages.error(request, str(refusal))
        if done.words:
            messages.success(request, done.words)
        return redirect(f"{reverse('digests:compose', args=[slug, number])}{done.place}")
    return _screen(request, community, edition, form, add_form)


def _screen(
    request: HttpRequest,
    community: CommunityPage,
    edition: Edition,
    form: ComposeForm,
    add_form: AddForm,
    *,
    status: int = 200,
) -> HttpResponse:
    person = person_of(request)
    hidden = edition.digest.items.count() - len(form.items)
    context = desk_frame(
        community,
        edition=edition,
        digest=edition.digest,
        form=form,
        sections=form.shown_sections(),
        faces=faces(form.items, language=edition.digest.language),
        hidden=hidden,
        at=request.GET.get("at", ""),
        tray=tray(community, person),
        add_form=add_form,
        send_form=SendForm(),
        reach=reach(community.pk),
        publishes=standing_of(person).may(Act.PUBLISH, community),
        may_leave=stages.may_leave(edition, community, by=person),
        asked=edition.stage == Edition.Stage.WAITING,
        own=edition.asked_by_id == person.pk,
    )
    return render(request, "digests/compose.html", context, status=status)


@login_required
@never_cache
@require_safe
def send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Asks once before anything leaves: to how many, and when. ``decide`` does it."""
    community, edition = edition_for(request, slug, number, Act.PUBLISH)
    if not edition.is_open:
        return redirect("digests:sent", slug, number)
    form = SendForm(request.GET)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, chain(*form.errors.values()))))
        return redirect("digests:compose", slug, number)
    context = desk_frame(
        community,
        digest=edition.digest.get_latest_revision_as_object(),
        form=form,
        moment=form.cleaned_data["at"],
        reach=reach(community.pk),
    )
    return render(request, "digests/send.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for approval, approve, give back, send now or later, take back a date, discard."""
    _community, edition = edition_for(request, slug, number)
    form = SendForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, chain(*form.errors.values()))))
        return redirect("digests:compose", slug, number)
    try:
        words = acts.decide(
            edition, request.POST.get("act", ""), by=person_of(request), **form.cleaned_data
        )
    except DigestRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("digests:compose", slug, number)
    messages.success(request, words)
    if request.POST.get("act") == "discard":
        return redirect("digests:desk", slug)
    return redirect("digests:compose", slug, number)


@login_required
@require_http_methods(READS_AND_WRITES)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community wants for its digests."""
    community = community_for(request, slug, Act.CONFIGURE)
    present = DigestSettings.objects.filter(community=community).first()
    initial = {
        "needs_approval": present.needs_approval if present else False,
        "reply_to": present.reply_to if present else "",
    }
    form = DigestSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST":
        # An empty form says « no » to everything: it is sent too.
        form = DigestSettingsForm(request.POST)
        if form.is_valid():
            services.configure(community, by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Your choices are kept."))
            return redirect("digests:desk", slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "digests/settings.html", desk_frame(community, form=form), status=status)
