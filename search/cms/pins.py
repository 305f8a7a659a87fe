"""Chosen results in the CMS: list with what needs a look, form."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from search.cms.page_choice import HIDDEN, PinForm, page_choice, told
from search.models import Pin
from search.models.pins import LONGEST
from search.syntax import tidy

#: Days before its end from which a choice is said to end soon.
SOON = timedelta(days=14)
STATES = [("attention", _("To be looked at")), ("shown", _("Shown")), ("off", _("Not in use"))]


def to_look_at(today: date) -> Q:
    """Choices in use that nobody sees: past their end, or of a page no longer published."""
    return Q(active=True) & (Q(ends_on__lt=today) | Q(page__live=False))


def state_of(pin: Pin) -> str | Promise:
    """In a word or two, whether readers see the choice, and why not."""
    today = timezone.localdate()
    if not pin.active:
        return _("Not in use")
    if not pin.page.live:
        return _("Page not published")
    if pin.ends_on < today:
        return _("Ended")
    return _("Ends soon") if pin.ends_on <= today + SOON else _("Shown")


def is_shown(pin: Pin) -> bool:
    """Whether readers see the choice."""
    return pin.active and pin.page.live and pin.ends_on >= timezone.localdate()


class PinFilterSet(WagtailFilterSet):
    """By state and language."""

    state = ChoiceFilter(label=_("Status"), choices=STATES, method="filter_state")

    class Meta:
        model = Pin
        fields = ["language"]

    def filter_state(self, pins: QuerySet[Pin], _name: str, state: str) -> QuerySet[Pin]:
        attention = to_look_at(timezone.localdate())
        match state:
            case "attention":
                return pins.filter(attention)
            case "shown":
                return pins.filter(active=True).exclude(attention)
        return pins.filter(active=False)


class PinIndexView(IndexView):
    """The list, with a reminder of the choices that readers do not see any more."""

    def get_base_queryset(self) -> QuerySet[Pin]:
        known = told(self.request.user).filter(pk=OuterRef("page_id"))
        pins = super().get_base_queryset().select_related("page")
        return pins.annotate(page_is_told=Exists(known))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.results_only and "state" not in request.GET:
            self._remind(request)
        return super().get(request, *args, **kwargs)

    def _remind(self, request: HttpRequest) -> None:
        number = Pin.objects.filter(to_look_at(timezone.localdate())).count()
        if number:
            text = ngettext(
                "%(n)s chosen result is not shown any more: it has ended, or its page is not "
                "published.",
                "%(n)s chosen results are not shown any more: they have ended, or their page is "
                "not published.",
                number,
            )
            address = f"{reverse(self.index_url_name)}?state=attention"
            button = messages.button(address, _("Look at them"))
            messages.warning(request, text % {"n": number}, buttons=[button])


class PinCreateView(CreateView):
    """The form, with the question that a report or another page proposes in the address."""

    def get_initial_form_instance(self) -> Pin:
        proposed = tidy(self.request.GET.get("questions", ""))[:LONGEST]
        return Pin(questions=proposed)


class PinViewSet(SnippetViewSet):
    """Pages that come first for a question."""

    model = Pin
    icon = "pick"
    menu_label = _("Chosen results")
    menu_name = "chosen-results"
    index_view_class = PinIndexView
    add_view_class = PinCreateView
    filterset_class = PinFilterSet
    copy_view_enabled = False
    list_display = [
        "question_line",
        Column("page", label=_("Page shown first"), accessor=lambda pin: _title(pin)),
        Column("language", label=_("Readers"), accessor="get_language_display"),
        Column(
            "ends_on",
            label=_("Until"),
            accessor=lambda pin: date_format(pin.ends_on),
            sort_key="ends_on",
        ),
        StatusTagColumn("state", label=_("Status"), accessor=state_of, primary=is_shown),
    ]
    ordering = ["ends_on"]
    list_per_page = 100
    search_backend_name = None
    search_fields = ["questions", "note"]
    edit_handler = ObjectList(
        [
            FieldPanel("questions", widget=AdminAutoHeightTextInput(attrs={"rows": 2})),
            FieldPanel("page", widget=page_choice.widget_class),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("ends_on"), FieldPanel("order")]),
                    FieldRowPanel([FieldPanel("language"), FieldPanel("active")]),
                    FieldPanel("note"),
                ],
                heading=_("When and to whom"),
            ),
        ],
        base_form_class=PinForm,
    )


def _title(pin: Any) -> str | Promise:
    page: Page = pin.page
    return page.title if pin.page_is_told else HIDDEN
