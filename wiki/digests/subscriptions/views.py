"""Subscribing from a community or a theme, all of one's subscriptions, the links of messages."""

import logging
from dataclasses import replace
from smtplib import SMTPException
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides.queries import below, knowledge
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.running.access import person_of
from wiki.core.models import Theme
from wiki.core.trails import Crumb
from wiki.digests.delivery.tokens import read_stop_token
from wiki.digests.models import Rhythm
from wiki.digests.subscriptions import services
from wiki.digests.subscriptions.forms import OutsideForm, SubscribeForm
from wiki.digests.subscriptions.queries import (
    code_of_stop,
    is_merged,
    offer_to,
    subscription_to,
    subscriptions_of,
    themes_of,
)
from wiki.digests.subscriptions.services import Source, source_for
from wiki.people.limits import origin_of, too_often, within_limit
from wiki.people.models import User

logger = logging.getLogger(__name__)
READS_AND_WRITES = ["GET", "HEAD", "POST"]
#: Messages that one network address may have sent in an hour, and that one mailbox gets.
MOST_FROM, MOST_TO, HOUR = 20, 3, 3600
#: Numbers that a database can hold.
LONGEST = 18


@never_cache
@require_http_methods(READS_AND_WRITES)
def subscribe(request: HttpRequest, slug: str = "", theme: str = "") -> HttpResponse:
    """To a community, to a theme of it (``?theme=``), or to a theme everywhere."""
    wanted = theme or request.GET.get("theme", "").replace("\0", "")
    source = source_for(request.user, community=slug, theme=wanted)
    if isinstance(request.user, User):
        return _subscribe_person(request, request.user, source)
    if not services.accepts_outside(source.community):
        # A visitor who reads the community but may not leave an address signs in first.
        return redirect(f"{reverse('people:sign_in')}?next={quote(request.get_full_path())}")
    return _subscribe_address(request, source)


def _subscribe_person(request: HttpRequest, person: User, source: Source) -> HttpResponse:
    present = subscription_to(person, source)
    if "stop" in request.POST:
        services.unsubscribe(person, source)
        messages.success(request, _("You get these digests no longer."))
        return redirect("digests:mine")
    initial = {"rhythm": present.rhythm} if present else None
    themes = [] if present else _themes(person, source)
    form = SubscribeForm(request.POST or None, initial=initial, themes=themes)
    if request.method == "POST" and form.is_valid():
        services.subscribe(person, _narrowed(source, form), rhythm=form.chosen)
        messages.success(request, _("You are subscribed."))
        return redirect("digests:mine")
    context = {"form": form, "source": source, "present": present, "trail": _trail(source)}
    status = 422 if request.method == "POST" else 200
    return render(request, "digests/subscribe.html", context, status=status)


def _themes(viewer: Viewer, source: Source) -> list[Theme]:
    """Those to which one may keep to; none where the theme is settled."""
    if source.community is None or source.theme is not None:
        return []
    return themes_of(below(knowledge(viewer), source.community))


def _narrowed(source: Source, form: SubscribeForm) -> Source:
    return replace(source, theme=form.chosen_theme or source.theme)


def _subscribe_address(request: HttpRequest, source: Source) -> HttpResponse:
    form = OutsideForm(request.POST or None, themes=_themes(request.user, source))
    context = {"form": form, "source": source, "trail": _trail(source)}
    if request.method != "POST":
        return render(request, "digests/subscribe.html", context)
    if not form.is_valid():
        return render(request, "digests/subscribe.html", context, status=422)
    email = form.cleaned_data["email"].lower()
    if not within_limit("digests.from", origin_of(request), most=MOST_FROM, seconds=HOUR):
        return too_often(request, seconds=HOUR)
    # One who asks too often for somebody else's mailbox reads the same answer.
    if within_limit("digests.to", email, most=MOST_TO, seconds=HOUR):
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        wanted = _narrowed(source, form)
        try:
            services.ask_to_confirm(email, wanted, rhythm=form.chosen, language=language)
        except (SMTPException, OSError) as error:
            logger.warning("digests.confirmation_failed", extra={"reason": type(error).__name__})
            form.add_error(None, _("The message could not be sent: try again later."))
            return render(request, "digests/subscribe.html", context, status=503)
    return render(request, "digests/asked.html", context)


def _trail(source: Source) -> list[Crumb]:
    steps = [Crumb(title=_("Home"), url="/")]
    if source.community is not None:
        steps.append(Crumb(title=source.community.title, url=source.community.url or ""))
    elif source.theme is not None:
        steps.append(Crumb(title=source.theme.label, url=source.theme.get_absolute_url()))
    return steps


@never_cache
@require_http_methods(READS_AND_WRITES)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a confirmation: a page that asks, a POST that does it."""
    asked = services.read_confirmation(token)
    if asked is None:
        return render(request, "digests/confirm_too_late.html", status=410)
    done = request.method == "POST"
    if done:
        services.confirm(asked)
    return render(request, "digests/confirm.html", {"asked": asked, "done": done})


@csrf_exempt  # the link itself is the right, and mail programs post to it (RFC 8058)
@never_cache
@require_http_methods(READS_AND_WRITES)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of a message: a page that asks, a POST that does it."""
    found = read_stop_token(token)
    if found is None:
        raise Http404
    reader, community = found
    done = request.method == "POST"
    if done:
        services.stop(reader, None if "all" in request.POST else community)
    # Whoever holds the link got the digests of the community: its name is no news.
    place = CommunityPage.objects.filter(pk=community).first() if community else None
    context = {
        "community": place,
        "themes": place is not None and services.has_themes_everywhere(reader),
        "done": done,
    }
    return render(request, "digests/stop.html", context)


@login_required
@never_cache
@require_http_methods(READS_AND_WRITES)
def mine(request: HttpRequest) -> HttpResponse:
    """All that one subscribed to."""
    person = person_of(request)
    if request.method == "POST":
        _choose(request, person)
        return redirect("digests:mine")
    rows = subscriptions_of(person)
    context = {
        "rows": rows,
        "offer": offer_to(person, rows),
        "merged": is_merged(person),
        "stopped": code_of_stop(person),
        "email": person.email,
        "rhythms": Rhythm.choices,
        "trail": [
            Crumb(title=_("Home"), url="/"),
            Crumb(title=_("My account"), url=reverse("people:account")),
        ],
    }
    return render(request, "digests/mine.html", context)


def _choose(request: HttpRequest, person: User) -> None:
    """One message or several; another rhythm; no longer; again. Raises Http404 for nonsense."""
    if "merged" in request.POST:
        services.choose_merged(person, merged=request.POST["merged"] == "1")
    elif "again" in request.POST:
        services.send_again_to(person)
    else:
        number = request.POST.get("subscription", "")
        if not number.isascii() or not number.isdecimal() or len(number) > LONGEST:
            raise Http404
        form = SubscribeForm(request.POST)
        if "stop" in request.POST:
            services.end(person, int(number))
        elif form.is_valid():
            services.choose_rhythm(person, int(number), form.chosen)
        else:
            raise Http404
    messages.success(request, _("Your choices are kept."))
