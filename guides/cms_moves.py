"""Moves between communities in the CMS: asked once more, with who gains and who loses."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from wagtail import hooks
from wagtail.admin.api.actions.move import MovePageAPIAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page

from guides.moving import NoPlaceThere, crosses, fit_address, move_of, move_page
from wiki.communities.access_told import told
from wiki.communities.cms.slugs import is_taken_unknown

CONFIRMED = "community_confirmed"
NO_PLACE = gettext_lazy("The page cannot go there any more.")


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
        if page.permissions_for_user(request.user).can_move_to(destination):
            _fitted(page, destination)


def _fitted(page: Page, destination: Page) -> Page:
    if is_taken_unknown(page.slug, destination, apart_from=page):
        return fit_address(page, destination)
    return page


_stock_move = MovePageAPIAction.execute


@transaction.atomic  # a move that is refused leaves the address as it was
def _move_asked(self: MovePageAPIAction, instance: Page, data: dict[str, Any]) -> Response:
    """The interface of the CMS moves a page to another community as its screens do.

    Whoever writes a script is not asked again; rights, files, tags and the journal are the
    same. There it comes last, whatever position is asked.
    """
    person = self.request.user
    destination = _place_of(data)
    if crosses(instance, destination):
        try:
            moved = move_page(instance, destination, by=person)
        except NoPlaceThere as error:
            raise ValidationError(NO_PLACE) from error
        return Response(self.view.get_serializer(moved.specific).data)
    if instance.permissions_for_user(person).can_move_to(destination):
        instance = _fitted(instance, destination)
    answer: Response = _stock_move(self, instance, data)
    return answer


def _place_of(data: dict[str, Any]) -> Page:
    """Below which page it would stand: the one that is named, or the one above."""
    target = get_object_or_404(Page, pk=data["destination_page_id"])
    if str(data.get("position")).endswith("-child"):
        return target
    if target.is_root():
        raise ValidationError(NO_PLACE)
    return target.get_parent()


# The address of the interface leads to this one.
MovePageAPIAction.execute = _move_asked


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
