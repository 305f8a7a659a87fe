"""The sources of a community: how they fare, and what those who run it change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.communities.errors import NotAllowed
from wiki.core.opml import OpmlUnreadable, write_outlines
from wiki.notifications.telling import after_commit
from wiki.watch.models import Source
from wiki.watch.places import Place, place_of, screen
from wiki.watch.sources import services
from wiki.watch.sources.coverage import coverage as covered
from wiki.watch.sources.discovery import Named, NothingFound, find_feeds
from wiki.watch.sources.forms import AddForm, ImportForm, SourceForm
from wiki.watch.sources.queries import by_share, outlines, silent, with_figures
from wiki.watch.sources.services import SourceRefused
from wiki.watch.sources.wording import told
from wiki.watch.tasks import fetch_source


def _run(request: HttpRequest, slug: str) -> Place:
    """The community, for whoever sets its sources. Raises Http404, NotAllowed."""
    place = place_of(request, slug)
    if not place.runs:
        raise NotAllowed("configure")
    return place


@login_required
@require_safe
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """Each source with its figures and, when it fails, the reason."""
    place = place_of(request, slug)
    # Those in trouble first: somebody may do something about it.
    rows = sorted(with_figures(place.community), key=lambda row: not row.last_error)
    values = {
        "followed": [row for row in rows if row.active and row.dead_at is None],
        "dead": [row for row in rows if row.active and row.dead_at is not None],
        "dropped": [row for row in rows if not row.active],
    }
    return render(request, "watch/sources/sources.html", screen(place, "sources", values))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new source, from the address of its feed or of its site."""
    place = _run(request, slug)
    form = AddForm(request.POST if request.method == "POST" else None)
    named: tuple[Named, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            found = find_feeds(form.cleaned_data["address"], now=timezone.now())
            if found.feed is not None:
                values = {**form.cleaned_data, "address": found.address, "feed": found.feed}
                values["title"] = values["title"] or found.feed.title
                source = services.add_source(place.community, place.person, **values)
                messages.success(request, _("“%(title)s” is followed.") % {"title": source.title})
                return redirect("watch:sources", slug)
            named = found.named
        except NothingFound as nothing:
            text = _("Nothing to follow there: %(reason)s.")
            form.add_error("address", text % {"reason": nothing.trouble.label})
        except SourceRefused as refusal:
            form.add_error("address", told(refusal))
    values = {"form": form, "named": named}
    return render(request, "watch/sources/add.html", screen(place, "add", values))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The name and the themes of one."""
    place = _run(request, slug)
    source = _one(place, number)
    title = source.title
    form = SourceForm(request.POST if request.method == "POST" else None, instance=source)
    if request.method == "POST" and form.is_valid():
        services.change_source(source, by=place.person, **form.cleaned_data)
        messages.success(request, _("The source is saved."))
        return redirect("watch:sources", slug)
    values = {"form": form, "source": source, "title": title}
    return render(request, "watch/sources/change.html", screen(place, "change", values))


def _one(place: Place, number: int) -> Source:
    rows = Source.objects.filter(community=place.community).select_related("community")
    return get_object_or_404(rows, pk=number)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One goes."""
    place = _run(request, slug)
    services.remove_source(_one(place, number), by=place.person)
    messages.success(request, _("The source is removed. The notes made from it stay."))
    return redirect("watch:sources", slug)


@login_required
@require_POST
def retry(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One is read again at once."""
    place = _run(request, slug)
    source = _one(place, number)
    services.try_again(source, by=place.person)
    after_commit(fetch_source, source.pk)
    messages.success(request, _("“%(title)s” is being read.") % {"title": source.title})
    return redirect("watch:sources", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The feeds of an OPML file."""
    place = _run(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            done = services.import_sources(place.community, content, by=place.person)
        except OpmlUnreadable:
            form.add_error("file", _("This file is not a list of feeds that we can read."))
        else:
            _tell(request, done)
            return redirect("watch:sources", slug)
    return render(request, "watch/sources/import.html", screen(place, "import", {"form": form}))


def _tell(request: HttpRequest, done: services.Imported) -> None:
    text = ngettext("%(n)d source added.", "%(n)d sources added.", done.added)
    text %= {"n": done.added}
    if done.known:
        known = ngettext("%(n)d was there already.", "%(n)d were there already.", done.known)
        text += " " + known % {"n": done.known}
    if done.added:
        text += " " + _("Their first stories come within minutes.")
    messages.success(request, text)
    if done.refused:
        refused = _("Not added: %(names)s.") % {"names": ", ".join(done.refused[:20])}
        messages.warning(request, refused)


@login_required
@require_safe
def export_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources as OPML, for other readers."""
    place = place_of(request, slug)
    content = write_outlines(outlines(place.community), title=place.community.title)
    response = HttpResponse(content, content_type="text/x-opml; charset=utf-8")
    name = f"{place.community.slug}.opml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """Themes by weeks, silent sources, and what is kept of each source."""
    place, now = place_of(request, slug), timezone.now()
    values = {
        "coverage": covered(place.community, now=now),
        "silent": list(silent(place.community, now=now)),
        "brought": by_share(place.community),
    }
    return render(request, "watch/sources/coverage.html", screen(place, "coverage", values))
