"""The front door."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from wiki.core.page_context import GathersContext
from wiki.core.routing import RoutesAtOnce


class HomePage(RoutesAtOnce, GathersContext, Page):
    """The question first, then themes, what is new, communities."""

    question = models.CharField(
        _("question"),
        max_length=120,
        blank=True,
        help_text=_("Above the search field. Empty: “What are you looking for?”."),
    )
    intro = models.CharField(_("a word of welcome"), max_length=300, blank=True)

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "communities.CommunityPage",
        "guides.GuideIndexPage",
        "guides.CaseStudyIndexPage",
        "guides.WatchIndexPage",
        "guides.SeriesIndexPage",
        "guides.DigestIndexPage",
    ]
    template = "home/home_page.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("question"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("home page")
