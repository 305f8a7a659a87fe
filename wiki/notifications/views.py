"""One's notices, how one hears of them, and what one follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.core.row_numbers import row_number
from wiki.core.trails import Crumb
from wiki.notifications.forms import WishesForm
from wiki.notifications.kinds import KINDS
from wiki.notifications.lines import lines
from wiki.notifications.queries import follows_of, notices_of
from wiki.notifications.services import following as followings
from wiki.notifications.services import reading
from wiki.notifications.services import wishes as wishing
from wiki.people.models import User

PER_PAGE = 30


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required has seen to it)
    return user


def _trail(*steps: Crumb) -> list[Crumb]:
    return [Crumb(title=_("Home"), url="/"), *steps]


def _next(request: HttpRequest, otherwise: str) -> str:
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # ``redirect`` takes a single word for the name of a view.
    return address if ours and "/" in address else otherwise


@login_required
@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What happened, by day, the newest first."""
    number = request.GET.get("page", "1")
    try:
        page = Paginator(notices_of(_person(request)), PER_PAGE).page(number)
    except InvalidPage as error:
        raise Http404("no such page") from error
    context = {"trail": _trail(), "page_obj": page, "lines": lines(page.object_list)}
    return render(request, "notifications/notices.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """One notice, or all of them, marked as read."""
    chosen = request.POST.get("notice", "")
    one = row_number(chosen)
    if chosen and one is None:
        raise Http404
    reading.mark_read(_person(request), one)
    return redirect(_next(request, reverse("notifications:notices")))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """All kinds on one page, and a pause."""
    person = _person(request)
    form = WishesForm(request.POST or None, initial=wishing.wishes_of(person))
    if form.is_valid():
        wishing.choose(person, form.channels())
        if form.cleaned_data["pause"]:
            wishing.pause(person, days=int(form.cleaned_data["pause"]))
        messages.success(request, _("Your choices are kept."))
        return redirect("notifications:settings")
    context = {
        "trail": _trail(Crumb(title=_("Notices"), url=reverse("notifications:notices"))),
        "form": form,
        "paused_until": wishing.pause_of(person),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/settings.html", context, status=status)


@csrf_exempt  # the link itself is the right, and mail programs post to it (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of an e-mail: a page that asks, a POST that does it."""
    found = wishing.read_token(token)
    if found is None:
        raise Http404
    person, what = found
    done = request.method == "POST"
    if done:
        wishing.unsubscribe(person, what)
    label = KINDS[what].label if what in KINDS else ""
    return render(request, "notifications/unsubscribe.html", {"label": label, "done": done})


@login_required
@never_cache
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """What one follows."""
    rows = follows_of(_person(request))
    return render(request, "notifications/following.html", {"trail": _trail(), "rows": rows})


@login_required
@require_POST
def follow(request: HttpRequest, target: str, pk: int) -> HttpResponse:
    """Follow, or with ``stop`` no longer follow."""
    person = _person(request)
    if "stop" in request.POST:
        followings.unfollow(person, target, pk)
        messages.success(request, _("You no longer follow it."))
    else:
        followings.follow(person, target, pk)
        messages.success(request, _("You follow it now: what is new there is told to you."))
    return redirect(_next(request, reverse("notifications:following")))
