"""The inbox and what one does in it; everything works without JavaScript."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wiki.communities.rights import Act
from wiki.communities.views.places import page_of
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.models import Story, StoryState
from wiki.watch.places import Place, place_of, screen
from wiki.watch.triage import services, undoing
from wiki.watch.triage.errors import TriageRefused
from wiki.watch.triage.forms import AssignForm, FilterForm, KeepForm, RemarkForm, numbers
from wiki.watch.triage.queries import complete, sources_of, with_details
from wiki.watch.triage.queries import inbox as stories_wanted

PER_PAGE = 50
#: What one may open below a story.
PANELS = ("keep", "assign", "remark")


@login_required
@require_safe
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories, one line each."""
    place = place_of(request, slug)
    sources = sources_of(place.community)
    form = FilterForm(request.GET, sources=sources)
    wanted = form.wanted()
    rows = stories_wanted(place.community, wanted, viewer=place.person)
    count = None if wanted.is_narrow else place.waiting
    page = page_of(request, rows, size=PER_PAGE, count=count)
    page.object_list = list(page.object_list)
    complete(page.object_list, sources, place.person)
    values = {
        "page_obj": page,
        "form": form,
        "wanted": wanted,
        "last": undoing.last_own(place.community, place.person) if place.sorts else None,
        "back": request.GET.urlencode(),
    }
    return render(request, "watch/triage/inbox.html", screen(place, "inbox", values))


@dataclass(frozen=True, slots=True)
class _Scene:
    """One story before somebody who belongs to its community."""

    request: HttpRequest
    place: Place
    story: Story
    #: The filters of the list that the person came from.
    back: str

    def shown(self, *, panel: str = "", form: forms.Form | None = None, told: str = "",
              focus: bool = False) -> HttpResponse:  # fmt: skip
        """The story's row for a page that asks for it alone, a page of its own otherwise."""
        story = with_details(Story.objects.filter(pk=self.story.pk)).first()
        if story is None:
            raise Http404
        complete([story], sources_of(self.place.community), self.place.person)
        values: dict[str, Any] = {
            "story": story,
            "panel": panel,
            "form": form if form is not None else _form(panel, self.place, story),
            "told": told,
            "back": self.back,
            "focus": focus,
            "alone": not self.request.headers.get("HX-Request"),
        }
        if not values["alone"]:
            # Counted anew: the act may have changed it.
            waiting = self.place.community.stories.filter(state=StoryState.NEW).count()
            context = {"place": self.place, "waiting": waiting, **values}
            return render(self.request, "watch/triage/row.html", context)
        return render(self.request, "watch/triage/story.html", screen(self.place, "story", values))

    def done(self, text: str) -> HttpResponse:
        """After an act: the row as it is now, or back to the list."""
        if self.request.headers.get("HX-Request"):
            return self.shown(told=text)
        messages.success(self.request, text)
        return redirect(f"{self.place.url('inbox')}?{self.back}")


def _scene(request: HttpRequest, slug: str, number: int) -> _Scene:
    """The story at this address. Raises Http404."""
    place = place_of(request, slug)
    rows = Story.objects.filter(community=place.community, pk=number)
    story = rows.select_related("community", "note").first()
    if story is None:
        raise Http404("No such story.")
    back = request.POST.get("back", "") or request.GET.get("back", "")
    # Taken apart and put together: whatever it is, it follows a « ? » of ours.
    return _Scene(request, place, story, QueryDict(back[:500]).urlencode())


def _form(panel: str, place: Place, story: Story) -> forms.Form | None:
    match panel:
        case "keep":
            return KeepForm(initial={"title": story.title})
        case "assign":
            own = {"to": str(place.person.pk)}
            return AssignForm(community=place.community, initial=own)
        case "remark":
            return RemarkForm()
    return None


@login_required
@require_safe
def story(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One story, with what one wants to do with it opened."""
    panel = request.GET.get("do", "")
    scene = _scene(request, slug, number)
    opened = panel if panel in PANELS and scene.place.sorts else ""
    return scene.shown(panel=opened, focus=True)


@login_required
@require_POST
def keep(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The story becomes a note."""
    scene = _scene(request, slug, number)
    scene.place.standing.need(Act.PROPOSE, scene.place.community)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return scene.shown(panel="keep", form=form, focus=True)
    try:
        services.keep(
            scene.story,
            by=scene.place.person,
            language=(get_language() or "")[:2],
            **form.cleaned_data,
        )
    except (TriageRefused, ClipRefused) as refusal:
        form.add_error(None, refusal.told)
        return scene.shown(panel="keep", form=form, focus=True)
    return scene.done(_("Kept: the watch note is published."))


@login_required
@require_POST
def assign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody looks at the story."""
    scene = _scene(request, slug, number)
    scene.place.standing.need(Act.PROPOSE, scene.place.community)
    form = AssignForm(request.POST, community=scene.place.community)
    if not form.is_valid():
        return scene.shown(panel="assign", form=form, focus=True)
    to = form.people[form.cleaned_data["to"]]
    try:
        services.assign(
            scene.story, by=scene.place.person, to=to, message=form.cleaned_data["message"]
        )
    except TriageRefused as refusal:
        form.add_error(None, refusal.told)
        return scene.shown(panel="assign", form=form, focus=True)
    return scene.done(_("Given to %(name)s.") % {"name": to.display_name})


@login_required
@require_POST
def remark(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A word for those who sort."""
    scene = _scene(request, slug, number)
    scene.place.standing.need(Act.PROPOSE, scene.place.community)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return scene.shown(panel="remark", form=form, focus=True)
    services.remark(scene.story, by=scene.place.person, text=form.cleaned_data["text"])
    return scene.done(_("Your word stands below the story."))


@login_required
@require_POST
def ignore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The story is not for us."""
    scene = _scene(request, slug, number)
    found = services.ignore(scene.place.community, [number], by=scene.place.person)
    return scene.done(_("Ignored.") if found else _("Somebody has decided on it meanwhile."))


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The last decision on the story is taken back."""
    scene = _scene(request, slug, number)
    try:
        undoing.undo(scene.story, by=scene.place.person)
    except TriageRefused as refusal:
        return scene.done(refusal.told)
    return scene.done(_("Taken back: the story waits again."))


@login_required
@require_POST
def ignore_many(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories chosen are not for us."""
    place = place_of(request, slug)
    chosen = numbers(request.POST.getlist("story"), most=PER_PAGE)
    done = len(services.ignore(place.community, chosen, by=place.person))
    text = ngettext("%(n)d story ignored.", "%(n)d stories ignored.", done) % {"n": done}
    messages.success(request, text if done else _("Choose stories first."))
    return _back(request, place)


@login_required
@require_POST
def undo_last(request: HttpRequest, slug: str) -> HttpResponse:
    """What the person decided last is taken back."""
    place = place_of(request, slug)
    try:
        found = undoing.undo_last(place.community, by=place.person)
    except TriageRefused as refusal:
        messages.warning(request, refusal.told)
    else:
        text = ngettext("Taken back: %(n)d story.", "Taken back: %(n)d stories.", len(found))
        messages.success(request, text % {"n": len(found)})
    return _back(request, place)


def _back(request: HttpRequest, place: Place) -> HttpResponse:
    back = QueryDict(request.POST.get("back", "")[:500]).urlencode()
    return redirect(f"{place.url('inbox')}?{back}")
