"""Lists of the CMS: the vocabulary and all knowledge at once."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTypeColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import get_page_content_types
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guides.cms_rights import know_rights
from guides.models import KnowledgePage
from wiki.communities.audience import Viewer
from wiki.communities.cms.policy import choosable
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.core.languages import Language
from wiki.core.models import KnowledgeTag, Theme

#: Tags offered while one types: as many as Wagtail does.
TAGS_OFFERED = 10
STATES = [
    ("live", _("Published")),
    ("draft", _("Draft")),
    ("changed", _("Published, with changes in draft")),
]


class CommunityFilter(ModelMultipleChoiceFilter):
    """Pages that stand in a community, which is a place of the tree."""

    def get_filter_predicate(self, v: CommunityPage) -> dict[str, Any]:
        return {"path__startswith": v.path}


class KnowledgeFilterSet(PageFilterSet):
    """By type, theme, community, language and state; by owner and date as Wagtail does."""

    content_type = MultipleContentTypeFilter(
        label=_("Type"),
        queryset=lambda request: get_page_content_types().filter(app_label="guides"),
        widget=CheckboxSelectMultiple,
    )
    themes = ModelMultipleChoiceFilter(
        label=_("Theme"), queryset=Theme.objects.all(), widget=CheckboxSelectMultiple
    )
    community = CommunityFilter(
        label=_("Community"),
        queryset=lambda request: listed(request.user),
        widget=CheckboxSelectMultiple,
    )
    language = MultipleChoiceFilter(
        label=_("Language"), choices=Language.choices, widget=CheckboxSelectMultiple
    )
    state = ChoiceFilter(label=_("Status"), choices=STATES, method="filter_state")
    site = None
    has_child_pages = None

    class Meta:
        model = KnowledgePage
        fields: list[str] = []

    def filter_state(self, pages: QuerySet, _name: str, state: str) -> QuerySet:
        match state:
            case "live":
                return pages.filter(live=True)
            case "draft":
                return pages.filter(live=False)
            case "changed":
                return pages.filter(live=True, has_unpublished_changes=True)
        return pages


class KnowledgeIndexView(IndexView):
    """All pages of knowledge, wherever they stand."""

    base_columns = [
        *IndexView.base_columns[:3],
        PageTypeColumn("type", label=_("Type"), accessor="page_type_display_name", width="12%"),
        Column("language", label=_("Language"), accessor="get_language_display", width="8%"),
        *IndexView.base_columns[3:],
    ]
    base_filterset_class = KnowledgeFilterSet

    def get_base_queryset(self) -> QuerySet:
        """Without the pages to copy, which are no knowledge yet."""
        return super().get_base_queryset().filter(is_template=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        know_rights(context["object_list"])
        return context


class KnowledgeViewSet(PageListingViewSet):
    """« All knowledge »: one flat list with filters."""

    model = KnowledgePage
    index_view_class = KnowledgeIndexView
    filterset_class = KnowledgeFilterSet
    icon = "doc-full-inverse"
    menu_label = _("All knowledge")
    menu_order = 150
    add_to_admin_menu = True
    name = "knowledge"


class ThemeIndexView(SnippetIndexView):
    """Themes with how many pages use them, of those that one may know of."""

    def get_base_queryset(self) -> QuerySet:
        themes = super().get_base_queryset().select_related("parent")
        told = choosable(self.request.user).order_by().values("pk")
        counted = Count("pages", distinct=True, filter=Q(pages__in=told))
        return themes.annotate(page_count=counted)


class ThemeFilterSet(WagtailFilterSet):
    """By the wider theme."""

    parent = ModelMultipleChoiceFilter(
        label=_("Part of"),
        queryset=Theme.objects.filter(children__isnull=False).distinct(),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Theme
        fields = ["parent"]


class ThemeViewSet(SnippetViewSet):
    """The controlled tree of themes."""

    model = Theme
    icon = "folder-open-inverse"
    index_view_class = ThemeIndexView
    list_display = [
        "label_fr",
        "label_en",
        Column("parent", label=_("Part of"), accessor="parent"),
        Column("pages", label=_("Pages"), accessor="page_count"),
    ]
    filterset_class = ThemeFilterSet
    ordering = ["label_fr"]
    list_per_page = 100
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ["label_fr", "label_en", "synonyms", "slug"]
    list_export = ["label_fr", "label_en", "parent", "slug", "description", "synonyms"]


def told_tags(viewer: Viewer) -> QuerySet[KnowledgeTag]:
    """The tags of pages that this person may know of, and those of no page."""
    told = choosable(viewer).order_by().values("pk")
    used = KnowledgeTag.objects.filter(tagged_pages__content_object__in=told)
    return KnowledgeTag.objects.filter(
        Q(pk__in=used.order_by().values("pk")) | Q(tagged_pages__isnull=True)
    )


class TagIndexView(SnippetIndexView):
    """A tag is a word of the pages that carry it."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().filter(pk__in=told_tags(self.request.user).values("pk"))


def suggest_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """What the field of the tags offers while one types, as Wagtail's view does for all tags."""
    term = request.GET.get("term", "").replace("\0", "")
    if not term or model_name != KnowledgeTag._meta.model_name:
        return JsonResponse([], safe=False)
    used = told_tags(request.user).filter(tagged_pages__isnull=False, name__istartswith=term)
    names = used.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(names[:TAGS_OFFERED]), safe=False)


class TagViewSet(SnippetViewSet):
    """Free tags: to merge spellings and to find what should become a theme."""

    model = KnowledgeTag
    icon = "tag"
    index_view_class = TagIndexView
    menu_label = _("Tags")
    list_display = ["name", "slug"]
    ordering = ["name"]
    search_backend_name = None
    search_fields = ["name"]
    list_per_page = 100


class VocabularyGroup(SnippetViewSetGroup):
    """The words under which pages are filed."""

    items = (ThemeViewSet, TagViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 250
