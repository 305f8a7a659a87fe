"""Handing pages over whose owner has left."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guides.handing_over import hand_over, left_behind
from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage
from wiki.communities.queries import members
from wiki.communities.rights import Act
from wiki.communities.views.places import known, page_of, person_of, trail
from wiki.people.models import User

PER_PAGE = 30


class PersonField(forms.ModelChoiceField):
    """A person, by name."""

    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        return obj.display_name


class HandOverForm(forms.Form):
    """Some pages, and the member who takes them."""

    pages = forms.ModelMultipleChoiceField(
        KnowledgePage.objects.none(),
        error_messages={
            "required": _("Tick one page at least."),
            "invalid_choice": _("Somebody else has handed one of these pages over."),
        },
    )
    to = PersonField(User.objects.none(), label=_("Who looks after them from now on"))

    def __init__(
        self, data: QueryDict | None, *, pages: QuerySet, community: CommunityPage
    ) -> None:
        super().__init__(data)
        people = User.objects.filter(pk__in=members(community).values("person"))
        choices = {"pages": pages, "to": people.order_by("last_name", "first_name", "pk")}
        for name, rows in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def ticked(self) -> set[int]:
        """The pages that were chosen, to be shown again beside an error."""
        return {int(pk) for pk in self["pages"].value() or () if str(pk).isdecimal()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """The pages that nobody in the community owns, and who takes them."""
    community, standing = known(request.user, slug)
    standing.need(Act.PUBLISH, community)
    pages = left_behind(community, request.user)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, pages=pages, community=community
    )
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        ids = [page.pk for page in form.cleaned_data["pages"]]
        done = len(hand_over(community, ids, to=to, by=person_of(request)))
        text = ngettext(
            "%(name)s now looks after %(n)d page.", "%(name)s now looks after %(n)d pages.", done
        )
        messages.success(request, text % {"name": to, "n": done})
        return redirect("guides:handover", slug)
    context = {
        "community": community,
        "trail": trail(community),
        "form": form,
        "chosen": form.ticked(),
        "page_obj": page_of(request, pages.select_related("owner"), size=PER_PAGE),
    }
    return render(request, "guides/handover.html", context)
