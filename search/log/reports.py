"""The report of the CMS: what people look for, in four lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.base import ModelPermissionPolicy

from search.log import queries
from search.log.actions import ActionsColumn
from search.log.discretion import hidden_questions
from search.log.queries import Question
from search.models import LoggedSearch
from wiki.core.languages import Language

PERIODS = [("30", _("the last 30 days")), ("91", _("the last three months")),
           ("365", _("the last year"))]  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """One of the lists: its address, its title, what it asks the log and what it shows."""

    slug: str
    title: str | Promise
    teaches: str | Promise
    rows: Callable[[QuerySet], list[Question]]
    columns: tuple[str, ...]

    @property
    def url_name(self) -> str:
        return f"search_log_{self.slug}"


HEADINGS: dict[str, str | Promise] = {
    "earlier": _("First question"),
    "then": _("Asked next"),
    "question": _("Question"),
    "asked": _("Times asked"),
    "found": _("Pages found"),
    "missed_shown": _("Nothing found"),
    "ignored_shown": _("Nothing opened"),
    "clicked_shown": _("Something opened"),
    "rank_shown": _("Mean rank opened"),
    "filters": _("Filters used"),
}
LISTINGS = (
    Listing(
        "asked",
        _("Most asked"),
        _("What people come for. A question that is asked often deserves a page of its own."),
        queries.most_asked,
        ("question", "asked", "found", "missed_shown", "clicked_shown", "rank_shown", "filters"),
    ),
    Listing(
        "nothing_found",
        _("Nothing found"),
        _(
            "No page holds these words. Does one answer all the same? Add the words to it, or "
            "a synonym. Otherwise it is a page to write."
        ),
        queries.nothing_found,
        ("question", "asked"),
    ),
    Listing(
        "nothing_opened",
        _("Nothing opened"),
        _("Pages are found and nobody opens them: their titles or summaries may not say enough."),
        queries.nothing_opened,
        ("question", "ignored_shown", "found"),
    ),
    Listing(
        "asked_again",
        _("Asked again in other words"),
        _(
            "The first question opened nothing, so people tried other words. When both mean "
            "the same, a synonym spares them the second try."
        ),
        queries.asked_again,
        ("earlier", "then", "asked", "clicked_shown"),
    ),
)


class SearchesFilterSet(WagtailFilterSet):
    """Narrows the rows that are summed up."""

    period = django_filters.ChoiceFilter(
        label=_("Period"), choices=PERIODS, method="since", empty_label=_("All that is kept")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language of the readers"), choices=Language.choices, empty_label=_("Both")
    )

    class Meta:
        model = LoggedSearch
        fields: ClassVar[list[str]] = []

    def since(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(day__gt=timezone.localdate() - timedelta(days=int(value)))


class SearchesReport(ReportView):
    """One of the lists, filtered, in pages or as a table to download."""

    listing: Listing = LISTINGS[0]
    model = LoggedSearch
    permission_policy = ModelPermissionPolicy(LoggedSearch)
    permission_required = "view"
    page_title = _("Searches")
    header_icon = "search"
    template_name = "search/log/report.html"
    filterset_class = SearchesFilterSet
    export_headings: ClassVar = HEADINGS

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.index_url_name = self.listing.url_name
        self.index_results_url_name = f"{self.listing.url_name}_results"
        self.export_filename = self.listing.slug.replace("_", "-")
        self.list_export = list(self.listing.columns)
        self.custom_field_preprocess = {
            name: {self.FORMAT_CSV: tamed} for name in ("question", "earlier", "then")
        }

    def get_page_subtitle(self) -> Any:
        return self.listing.title

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        shown = [_column(name) for name in self.listing.columns]
        return [*shown, ActionsColumn("actions", label=_("What to do"), user=self.request.user)]

    def get_base_queryset(self) -> QuerySet:
        return LoggedSearch.objects.all()

    def get_filtered_queryset(self) -> Any:
        questions = self.listing.rows(self.filter_queryset(self.get_base_queryset()))
        return queries.without(questions, hidden_questions(questions, self.request.user))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        kept = {name: self.request.GET[name] for name in ("period", "language")
                if self.request.GET.get(name)}  # fmt: skip
        query = f"?{urlencode(kept)}" if kept else ""
        lists = [(each, f"{reverse(each.url_name)}{query}") for each in LISTINGS]
        return {
            **super().get_context_data(*args, **kwargs),
            "listing": self.listing,
            "lists": lists,
            "threshold": queries.THRESHOLD,
        }

    @cached_property
    def no_results_message(self) -> Any:
        return _("Nothing here: no question was asked three times in this period.")


def _column(name: str) -> Column:
    """Questions lead to their results; a search made from here is not counted."""
    if name not in {"question", "earlier", "then"}:
        return Column(name, label=HEADINGS[name])

    def address(question: Question) -> str:
        return f"{reverse('search:results')}?{urlencode({'q': getattr(question, name)})}"

    return TitleColumn(name, label=HEADINGS[name], get_url=address)


def tamed(text: str) -> str:
    """A question that a spreadsheet would take for a formula, made text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def addresses() -> list[Any]:
    """Two for each list: the page, and the part that filters change."""
    found = []
    for each in LISTINGS:
        here = "" if each is LISTINGS[0] else f"{each.slug.replace('_', '-')}/"
        view = SearchesReport.as_view(listing=each)
        part = SearchesReport.as_view(listing=each, results_only=True)
        found.append(path(f"reports/searches/{here}", view, name=each.url_name))
        found.append(
            path(f"reports/searches/{here}results/", part, name=f"{each.url_name}_results")
        )
    return found
