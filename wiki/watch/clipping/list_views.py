"""Several links at once: brought, looked through, noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki.communities.audience import readable
from wiki.communities.running.access import person_of
from wiki.people.models import User
from wiki.watch.canonical import canonical_address
from wiki.watch.clipping import services
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.clipping.forms import WordsForm
from wiki.watch.clipping.lists import (
    MOST_COUNTED,
    MOST_LINKS,
    Link,
    ListUnreadable,
    different,
    not_understood,
    pasted,
    read_file,
)
from wiki.watch.clipping.places import places_of
from wiki.watch.clipping.records import about, stored
from wiki.watch.clipping.titles import tells, title_words
from wiki.watch.clipping.views import READS_AND_WRITES, REFUSED, trail
from wiki.watch.clipping.words import LONGEST_TITLE, LONGEST_WORDS
from wiki.watch.models import Clip

#: Noted in one go: more are a library, which nobody reads as a watch.
MOST_NOTED = 50
#: Lines without a link that are shown again; all are counted.
MOST_LOST = 10


class BringForm(forms.Form):
    """Links as text or as a file."""

    links = forms.CharField(
        label=gettext_lazy("Links"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("One per line, as you have them; a name may stand before the link."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(
            "Bookmarks exported by a browser (HTML), or a list of feeds (OPML)."
        ),
    )

    def brought(self) -> list[Link]:
        """The links of a valid form; none when the file has none."""
        found = pasted(self.cleaned_data["links"], most=MOST_COUNTED)
        if self.cleaned_data["file"]:
            try:
                found += read_file(self.cleaned_data["file"].read(), most=MOST_COUNTED)
            except ListUnreadable:
                self.add_error("file", _("No link was found in this file."))
        elif not found:
            self.add_error("links", _("No link was found: one begins with http:// or https://."))
        return different(found, most=MOST_COUNTED)

    def lost(self) -> list[str]:
        """The lines of a valid form in which there is no link."""
        return not_understood(self.cleaned_data["links"])


@dataclass(frozen=True, slots=True)
class NotedLink:
    """A note that the person may read; ``author`` is "" for a former member."""

    pk: int
    author: str
    #: Whether the address is the same; otherwise it is the title.
    same_address: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A link to look through: ``words`` are its own, beside those for all."""

    number: int
    address: str
    title: str
    words: str = ""
    taken: bool = True
    #: The note about it that there is already.
    noted: NotedLink | None = None


@login_required
@require_http_methods(READS_AND_WRITES)
def several(request: HttpRequest) -> HttpResponse:
    """Bring links, choose among them, note those chosen."""
    if "rows" in request.POST:
        return _chosen(request)
    person = person_of(request)
    places = places_of(person)
    bring = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and bring.is_valid():
        links = bring.brought()
        if not bring.errors:
            shown = links[:MOST_LINKS]
            rows = [Row(n, link.address, link.title) for n, link in enumerate(shown)]
            marked = _ticked(_marked(rows, person))
            form = WordsForm(places=places)
            left_out = len(links) - len(shown)
            return _look_through(request, form, marked, left_out=left_out, lost=bring.lost())
    status = REFUSED if request.method == "POST" else 200
    context = {"form": bring, "places": places, "trail": trail()}
    return render(request, "watch/several.html", context, status=status)


def _chosen(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    rows = _posted(request.POST)
    form = WordsForm(request.POST, places=places_of(person))
    form.fields["means_for_us"].required = False  # each link may have its own
    if form.is_valid() and _noted(request, form, rows, person):
        return redirect(form.place().url or "/")
    return _look_through(request, form, _marked(rows, person), status=REFUSED)


def _look_through(
    request: HttpRequest,
    form: WordsForm,
    rows: list[Row],
    *,
    left_out: int = 0,
    lost: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "lost": lost,
        "lost_shown": lost[:MOST_LOST],
        "form": form,
        "rows": rows,
        "left_out": left_out,
        "most": MOST_NOTED if len(rows) > MOST_NOTED else None,
        "trail": trail(),
    }
    return render(request, "watch/several_rows.html", context, status=status)


def _posted(data: QueryDict) -> list[Row]:
    """The rows as they come back; what is no address is left out."""
    rows = [
        Row(
            number,
            data.get(f"address-{number}", "").replace("\x00", "").strip(),
            data.get(f"title-{number}", "").replace("\x00", "")[:LONGEST_TITLE],
            words=data.get(f"words-{number}", "").replace("\x00", "")[:LONGEST_WORDS],
            taken=f"take-{number}" in data,
        )
        for number in range(MOST_LINKS)
    ]
    return [row for row in rows if row.address]


def _ticked(rows: list[Row]) -> list[Row]:
    """The rows with the first that are not noted chosen, no more than are noted at once."""
    chosen = {row.number for row in [row for row in rows if row.noted is None][:MOST_NOTED]}
    return [replace(row, taken=row.number in chosen) for row in rows]


def _marked(rows: list[Row], person: User) -> list[Row]:
    """The rows, with the note about the same page or of the same title (three queries).

    Titles are the same or not: to compare each with each takes too long for a list.
    """
    keys = {row.number: stored(canonical_address(row.address)) for row in rows}
    words = {row.number: found for row in rows if tells(found := title_words(row.title))}
    alike = Q(title_words__in=set(words.values())) if words else Q()
    clips = Clip.objects.filter(about(set(keys.values())) | alike, note__live=True)
    by_address: dict[str, NotedLink] = {}
    by_title: dict[str, NotedLink] = {}
    told = readable(clips, person, prefix="note__")
    for clip in told.select_related("note__owner").order_by("pk"):
        owner = clip.note.owner
        noted = NotedLink(clip.pk, owner.display_name if owner else "", same_address=True)
        by_address.setdefault(clip.canonical_address, noted)
        by_address.setdefault(clip.given_address, noted)
        by_title.setdefault(clip.title_words, replace(noted, same_address=False))
    by_number = {number: by_title[each] for number, each in words.items() if each in by_title}
    by_number |= {number: by_address[each] for number, each in keys.items() if each in by_address}
    return [replace(row, noted=by_number.get(row.number)) for row in rows]


def _noted(request: HttpRequest, form: WordsForm, rows: list[Row], person: User) -> bool:
    """Whether all that was chosen is noted; otherwise the form says why not."""
    chosen = [row for row in rows if row.taken]
    shared_words = form.cleaned_data["means_for_us"]
    if not chosen:
        form.add_error(None, _("Choose at least one link."))
        return False
    if len(chosen) > MOST_NOTED:
        form.add_error(None, _("Choose %(most)s links at most.") % {"most": MOST_NOTED})
        return False
    silent = [row for row in chosen if not (row.words.strip() or shared_words)]
    if silent:
        text = ngettext(
            "Say it here, or at the link itself: %(n)s chosen link has no words of its own.",
            "Say it here for all, or at each link: %(n)s chosen links have no words of their own.",
            len(silent),
        )
        form.add_error("means_for_us", text % {"n": len(silent)})
        return False
    try:
        with transaction.atomic():
            for row in chosen:
                services.clip(
                    person,
                    form.place(),
                    address=row.address,
                    means_for_us=row.words or shared_words,
                    title=row.title,
                    themes=form.cleaned_data["themes"],
                    kind=form.cleaned_data["kind"] or None,
                    language=(get_language() or "")[:2],
                    at_once=False,
                    **form.shelf(),
                )
    except ClipRefused as refusal:
        told = {"title": row.title or row.address, "why": refusal.told}
        form.add_error(None, _("%(title)s: %(why)s") % told)
        return False
    text = ngettext("%(n)s link is noted.", "%(n)s links are noted.", len(chosen))
    messages.success(request, text % {"n": len(chosen)})
    return True
