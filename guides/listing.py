"""A list of pages with its filters, cut into numbered pages."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from guides.cards import Card
from guides.models import GuidePage, KnowledgePage
from guides.models.guide import Level
from guides.queries import KINDS, cards, of_kind, pages_of_theme
from wiki.core.languages import Language
from wiki.core.models import Theme

PER_PAGE = 30


class FilterForm(forms.Form):
    """What a reader may narrow a list by; only choices that the list offers are kept."""

    type = forms.ChoiceField(label=_("Type"), required=False)
    theme = forms.ModelChoiceField(
        Theme.objects.none(), to_field_name="slug", label=_("Theme"), required=False,
        empty_label=_("All themes"),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: QueryDict, *, offers: "Offers") -> None:
        super().__init__(data)
        self._offer("type", _("All types"), offers.types)
        self._offer("level", _("All levels"), offers.levels)
        self._offer("language", _("All languages"), offers.languages)
        self.fields["theme"].queryset = offers.themes  # type: ignore[attr-defined]
        if not offers.themes:
            del self.fields["theme"]

    def _offer(self, name: str, everything: object, choices: list) -> None:
        if len(choices) < 2:
            del self.fields[name]
        else:
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict:
        """The valid choices that narrow the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Offers:
    """The choices that make sense in one list."""

    types: list
    themes: QuerySet[Theme]
    levels: list
    languages: list


def offers_of(pages: QuerySet[KnowledgePage]) -> Offers:
    """What the pages differ by (four queries)."""
    rows = pages.order_by()
    kinds = set(rows.values_list("content_type__model", flat=True).distinct())
    levels = set(rows.values_list("guidepage__level", flat=True).distinct())
    languages = set(rows.values_list("language", flat=True).distinct())
    themed = KnowledgePage.themes.through.objects.filter(knowledgepage__in=rows)
    return Offers(
        types=[
            (kind.search_kind, kind.kind_label_plural)
            for kind in KINDS
            if kind._meta.model_name in kinds
        ],
        themes=Theme.objects.filter(pk__in=themed.values("theme")),
        levels=[choice for choice in Level.choices if choice[0] in levels],
        languages=[choice for choice in Language.choices if choice[0] in languages],
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """One numbered page of a list, as its template needs it."""

    cards: list[Card]
    page: object
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
        cards=cards(page.object_list),  # type: ignore[arg-type]
        page=page,
        total=paginator.count,
        form=form,
        filtered=bool(chosen),
    )


def _narrowed(pages: QuerySet[KnowledgePage], chosen: dict) -> QuerySet[KnowledgePage]:
    if "type" in chosen:
        kind = next(kind for kind in KINDS if kind.search_kind == chosen["type"])
        pages = of_kind(pages, kind)
    if "theme" in chosen:
        pages = pages_of_theme(pages, chosen["theme"])
    if "level" in chosen:
        pages = pages.filter(pk__in=GuidePage.objects.filter(level=chosen["level"]).values("pk"))
    if "language" in chosen:
        pages = pages.filter(language=chosen["language"])
    return pages
