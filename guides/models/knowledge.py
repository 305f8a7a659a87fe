"""What every page of knowledge carries, whatever its type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.blocks import StreamValue
from wagtail.models import Page, Revision
from wagtail.search import index

from guides.families import siblings
from guides.forms import KnowledgePageForm
from guides.licences import Licence
from guides.panels import KNOWLEDGE_HEADER, KNOWLEDGE_PROMOTE, KNOWLEDGE_SETTINGS
from guides.search_projection import project, project_many
from wiki.core.blocks.anchors import fill_anchors
from wiki.core.languages import Language
from wiki.core.models import KnowledgeTag
from wiki.core.page_context import GathersContext
from wiki.core.routing import ReadsRestrictionsAtOnce
from wiki.core.search_content import SearchablePage, SearchContent
from wiki.core.text import folded_lines


class TaggedKnowledge(ItemBase):
    """A free tag on a page."""

    tag = models.ForeignKey(KnowledgeTag, on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey(
        "guides.KnowledgePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a page's text: its anchor and heading ("" for none) and its blocks."""

    anchor: str
    heading: str | Promise
    body: StreamValue


class KnowledgePage(SearchablePage, GathersContext, ReadsRestrictionsAtOnce, Page):
    """Concrete parent of guides, cases, watch notes and series: one table, one query."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("Two sentences: what the reader will be able to do, and when it is useful."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The original page, when this one translates it."),
    )
    co_authors = ParentalManyToManyField(
        "people.User", blank=True, related_name="co_authored_pages", verbose_name=_("co-authors")
    )
    communities = ParentalManyToManyField(
        "communities.CommunityPage",
        blank=True,
        related_name="tagged_pages",
        verbose_name=_("also useful to"),
        help_text=_("Other communities that should find it. Who may read it does not change."),
    )
    themes = ParentalManyToManyField(
        "core.Theme", blank=True, related_name="pages", verbose_name=_("themes")
    )
    tags = ClusterTaggableManager(through=TaggedKnowledge, blank=True, verbose_name=_("tags"))
    keywords = models.TextField(
        _("other ways to ask"),
        blank=True,
        help_text=_(
            "How else would people ask for this? One question or word per line, for example: "
            "“break the ice”, “first meeting”. Searched, not shown."
        ),
    )
    licence = models.CharField(_("licence"), max_length=40, blank=True, choices=Licence.choices)
    source_name = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Where the content comes from, when it was not written here."),
    )
    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    external_id = models.CharField(
        _("external identifier"), max_length=300, blank=True, db_index=True, editable=False
    )
    verified_by = models.ForeignKey(
        "people.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="verified_pages",
        verbose_name=_("verified by"),
    )
    verified_until = models.DateField(
        _("verified until"),
        null=True,
        blank=True,
        help_text=_("The day from which somebody should read it again."),
    )
    cover = models.ForeignKey(
        "core.RecueilImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("Shown on cards and when the page is shared."),
    )

    #: A draft that members copy to write their own; it is never published, so that no list,
    #: no count and no search has to know of it (see ``guides.receivers``).
    is_template = models.BooleanField(default=False, editable=False)

    base_form_class = KnowledgePageForm
    is_creatable = False
    exclude_fields_in_copy: ClassVar = ["is_template"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*Page.content_panels, *KNOWLEDGE_HEADER]
    promote_panels: ClassVar = KNOWLEDGE_PROMOTE
    settings_panels: ClassVar = KNOWLEDGE_SETTINGS
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.AutocompleteField("summary"),
        index.FilterField("language"),
        index.FilterField("is_template"),
    ]

    kind_icon = "file-text"
    keywords_field = "keywords"

    class Meta:
        verbose_name = _("page of knowledge")
        verbose_name_plural = _("pages of knowledge")

    def parts(self) -> Iterator[Part]:
        """The page's text in reading order."""
        yield from ()

    def facts(self) -> Iterator[str]:
        """Short fields that the search should know and that are no part of the text."""
        yield from ()

    @property
    def keyword_list(self) -> list[str]:
        """The other ways to ask, one string each."""
        return folded_lines(self.keywords)

    @classmethod
    def search_queryset(cls) -> QuerySet:
        return cls.objects.all()

    def search_content(self) -> SearchContent:
        return project(self)

    def search_siblings(self) -> set[int]:
        return siblings(self)

    @classmethod
    def search_contents(
        cls, pages: "Sequence[KnowledgePage]", *, texts: bool = True
    ) -> Iterator[SearchContent]:
        return project_many(pages, texts=texts)

    def fill_anchors(self) -> None:
        """Gives new headings and steps the anchors that they keep from then on."""
        parts = list(self.parts())
        fill_anchors(
            (part.body for part in parts), reserved=[part.anchor for part in parts if part.anchor]
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.fill_anchors()
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self.fill_anchors()
        return super().save_revision(*args, **kwargs)
