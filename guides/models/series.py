"""Series: an ordered path through pages."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from guides.models.knowledge import KnowledgePage, Part
from guides.panels import KNOWLEDGE_CLASSIFICATION
from wiki.core.blocks import BodyBlocks
from wiki.core.durations import Duration, DurationUnit
from wiki.core.fields import BodyField


class SeriesPage(KnowledgePage):
    """A path to follow in order, through pages that live anywhere."""

    duration = models.PositiveIntegerField(_("duration"), null=True, blank=True)
    duration_unit = models.CharField(
        _("unit"), max_length=10, choices=DurationUnit.choices, default=DurationUnit.HOUR
    )
    body = BodyField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("introduction"),
        help_text=_("For whom the path is and how to follow it."),
    )

    parent_page_types: ClassVar = ["guides.SeriesIndexPage"]
    template = "guides/series_page.html"
    page_description = _("Pages to read in order: to start in a role, to learn a method.")

    content_panels: ClassVar = [
        *KnowledgePage.content_panels,
        FieldRowPanel([FieldPanel("duration"), FieldPanel("duration_unit")], heading=_("Duration")),
        FieldPanel("body"),
        InlinePanel("entries", heading=_("Path"), label=_("page")),
        *KNOWLEDGE_CLASSIFICATION,
    ]

    search_kind = "series"
    kind_label = _("Series")
    kind_label_plural = _("Series")
    kind_icon = "route"

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    @property
    def length(self) -> Duration | None:
        """How long the whole path takes; None when the author did not say."""
        return Duration.of(self.duration, self.duration_unit)

    def parts(self) -> Iterator[Part]:
        yield Part("", "", self.body)


class SeriesEntry(Orderable):
    """One stop on the path."""

    series = ParentalKey(SeriesPage, on_delete=models.CASCADE, related_name="entries")
    page = models.ForeignKey(
        "guides.KnowledgePage",
        on_delete=models.CASCADE,
        related_name="series_entries",
        verbose_name=_("page"),
    )
    note = models.CharField(
        _("why at this point"), max_length=200, blank=True, help_text=_("What to look at in it.")
    )

    panels: ClassVar[list[Any]] = [
        PageChooserPanel("page", "guides.KnowledgePage"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("stop")
