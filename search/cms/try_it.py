"""« Try it »: what a synonym would change, before it is saved."""

from functools import cached_property
from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import HelpPanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from search.errors import SearchUnavailable
from search.models import Synonym
from search.preview import Preview, preview
from search.synonyms import Rule

#: Names of what the panel adds to the form.
QUESTION, SAVED = "try-question", "try-saved"
#: What the script sends, to get the answer without the page around it.
PART = "Try-It"


class TryItPanel(HelpPanel):
    """The field and the button; works by itself, the script spares the other page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "search/cms/try_panel.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        @property
        def media(self) -> Media:
            return Media(js=["recueil/js/try-it.js"])


class TryItView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Asks the question with and without the synonym of the form, saved or not."""

    model = Synonym
    any_permission_required = ("add", "change")
    template_name = "search/cms/try.html"
    page_title = _("Try a synonym")
    header_icon = "search"
    form_class: Any = None
    index_url_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing to try without a form: back to the list."""
        return redirect(self.index_url_name)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Both lists; what is wrong with the form when nothing can be tried."""
        context = self._tried()
        if PART in request.headers:
            return render(request, "search/cms/try_result.html", context)
        return self.render_to_response(self.get_context_data(**context))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, synonyms, this."""
        synonyms = {"url": reverse(self.index_url_name), "label": _("Synonyms")}
        return [*self.breadcrumbs_items, synonyms, {"url": "", "label": self.page_title}]

    def _tried(self) -> dict[str, Any]:
        context: dict[str, Any] = {"preview": None, "errors": [], "unavailable": False}
        form = self.form_class(
            self.request.POST, instance=self._synonym, for_user=self.request.user
        )
        question = self.request.POST.get(QUESTION, "").strip()
        if not form.is_valid():
            context["errors"] = [
                error for field in ("words", "equivalents") for error in form.errors.get(field, ())
            ]
        if not question:
            context["errors"] = [_("Write a question to try."), *context["errors"]]
        if not context["errors"]:
            try:
                context["preview"] = self._preview(question, form.instance)
            except SearchUnavailable:
                context["unavailable"] = True
        return context

    @cached_property
    def _synonym(self) -> Synonym:
        """The one that the form edits, or a new one."""
        saved = self.request.POST.get(SAVED, "")
        return get_object_or_404(Synonym, pk=saved) if saved.isdecimal() else Synonym()

    def _preview(self, question: str, synonym: Synonym) -> Preview:
        viewer = self.request.user
        return preview(question, viewer, rule=Rule.of(synonym), replacing=synonym.pk)
