"""A list of pages with its filters, cut into numbered pages."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guides.cards import Card
from guides.models import GuidePage, KnowledgePage
from guides.models.guide import Level
from guides.queries import KINDS, cards, of_kind, pages_of_theme
from wiki.core.languages import Language
from wiki.core.models import Theme

PER_PAGE = 30
Choice = tuple[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Offers:
    """The choices by which the pages of one list differ: pairs of value and label."""

    types: list[Choice]
    themes: list[Choice]
    levels: list[Choice]
    languages: list[Choice]


def offers_of(pages: QuerySet[KnowledgePage]) -> Offers:
    """What a reader can choose between in these pages (two queries)."""
    rows = pages.order_by()
    differences = rows.values_list("content_type__model", "guidepage__level", "language")
    found = {value for row in differences.distinct() for value in row}
    themed = KnowledgePage.themes.through.objects.filter(knowledgepage__in=rows)
    themes = Theme.objects.filter(pk__in=themed.values("theme"))
    return Offers(
        types=[
            (kind.search_kind, kind.kind_label_plural)
            for kind in KINDS
            if kind._meta.model_name in found
        ],
        themes=sorted(((theme.slug, theme.label) for theme in themes), key=lambda pair: pair[1]),
        levels=[choice for choice in Level.choices if choice[0] in found],
        languages=[choice for choice in Language.choices if choice[0] in found],
    )


class FilterForm(forms.Form):
    """What a reader may narrow a list by; a field with nothing to choose is left out."""

    type = forms.ChoiceField(label=_("Type"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: QueryDict, *, offers: Offers) -> None:
        super().__init__(data)
        self._offer("type", _("All types"), offers.types, least=2)
        self._offer("theme", _("All themes"), offers.themes, least=1)
        self._offer("level", _("All levels"), offers.levels, least=2)
        self._offer("language", _("All languages"), offers.languages, least=2)

    def _offer(self, name: str, everything: Promise, choices: list[Choice], *, least: int) -> None:
        field = self.fields[name]
        if len(choices) < least:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", everything), *choices]

    def chosen(self) -> dict[str, str]:
        """The valid choices that narrow the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Listing:
    """One numbered page of a list, as its template needs it."""

    cards: list[Card]
    page: Page
    total: int
    form: FilterForm
    filtered: bool


def listing(request: HttpRequest, pages: QuerySet[KnowledgePage]) -> Listing:
    """The part of ``pages`` that the address asks for. Raises Http404 past the end."""
    form = FilterForm(request.GET, offers=offers_of(pages))
    chosen = form.chosen()
    paginator = Paginator(_narrowed(pages, chosen), PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("No such page of the list.") from error
    return Listing(
        cards=cards(page.object_list, request.user),  # type: ignore[arg-type]
        page=page,
        total=paginator.count,
        form=form,
        filtered=bool(chosen),
    )


def _narrowed(pages: QuerySet[KnowledgePage], chosen: dict[str, str]) -> QuerySet[KnowledgePage]:
    if "type" in chosen:
        kind = next(kind for kind in KINDS if kind.search_kind == chosen["type"])
        pages = of_kind(pages, kind)
    if "theme" in chosen:
        pages = pages_of_theme(pages, Theme.objects.get(slug=chosen["theme"]))
    if "level" in chosen:
        pages = pages.filter(pk__in=GuidePage.objects.filter(level=chosen["level"]).values("pk"))
    if "language" in chosen:
        pages = pages.filter(language=chosen["language"])
    return pages
