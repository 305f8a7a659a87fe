"""Screens of communities that need page types: opening, pages to copy, merging."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guides.community_forms import BeginForm, MergeForm, OpeningForm
from guides.merging import CannotMerge, WouldOpen, merge, merge_of
from guides.models import IndexPage
from guides.opening import add_templates, open_with_content
from guides.queries import KINDS
from guides.starters import TEMPLATE_TYPES
from guides.templates_to_copy import start_from, templates_of
from wiki.communities.access_told import told
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame, person_of
from wiki.communities.services.opening import OPENS_COMMUNITIES
from wiki.communities.standing import standing_of
from wiki.core.trails import Crumb
from wiki.people.models import User

READS_AND_WRITES = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READS_AND_WRITES)
def open_community(request: HttpRequest) -> HttpResponse:
    """A new community, from one form."""
    if not request.user.has_perm(OPENS_COMMUNITIES):
        raise NotAllowed(OPENS_COMMUNITIES)
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = _opened(request, form)
        if opened is not None:
            messages.success(request, _("The community is open."))
            return redirect("communities:settings", slug=opened.slug)
    places = [Crumb(_("Home"), "/"), Crumb(_("Communities"), reverse("guides:communities"))]
    return render(request, "communities/running/open.html", {"form": form, "trail": places})


def _opened(request: HttpRequest, form: OpeningForm) -> CommunityPage | None:
    values: dict[str, Any] = form.cleaned_data
    try:
        return open_with_content(
            form.new_community(),
            by=person_of(request),
            facilitators=values["facilitators"],
            chosen=values["starters"],
            language=values["language"],
        ).community
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return None


@login_required
@require_http_methods(READS_AND_WRITES)
def begin_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The pages to copy; a copy is opened in the CMS."""
    community = community_for(request, slug, Act.PROPOSE)
    templates = list(templates_of(community))
    if "add" in request.POST:
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        add_templates(community, by=person_of(request), language=language)
        return redirect("guides:begin_page", slug=slug)
    templates.sort(key=lambda page: KINDS.index(page.specific_class))
    forms = {str(page.pk): BeginForm(auto_id=f"id_%s_{page.pk}") for page in templates}
    sent = None
    if request.method == "POST":
        chosen = request.POST.get("template", "")
        template = next((page for page in templates if str(page.pk) == chosen), None)
        if template is None:
            raise Http404("No such template.")
        sent = forms[chosen] = BeginForm(request.POST, auto_id=f"id_%s_{chosen}")
        if sent.is_valid():
            page = start_from(template, title=sent.cleaned_data["title"], by=person_of(request))
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = frame(
        community,
        form=sent,
        templates=[(page, forms[str(page.pk)]) for page in templates],
        runs=standing_of(request.user).may(Act.CONFIGURE, community),
        misses=len(templates) < len(TEMPLATE_TYPES),
        sections=_written_in(community, person_of(request)),
    )
    return render(request, "communities/running/begin.html", context)


def _written_in(community: CommunityPage, person: User) -> list[IndexPage]:
    """The sections of the community to which this person may add a page."""
    sections = readable(IndexPage.objects.live().child_of(community), person).order_by("path")
    return [each for each in sections if each.permissions_for_user(person).can_add_subpage()]


@login_required
@require_http_methods(READS_AND_WRITES)
def merge_community(request: HttpRequest, slug: str) -> HttpResponse:
    """Which other community, then what that means, then the deed."""
    community = community_for(request, slug, Act.CONFIGURE)
    others = _others(request, community)
    wanted = request.POST.get("into") or request.GET.get("into")
    if not wanted:
        context = frame(community, others=others)
        return render(request, "communities/running/merge.html", context)
    into = next((each for each in others if each.slug == wanted), None)
    if into is None:
        raise Http404
    plan = merge_of(community, into)
    form = MergeForm(request.POST or None, people=plan.facilitators, widens=plan.access.widens)
    if request.method == "POST" and form.is_valid() and _merged(request, form, community, into):
        messages.success(request, _went_over(plan.pages))
        return redirect(into.get_url(request) or "/")
    context = frame(community, plan=plan, who=told(plan.access, person_of(request)), form=form)
    return render(request, "communities/running/merge_confirm.html", context)


def _went_over(pages: int) -> str:
    """What is said of a merge that is done."""
    if not pages:
        return _("The communities are one now. There was no page to move.")
    text = ngettext("%(number)s page went over.", "%(number)s pages went over.", pages)
    return text % {"number": pages}


def _others(request: HttpRequest, community: CommunityPage) -> list[CommunityPage]:
    """The communities into which this person may merge it."""
    standing = standing_of(request.user)
    return [
        each
        for each in listed(request.user, standing=standing)
        if each != community and not each.is_archived and standing.may(Act.CONFIGURE, each)
    ]


def _merged(
    request: HttpRequest, form: MergeForm, community: CommunityPage, into: CommunityPage
) -> bool:
    try:
        merge(
            community,
            into,
            by=person_of(request),
            still_facilitate=form.facilitators(),
            may_open=bool(form.cleaned_data.get("may_open")),
        )
    except WouldOpen:
        form.add_error(None, _("More people would read the pages now than when you looked."))
    except CannotMerge:
        form.add_error(None, _("The other community changed meanwhile: choose again."))
    else:
        return True
    return False
