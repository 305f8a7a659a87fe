"""Communities of practice: sections of the tree where knowledge lives."""

from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from wiki.core.page_context import GathersContext
from wiki.core.search_content import Label, SearchablePage, SearchContent, Section
from wiki.core.text import plain_text


class CommunityPage(SearchablePage, GathersContext, Page):
    """A community: its section of the tree carries its privacy and its rights."""

    summary = models.CharField(
        _("in one sentence"),
        max_length=300,
        help_text=_("What the community is about, as one would say it to a newcomer."),
    )
    domain = RichTextField(
        _("domain"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("The subject its members care about."),
    )  # fmt: skip
    community = RichTextField(
        _("community"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("Who its members are and how they meet."),
    )  # fmt: skip
    practice = RichTextField(
        _("practice"), blank=True, features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("What they make together: guides, cases, watch."),
    )  # fmt: skip
    how_to_join = RichTextField(
        _("how to join"), blank=True, features=["bold", "italic", "link"]
    )  # fmt: skip
    facilitator = models.ForeignKey(
        "people.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_communities",
        verbose_name=_("facilitator"),
    )

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = [
        "guides.GuideIndexPage",
        "guides.CaseStudyIndexPage",
        "guides.WatchIndexPage",
        "guides.SeriesIndexPage",
    ]
    template = "communities/community_page.html"
    page_description = _("A group of people who learn together, with its own section.")

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("domain"),
        FieldPanel("community"),
        FieldPanel("practice"),
        FieldPanel("how_to_join"),
        FieldPanel("facilitator"),
    ]

    search_kind = "community"
    kind_label = _("Community")
    kind_label_plural = _("Communities")
    kind_icon = "users"

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    @classmethod
    def search_queryset(cls) -> QuerySet:
        return cls.objects.select_related("facilitator")

    def search_content(self) -> SearchContent:
        own = Label(key=self.slug, label=self.title)
        parts = (
            ("domain", self.domain),
            ("community", self.community),
            ("practice", self.practice),
        )
        return SearchContent(
            page_id=self.pk,
            kind=self.search_kind,
            language="fr",
            title=self.title,
            url=self.url or "",
            summary=self.summary,
            sections=tuple(
                Section(
                    anchor=name, heading=str(self._meta.get_field(name).verbose_name), text=text
                )
                for name, html in parts
                if (text := plain_text(html))
            ),
            community=own,
            communities=(own,),
            first_published=self.first_published_at,
            updated=self.last_published_at,
        )
