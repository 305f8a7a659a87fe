"""Moves between communities in the CMS: asked once more, with who gains and who loses."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page

from guides.moving import NoPlaceThere, crosses, fit_address, move_of, move_page
from wiki.communities.access_told import told
from wiki.communities.cms.slugs import is_taken_unknown

CONFIRMED = "community_confirmed"


def move_one(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Our answer instead of Wagtail's when another community would answer for the page."""
    if not crosses(page, destination):
        _fit(request, [page], destination)
        return None
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    if request.method != "POST":
        return _question(request, [page], destination, fields={})
    try:
        moved = move_page(page, destination, by=request.user, keep_tag="keep_tag" in request.POST)  # type: ignore[arg-type]
    except NoPlaceThere:
        return None  # Wagtail says why
    messages.success(request, _("The page has moved. Its old address leads to the new one."))
    for after in hooks.get_hooks("after_move_page"):
        answer = after(request, moved.specific)
        if isinstance(answer, HttpResponse):
            return answer
    return redirect("wagtailadmin_explore", destination.pk)


def move_many(
    request: HttpRequest, pages: Sequence[Page], action: MoveBulkAction
) -> HttpResponse | None:
    """The same for pages ticked in a list; all of them move, or none."""
    destination = action.cleaned_form.cleaned_data["chooser"]
    if not any(crosses(page, destination) for page in pages):
        _fit(request, pages, destination)
        return None
    if CONFIRMED not in request.POST:
        fields = {"chooser": destination.pk, "next": action.next_url, CONFIRMED: "1"}
        return _question(request, pages, destination, fields=fields)
    for page in pages:
        move_page(page, destination, by=request.user, keep_tag="keep_tag" in request.POST)  # type: ignore[arg-type]
    text = ngettext("%(number)s page has moved.", "%(number)s pages have moved.", len(pages))
    messages.success(request, text % {"number": len(pages)})
    return redirect(action.next_url)


@transaction.atomic
def _fit(request: HttpRequest, pages: Sequence[Page], destination: Page) -> None:
    """Before Wagtail moves them: another address where an unknown page has theirs."""
    for page in pages if request.method == "POST" else ():
        allowed = page.permissions_for_user(request.user).can_move_to(destination)
        if allowed and is_taken_unknown(page.slug, destination, apart_from=page):
            fit_address(page, destination)


def _question(
    request: HttpRequest, pages: Sequence[Page], destination: Page, *, fields: dict[str, object]
) -> TemplateResponse:
    plans = [move_of(page, destination) for page in pages]
    context = {
        "plans": [(plan, told(plan.access, request.user)) for plan in plans],  # type: ignore[arg-type]
        "destination": destination,
        "fields": fields,
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "guides/cms/move_confirm.html", context)
