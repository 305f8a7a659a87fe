"""The account: its page, the copy of one's data, leaving for good."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.people.account import account_entries
from wiki.people.data import obstacles
from wiki.people.errors import ErasureRefused
from wiki.people.forms import ErasureForm
from wiki.people.limits import too_often, within_limit
from wiki.people.models import User
from wiki.people.services import copy_of, erase

#: Wrong passwords that one person may give for leaving, in a quarter of an hour.
MOST_TRIES, QUARTER = 5, 900


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """All that one can do with one's account."""
    return render(request, "people/account.html", {"entries": account_entries()})


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """A copy of one's data, and the way out."""
    me = _me(request)
    context = {"form": ErasureForm(person=me), "obstacles": obstacles(me)}
    return render(request, "people/data.html", context)


@login_required
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """The copy as a file."""
    response = HttpResponse(copy_of(_me(request)), content_type="application/zip")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="recueil-{day}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Leave for good; the form again when the password is wrong or something is in the way."""
    me = _me(request)
    if not within_limit("erase", str(me.pk), most=MOST_TRIES, seconds=QUARTER):
        return too_often(request, seconds=QUARTER)
    form = ErasureForm(request.POST, person=me)
    reasons = obstacles(me)
    if form.is_valid():
        try:
            erase(me)
        except ErasureRefused as refusal:
            reasons = refusal.reasons
        else:
            logout(request)
            messages.success(request, _("Your account is erased. What you wrote stays."))
            return redirect("people:sign_in")
    return render(request, "people/data.html", {"form": form, "obstacles": reasons}, status=422)


def _me(request: HttpRequest) -> User:
    """Who asks, with the stored values."""
    return get_object_or_404(User, pk=request.user.pk)
