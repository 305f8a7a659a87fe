"""Thanks and citations. What one may not read answers 404."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.permission_policies.pages import PagePermissionPolicy

from guides.models import KnowledgePage
from wiki.communities.cms.policy import known
from wiki.communities.running.access import person_of
from wiki.core.row_numbers import row_number
from wiki.core.trails import Crumb
from wiki.people.models import User
from wiki.watch.clipping.places import places_of
from wiki.watch.clipping.views import READS_AND_WRITES, REFUSED, note_of, trail
from wiki.watch.life.citing import FED, begin_guide, cite
from wiki.watch.life.thanking import take_back, thank

#: Pages offered; whoever looks for another one types its name.
OFFERED = 20


class BeginForm(forms.Form):
    """A guide that begins with a note."""

    community = forms.ChoiceField(label=gettext_lazy("Community"))
    title = forms.CharField(label=gettext_lazy("Title of the guide"), max_length=200)


@login_required
@require_POST
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Thanks for a note, or no longer."""
    note = note_of(request, page_id)
    if "stop" in request.POST:
        take_back(note, person_of(request))
    else:
        thank(note, person_of(request))
    return redirect(f"{note.url}#life")


@login_required
@require_http_methods(READS_AND_WRITES)
def cite_in(request: HttpRequest, page_id: int) -> HttpResponse:
    """The note feeds a page: one that the person may change, or a new one."""
    note, person = note_of(request, page_id), person_of(request)
    typed = request.GET.get("q", "").replace("\x00", "")[:100]
    pages = changeable(person, typed)
    places = places_of(person)
    form = BeginForm(request.POST if "begin" in request.POST else None)
    field = form.fields["community"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
    field.choices = [(place.slug, place.title) for place in places]
    if request.method == "POST" and "begin" not in request.POST:
        number = row_number(request.POST.get("page", ""))
        page = get_object_or_404(changeable(person), pk=number)
        cite(note, page, by=person)
        messages.success(request, _("The page now names this note among what fed it."))
        return redirect(f"{note.url}#life")
    if request.method == "POST" and form.is_valid():
        place = next(each for each in places if each.slug == form.cleaned_data["community"])
        guide = begin_guide(note, place, title=form.cleaned_data["title"], by=person)
        return redirect("wagtailadmin_pages:edit", guide.pk)
    context = {
        "note": note,
        "pages": pages[:OFFERED],
        "typed": typed,
        "form": form if places else None,
        "trail": trail(Crumb(note.title, note.url or "/")),
    }
    status = REFUSED if request.method == "POST" else 200
    return render(request, "watch/cite.html", context, status=status)


def changeable(person: User, typed: str = "") -> QuerySet[KnowledgePage]:
    """Guides and case studies that the person may change, the last changed first."""
    policy = PagePermissionPolicy(KnowledgePage)
    mine = policy.instances_user_has_permission_for(person, "change").values("pk")
    kinds = Q()
    for kind in FED:
        kinds |= Q(pk__in=kind.objects.values("pk"))
    pages = KnowledgePage.objects.filter(kinds, pk__in=mine, is_template=False, alias_of=None)
    pages = pages.filter(pk__in=known(person).values("pk"))
    if typed:
        pages = pages.filter(title__icontains=typed)
    return pages.order_by("-latest_revision_created_at", "-pk")
