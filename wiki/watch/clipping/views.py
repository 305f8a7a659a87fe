"""Screens on which one clips. What one may not read answers 404."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guides.models import WatchNotePage
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.communities.running.access import person_of
from wiki.core.trails import Crumb
from wiki.feedback.rights import powers
from wiki.people.models import User
from wiki.watch.clipping import services
from wiki.watch.clipping.duplicates import Noted, already_noted
from wiki.watch.clipping.forms import ClipForm, SourceForm
from wiki.watch.clipping.places import places_of
from wiki.watch.clipping.sharing import bookmarklet, shared
from wiki.watch.mail_in.addresses import mail_places
from wiki.watch.models import Clip

READS_AND_WRITES = ["GET", "HEAD", "POST"]
#: The status of a form that comes back.
REFUSED = 422


def note_of(request: HttpRequest, page_id: int) -> WatchNotePage:
    """The published note, if this person reads it. Raises Http404."""
    notes = readable(WatchNotePage.objects.live(), request.user)
    return get_object_or_404(notes, pk=page_id)


def trail(*steps: Crumb) -> list[Crumb]:
    """The way to a screen of the watch."""
    return [Crumb(_("Home"), "/"), *steps]


@login_required
@require_http_methods(READS_AND_WRITES)
def clip(request: HttpRequest) -> HttpResponse:
    """One link: the form, then what is noted already, then the note."""
    person = person_of(request)
    places = places_of(person)
    in_window = bool(request.GET.get("window") or request.POST.get("window"))
    noted: list[Noted] = []
    if request.method == "POST":
        form = ClipForm(request.POST, places=places)
        if form.is_valid():
            values = form.cleaned_data
            noted = already_noted(person, address=values["address"], title=values["title"])
            if not noted or "anyway" in request.POST:
                return _clipped(request, form, person, in_window=in_window)
    else:
        came = shared(request.GET.dict())
        form = ClipForm(
            initial={
                "address": came.address,
                "title": came.title,
                "summary": came.text,
                "community": request.GET.get("community", ""),
            },
            places=places,
        )
        if came.address:
            noted = already_noted(person, address=came.address, title=came.title)
    context = _frame(in_window) | {
        "form": form,
        "noted": _commented(noted, person),
        "trail": trail(),
        "in_window": in_window,
    }
    status = REFUSED if request.method == "POST" else 200
    return render(request, "watch/clip.html", context, status=status)


def _clipped(
    request: HttpRequest, form: ClipForm, person: User, *, in_window: bool
) -> HttpResponse:
    values = form.cleaned_data
    note = services.clip(
        person,
        form.place(),
        address=values["address"],
        means_for_us=values["means_for_us"],
        title=values["title"],
        summary=values["summary"],
        themes=values["themes"],
        kind=values["kind"] or None,
        language=(get_language() or "")[:2],
        **form.shelf(),
    )
    if in_window:
        return redirect(f"{reverse('watch:clipped', args=[note.pk])}?window=1")
    messages.success(request, _("Noted. Colleagues read it now; what is missing is being read."))
    return redirect(note.url or "/")


def _commented(noted: list[Noted], person: User) -> list[tuple[Noted, bool]]:
    """Each note, with whether the person may add a comment to it."""
    notes = WatchNotePage.objects.in_bulk([each.pk for each in noted])
    return [(each, powers(notes[each.pk], person).comment) for each in noted]


def _frame(in_window: bool) -> dict[str, Any]:
    return {"frame": "watch/window.html" if in_window else "base.html"}


@login_required
@require_safe
def clipped(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the small window says when it is done."""
    context = _frame(bool(request.GET.get("window"))) | {
        "note": note_of(request, page_id),
        "trail": trail(),
    }
    return render(request, "watch/clipped.html", context)


@login_required
@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """How one clips from a browser, a phone, a mail program, a list."""
    context = {
        "bookmarklet": bookmarklet(),
        "mail_places": mail_places(places_of(person_of(request))),
        "trail": trail(),
    }
    return render(request, "watch/tools.html", context)


@login_required
@require_http_methods(READS_AND_WRITES)
def source(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the source says of itself, by hand."""
    note = note_of(request, page_id)
    person = person_of(request)
    if not services.takes_care(note, person):
        raise NotAllowed("watch note")
    record = Clip.objects.filter(note=note.pk).first()
    form = SourceForm(
        request.POST or None,
        request.FILES or None,
        instance=note,
        initial={"archive_address": record.archive_address if record else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.fill_in(
                note,
                person,
                values=form.values(),
                archive=form.cleaned_data["archive_address"],
                picture=form.cleaned_data["picture"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. What is typed by hand stays."))
            return redirect(note.url or "/")
    status = REFUSED if request.method == "POST" else 200
    shown = WatchNotePage.objects.get(pk=note.pk)  # the form has changed its own object
    context = {"form": form, "note": shown, "trail": trail(Crumb(shown.title, shown.url or "/"))}
    return render(request, "watch/source.html", context, status=status)


@login_required
@require_POST
def again(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask the source once more."""
    note = note_of(request, page_id)
    services.read_again(note, person_of(request))
    messages.info(request, _("The source is being read again."))
    return redirect(note.url or "/")
