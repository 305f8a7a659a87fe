"""Choosing a page among those that the editor may read."""

from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page

from search import service
from search.eligibility import indexable_pages
from search.params import SearchParams
from wiki.communities.audience import Viewer, readable

#: Pages found that are offered: the one sought is among the first, or wants better words.
MOST_FOUND = 30
#: Digits of an id that the database can hold.
LONGEST_NUMBER = 18
HIDDEN = _("A page that you may not read")


def told(viewer: Viewer) -> QuerySet[Page]:
    """The pages that can be found and that this person may read."""
    return readable(indexable_pages(), viewer)


class WordsForm(BaseFilterForm):
    """The search field of the chooser; the view asks the search itself."""

    q = forms.CharField(label=_("Words of the page"), required=False)

    def filter(self, objects: QuerySet[Page]) -> QuerySet[Page]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects


class ToldPages:
    """What both views of the chooser list: last updated first, or as the search ranks them."""

    filter_form_class = WordsForm
    ordering = "-last_published_at"
    request: Any
    filter_form: Any

    def get_object_list(self) -> QuerySet[Page]:
        return told(self.request.user)

    def filter_object_list(self, objects: QuerySet[Page]) -> QuerySet[Page]:
        words = self.request.GET.get("q", "")
        pages = super().filter_object_list(objects)  # type: ignore[misc]
        return _found(pages, words, self.request.user) if self.filter_form.is_searching else pages

    @property
    def columns(self) -> list[Column]:
        type_name = Column("type", label=_("Type"), accessor="page_type_display_name", width="25%")
        return [*super().columns, type_name]  # type: ignore[misc]


class ToldChooseView(ToldPages, ChooseView):
    """The chooser."""


class ToldResultsView(ToldPages, ChooseResultsView):
    """Its list alone."""


class ToldChosenView(ChosenView):
    """What was chosen; not found for a page that may not be read."""

    def get_object(self, pk: str) -> Page:
        number = int(pk) if pk.isdecimal() and len(pk) <= LONGEST_NUMBER else 0
        return told(self.request.user).get(pk=number)


class ToldPageChooser(BaseChooser):
    """The field of the form; names the page only to those who may read it."""

    #: Set by the form, which knows who looks.
    told_pages: QuerySet[Page] = Page.objects.none()

    def get_value_data_from_instance(self, instance: Page) -> dict[str, Any]:
        if self.told_pages.filter(pk=instance.pk).exists():
            return super().get_value_data_from_instance(instance)
        return {"id": instance.pk, "edit_url": None, self.display_title_key: str(HIDDEN)}


class PageChoice(ChooserViewSet):
    """The chooser of pages that come first."""

    model = Page
    icon = "doc-empty-inverse"
    choose_one_text = _("Choose a page")
    choose_another_text = _("Choose another page")
    edit_item_text = _("Edit this page")
    choose_view_class = ToldChooseView
    choose_results_view_class = ToldResultsView
    chosen_view_class = ToldChosenView
    base_widget_class = ToldPageChooser
    register_widget = False  # other forms keep Wagtail's own


page_choice = PageChoice("search_page_choice")


class PinForm(WagtailAdminModelForm):
    """Only pages that its editor may read, and the one that is chosen already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = told(self.for_user)
        field = self.fields["page"]
        field.queryset = Page.objects.filter(
            Q(pk__in=known.values("pk")) | Q(pk=self.instance.page_id)
        )
        field.widget.told_pages = known


def _found(pages: QuerySet[Page], words: str, viewer: Viewer) -> QuerySet[Page]:
    """Those of the pages that the search finds, best first."""
    params = SearchParams(page_size=MOST_FOUND).with_text(words)
    ids = [hit.page_id for hit in service.search(params, viewer).hits]
    ranks = [When(pk=pk, then=rank) for rank, pk in enumerate(ids)]
    return pages.filter(pk__in=ids).order_by(Case(*ranks)) if ids else pages.none()
