"""Methodological guides."""

from collections.abc import Iterator
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from guides.models.knowledge import KnowledgePage, Part
from guides.panels import KNOWLEDGE_CLASSIFICATION
from wiki.core.blocks import BodyBlocks, SeeAlsoBlocks, StepBlocks
from wiki.core.durations import Duration, DurationUnit
from wiki.core.fields import BodyField
from wiki.core.text import folded_lines


class Level(models.TextChoices):
    """What the reader should already know."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class GuidePage(KnowledgePage):
    """How to do something: aim, steps, result."""

    aim = models.TextField(
        _("aim"),
        blank=True,
        max_length=600,
        help_text=_("What will have changed at the end, for example: everyone has spoken once."),
    )
    audience = models.CharField(
        _("for whom"),
        max_length=200,
        blank=True,
        help_text=_("For example: facilitators of a community of 10 to 50 people."),
    )
    duration = models.PositiveIntegerField(
        _("duration"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    duration_unit = models.CharField(
        _("unit"), max_length=10, choices=DurationUnit.choices, default=DurationUnit.HOUR
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    prerequisites = models.TextField(
        _("before you start"), blank=True, help_text=_("One condition per line.")
    )
    material = models.TextField(
        _("material"),
        blank=True,
        help_text=_("One thing per line, for example: a board, sticky notes, a timer."),
    )
    body = BodyField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Why, when, and what to know before the steps."),
    )
    steps = BodyField(
        StepBlocks(required=False),
        blank=True,
        verbose_name=_("steps"),
        help_text=_("Numbered by themselves; readers can link to each one and tick it off."),
    )
    expected_result = BodyField(
        BodyBlocks(required=False), blank=True, verbose_name=_("expected result")
    )
    variants = BodyField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("variants"),
        help_text=_("At a distance, with more people, with less time…"),
    )
    see_also = BodyField(SeeAlsoBlocks(required=False), blank=True, verbose_name=_("see also"))

    parent_page_types: ClassVar = ["guides.GuideIndexPage"]
    template = "guides/guide_page.html"
    page_description = _("A method that a colleague can follow: aim, steps, expected result.")

    content_panels: ClassVar = [
        *KnowledgePage.content_panels,
        FieldPanel("aim"),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("duration_unit")]),
                FieldPanel("level"),
                FieldPanel("prerequisites"),
                FieldPanel("material"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("expected_result"),
        FieldPanel("variants"),
        FieldPanel("see_also"),
        *KNOWLEDGE_CLASSIFICATION,
    ]

    search_kind = "guide"
    kind_label = _("Guide")
    kind_label_plural = _("Guides")
    kind_icon = "book-open"

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def length(self) -> Duration | None:
        """How long the method takes; None when the author did not say."""
        return Duration.of(self.duration, self.duration_unit)

    @property
    def prerequisite_list(self) -> list[str]:
        return folded_lines(self.prerequisites)

    @property
    def material_list(self) -> list[str]:
        return folded_lines(self.material)

    def parts(self) -> Iterator[Part]:
        yield Part("", "", self.body)
        yield Part("steps", _("Steps"), self.steps)
        yield Part("expected-result", _("Expected result"), self.expected_result)
        yield Part("variants", _("Variants"), self.variants)
        yield Part("see-also", _("See also"), self.see_also)

    def facts(self) -> Iterator[str]:
        yield from filter(None, (self.aim, self.audience, self.prerequisites, self.material))
