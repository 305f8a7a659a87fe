"""Synonyms in the CMS: list, form, trial."""

from functools import cached_property
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput, Button
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from search.cms.exchange import COLUMNS, ImportView
from search.cms.try_it import TryItPanel, TryItView
from search.models import Direction, Synonym
from search.models.synonyms import LONGEST
from search.syntax import tidy
from search.wording import key

DIRECTIONS = {Direction.TWO_WAY: _("both ways"), Direction.ONE_WAY: _("one way")}


class SynonymFilterSet(WagtailFilterSet):
    """By direction, and those that are not in use."""

    direction = MultipleChoiceFilter(
        label=_("Direction"), choices=Direction.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Synonym
        fields = ["direction", "language", "active"]


class SynonymIndexView(IndexView):
    """The list; a table can be read in, as one can be written out."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.user_has_permission("add") and self.user_has_permission("change"):
            address = reverse("wagtailsnippets_search_synonym:import")
            buttons.append(Button(_("Import a CSV file"), url=address, icon_name="upload"))
        return buttons


class SynonymCreateView(CreateView):
    """The form, with the words that a report or another page proposes in the address."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._tell_what_is_known(request)
        return super().get(request, *args, **kwargs)

    def _tell_what_is_known(self, request: HttpRequest) -> None:
        """The form would refuse the words, once it is filled in, and name no way on."""
        asked = key(tidy(request.GET.get("words", ""))[:LONGEST])
        if not asked or not self.user_has_permission("change"):
            return
        in_use = Synonym.objects.filter(active=True)
        known = next((each for each in in_use if key(each.words) == asked), None)
        if known:
            text = _("“%(words)s” already has equivalents: change that synonym instead.")
            button = messages.button(reverse(self.edit_url_name, args=[known.pk]), _("Edit"))
            messages.warning(request, text % {"words": known.words}, buttons=[button])

    def get_initial_form_instance(self) -> Synonym:
        asked = self.request.GET
        return Synonym(
            words=tidy(asked.get("words", ""))[:LONGEST],
            equivalents=tidy(asked.get("equivalents", "")),
        )


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same here."""

    model = Synonym
    icon = "resubmit"
    menu_label = _("Synonyms")
    menu_name = "synonyms"
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    filterset_class = SynonymFilterSet
    copy_view_enabled = False
    list_display = [
        "words",
        Column(
            "equivalents",
            label=_("Equivalents"),
            accessor=lambda synonym: ", ".join(synonym.equivalent_list),
        ),
        Column("direction", label=_("Direction"), accessor=lambda s: DIRECTIONS[s.direction]),
        Column("language", label=_("Texts searched"), accessor="get_language_display"),
        BooleanColumn("active", label=_("In use")),
        UpdatedAtColumn(),
    ]
    list_export = COLUMNS
    export_headings = {name: name for name in COLUMNS}  # what an import reads
    export_filename = "synonyms"
    ordering = ["words"]
    list_per_page = 100
    search_backend_name = None
    search_fields = ["words", "equivalents", "note"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("words"),
                    FieldPanel("equivalents", widget=AdminAutoHeightTextInput(attrs={"rows": 3})),
                    FieldPanel("direction"),
                ],
                heading=_("What means the same"),
            ),
            TryItPanel(heading=_("Try it"), icon="search"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("language"), FieldPanel("active")]),
                    FieldPanel("note"),
                ],
                heading=_("Where it holds"),
            ),
        ]
    )

    @property
    def try_view(self) -> Any:
        """Where the form is sent to be tried."""
        return TryItView.as_view(
            form_class=self.get_form_class(), index_url_name=self.get_url_name("list")
        )

    @property
    def import_view(self) -> Any:
        """Where a table of synonyms is read."""
        return ImportView.as_view(index_url_name=self.get_url_name("list"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("try/", self.try_view, name="try"),
            path("import/", self.import_view, name="import"),
        ]
