"""« Add keywords to a page »: the question, the pages that may answer it, one button."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from search import service
from search.log.keywords import Added, KeywordsRefused, add_keywords, may_add
from search.params import SearchParams
from search.results import Hit
from search.syntax import tidy
from wiki.core.text import folded_lines

#: Characters of a question, and of all that is added at once.
LONGEST, MOST = 200, 600


class FindForm(forms.Form):
    """Which pages to choose from."""

    find = forms.CharField(
        label=gettext_lazy("Find the page that answers it"), max_length=LONGEST, required=False
    )
    words = forms.CharField(widget=forms.HiddenInput, required=False)


class KeywordsForm(forms.Form):
    """The page, and the words that it gets."""

    page = forms.ChoiceField(label=gettext_lazy("Page"), widget=forms.RadioSelect)
    keywords = forms.CharField(
        label=gettext_lazy("Other ways to ask"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One question or word per line. Searched, not shown."),
    )

    def __init__(self, hits: list[Hit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if len(hits) == 1:
            self.initial["page"] = str(hits[0].page_id)
        self.fields["page"].choices = [(str(hit.page_id), _label(hit)) for hit in hits]  # type: ignore[attr-defined]


def keywords(request: HttpRequest) -> HttpResponse:
    """The form; then back to the report, or to the page for those who do not see it."""
    words = tidy(request.GET.get("words", ""))[:LONGEST]
    find = tidy(request.GET.get("find", ""))[:LONGEST] or words
    hits = _candidates(request, find)
    form = KeywordsForm(hits, data=request.POST or None, initial={"keywords": words})
    if request.method == "POST" and form.is_valid():
        page = get_object_or_404(Page, pk=form.cleaned_data["page"])
        try:
            added = add_keywords(page, folded_lines(form.cleaned_data["keywords"]), request.user)
        except KeywordsRefused as error:
            raise PermissionDenied from error
        return _done(request, page, added)
    context = {
        "words": words,
        "find": find,
        "find_form": FindForm(initial={"find": find, "words": words}),
        "form": form if hits else None,
    }
    return render(request, "search/log/keywords.html", context)


def _candidates(request: HttpRequest, find: str) -> list[Hit]:
    """The pages that the search gives, near matches included, and that one may change."""
    if not find:
        return []
    try:
        hits = service.search(SearchParams(text=find, page_size=20), request.user).hits
    except service.SearchUnavailable:
        messages.error(request, _("The search does not answer for the moment."))
        return []
    pages = Page.objects.filter(pk__in=[hit.page_id for hit in hits]).specific()
    changeable = {page.pk for page in pages if may_add(page, request.user)}
    return [hit for hit in hits if hit.page_id in changeable]


def _label(hit: Hit) -> str:
    return " · ".join(str(part) for part in (hit.title, hit.kind_label, hit.community) if part)


def _done(request: HttpRequest, page: Page, added: Added) -> HttpResponse:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    title = page.get_admin_display_title()
    if not added.words:
        text = _("“%(page)s” had these words already.")
    elif added.published:
        text = _("“%(page)s” is now found by these words.")
    else:
        text = _("The words are in the draft of “%(page)s”: they count once it is published.")
    buttons = [messages.button(edit, _("Edit"))]
    messages.success(request, text % {"page": title}, buttons=buttons)
    seen = request.user.has_perm("search.view_loggedsearch")
    return redirect("search_log_nothing_found" if seen else edit)
