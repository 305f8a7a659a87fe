"""A digest on the web, as an e-mail and as text."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guides.models import DigestPage
from wiki.communities.running.access import person_of
from wiki.digests.composing.access import edition_for
from wiki.digests.composing.previews import preview
from wiki.digests.errors import DigestRefused


def _draft(request: HttpRequest, slug: str, number: int) -> DigestPage:
    _community, edition = edition_for(request, slug, number)
    draft: DigestPage = edition.digest.get_latest_revision_as_object()
    return draft


@login_required
@never_cache
@require_safe
def on_the_web(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page as it will stand in the archive, with what its author may read of it."""
    draft: Any = _draft(request, slug, number)
    request.is_preview = True  # type: ignore[attr-defined]  # as Wagtail marks its own
    response: HttpResponse = draft.serve(request)
    return response


@login_required
@never_cache
@require_safe
# The message brings its own style, as mail programs want it; nothing in it may run.
@csp_replace({"style-src": [SELF, UNSAFE_INLINE], "script-src": [NONE]})  # type: ignore[arg-type]
def as_mail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The HTML part of the message."""
    draft = _draft(request, slug, number)
    try:
        return HttpResponse(preview(draft, person_of(request)).html)
    except DigestRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("digests:compose", slug, number)


@login_required
@never_cache
@require_safe
def as_text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text part of the message."""
    draft = _draft(request, slug, number)
    try:
        text = preview(draft, person_of(request)).text
    except DigestRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("digests:compose", slug, number)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
