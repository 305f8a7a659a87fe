"""Index pages: one section of a community for each type of page."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from guides.models.case_study import CaseStudyPage
from guides.models.digest import DigestPage
from guides.models.guide import GuidePage
from guides.models.knowledge import KnowledgePage
from guides.models.series import SeriesPage
from guides.models.watch_note import WatchNotePage
from wiki.core.page_context import GathersContext
from wiki.core.routing import ReadsRestrictionsAtOnce

#: Where an index may stand: in a community, in the home page of a site without
#: communities, or in another index of its type (a folder of an import).
PLACES = ["communities.CommunityPage", "home.HomePage"]
#: Wagtail looks for a template of each type's own unless the type itself names one.
TEMPLATE = "guides/index_page.html"


class IndexPage(ReadsRestrictionsAtOnce, GathersContext, Page):
    """Lists the pages below it, newest first; what all kinds of index share."""

    intro = models.CharField(_("a word on what is here"), max_length=300, blank=True)

    is_creatable = False
    template = TEMPLATE
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]

    #: The page type that the index lists.
    listed_type: ClassVar[type[KnowledgePage]] = KnowledgePage

    class Meta:
        verbose_name = _("index")
        verbose_name_plural = _("indexes")


class GuideIndexPage(IndexPage):
    """Guides of a community."""

    listed_type = GuidePage
    template = TEMPLATE
    parent_page_types: ClassVar = [*PLACES, "guides.GuideIndexPage"]
    subpage_types: ClassVar = ["guides.GuidePage", "guides.GuideIndexPage"]

    class Meta:
        verbose_name = _("index of guides")
        verbose_name_plural = _("indexes of guides")


class CaseStudyIndexPage(IndexPage):
    """Case studies of a community."""

    listed_type = CaseStudyPage
    template = TEMPLATE
    parent_page_types: ClassVar = [*PLACES, "guides.CaseStudyIndexPage"]
    subpage_types: ClassVar = ["guides.CaseStudyPage", "guides.CaseStudyIndexPage"]

    class Meta:
        verbose_name = _("index of case studies")
        verbose_name_plural = _("indexes of case studies")


class WatchIndexPage(IndexPage):
    """Watch notes of a community."""

    listed_type = WatchNotePage
    template = TEMPLATE
    parent_page_types: ClassVar = [*PLACES, "guides.WatchIndexPage"]
    subpage_types: ClassVar = ["guides.WatchNotePage", "guides.WatchIndexPage"]

    class Meta:
        verbose_name = _("index of watch notes")
        verbose_name_plural = _("indexes of watch notes")


class SeriesIndexPage(IndexPage):
    """Series of a community."""

    listed_type = SeriesPage
    template = TEMPLATE
    parent_page_types: ClassVar = [*PLACES, "guides.SeriesIndexPage"]
    subpage_types: ClassVar = ["guides.SeriesPage", "guides.SeriesIndexPage"]

    class Meta:
        verbose_name = _("index of series")
        verbose_name_plural = _("indexes of series")


class DigestIndexPage(IndexPage):
    """Digests of a community: the archive of what was sent."""

    listed_type = DigestPage
    template = TEMPLATE
    parent_page_types: ClassVar = [*PLACES, "guides.DigestIndexPage"]
    subpage_types: ClassVar = ["guides.DigestPage", "guides.DigestIndexPage"]

    class Meta:
        verbose_name = _("index of digests")
        verbose_name_plural = _("indexes of digests")
