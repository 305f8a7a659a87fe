"""Communities of practice: sections of the tree where knowledge lives."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from wiki.core.page_context import GathersContext
from wiki.core.passages import plain
from wiki.core.search_content import Label, SearchablePage, SearchContent, Section


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
        return SearchContent(
            page_id=self.pk,
            kind=self.search_kind,
            language="fr",
            title=self.title,
            url=self.url or "",
            summary=self.summary,
            sections=tuple(self._sections()),
            community=own,
            communities=(own,),
            first_published=self.first_published_at,
            updated=self.last_published_at,
        )

    def _sections(self) -> Iterator[Section]:
        """What the community says of itself, under the headings and anchors of its page."""
        texts = {
            "domain": (_("What it cares about"), self.domain),
            "community": (_("Who is in it and how they meet"), self.community),
            "practice": (_("What they make together"), self.practice),
            "join": (_("How to join"), self.how_to_join),
        }
        # What is stored does not depend on who happens to publish or rebuild.
        with translation.override("fr"):
            for anchor, (heading, html) in texts.items():
                if text := plain(html):
                    yield Section(anchor=anchor, heading=str(heading), text=text)
