"""Case studies: what was tried somewhere, and what came of it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from guides.models.knowledge import KnowledgePage, Part
from guides.panels import KNOWLEDGE_CLASSIFICATION
from wiki.core.blocks import BodyBlocks
from wiki.core.fields import BodyField
from wiki.core.text import folded_lines


class OrganisationSize(models.TextChoices):
    """Number of people in the organisation (classes of the French statistics office)."""

    MICRO = "micro", _("fewer than 10 people")
    SMALL = "small", _("10 to 249 people")
    MEDIUM = "medium", _("250 to 4,999 people")
    LARGE = "large", _("5,000 people or more")


class Stage(models.TextChoices):
    """How far the change has gone."""

    EXPERIMENT = "experiment", _("Experiment")
    ROLL_OUT = "roll-out", _("Roll-out")
    ESTABLISHED = "established", _("Established practice")
    STOPPED = "stopped", _("Stopped")


class FigureBlock(blocks.StructBlock):
    """A result in figures: before, after, unit."""

    label = blocks.CharBlock(
        max_length=120,
        label=_("What was measured"),
        help_text=_("For example: time to answer a question."),
    )
    before = blocks.DecimalBlock(required=False, label=_("Before"))
    after = blocks.DecimalBlock(label=_("After"))
    unit = blocks.CharBlock(
        required=False, max_length=30, label=_("Unit"), help_text=_("For example: days, %, people.")
    )
    comment = blocks.CharBlock(required=False, max_length=200, label=_("How it was measured"))

    class Meta:
        icon = "order"
        label = _("Figure")
        label_format = "{label}"
        template = "components/blocks/figure.html"


class ResultBlocks(blocks.StreamBlock):
    """Results: figures first, then words."""

    figure = FigureBlock()


class CaseStudyPage(KnowledgePage):
    """Context, problem, approach, results, what did not work, lessons."""

    sector = models.CharField(
        _("sector"),
        max_length=120,
        blank=True,
        help_text=_("For example: regional council, hospital, energy."),
    )
    organisation_size = models.CharField(
        _("size"), max_length=20, choices=OrganisationSize.choices, blank=True
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    constraints = models.TextField(_("constraints"), blank=True, help_text=_("One per line."))
    case_date = models.DateField(
        _("date of the experience"), null=True, blank=True, help_text=_("When it happened.")
    )
    context = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("context"))
    problem = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("problem"))
    approach = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("approach"))
    figures = BodyField(
        ResultBlocks(required=False), blank=True, verbose_name=_("results in figures")
    )
    results = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("results in words"))
    did_not_work = BodyField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("what did not work"),
        help_text=_("As carefully as what did: this is what spares others the same mistake."),
    )
    lessons = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("lessons"))
    recommendations = BodyField(
        BodyBlocks(required=False), blank=True, verbose_name=_("recommendations")
    )

    parent_page_types: ClassVar = ["guides.CaseStudyIndexPage"]
    template = "guides/case_study_page.html"
    page_description = _("A real experience, with what worked and what did not.")

    content_panels: ClassVar = [
        *KnowledgePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("sector"),
                FieldPanel("organisation_size"),
                FieldPanel("stage"),
                FieldPanel("case_date"),
                FieldPanel("constraints"),
                FieldPanel("context"),
            ],
            heading=_("Context"),
        ),
        FieldPanel("problem"),
        FieldPanel("approach"),
        FieldPanel("figures"),
        FieldPanel("results"),
        FieldPanel("did_not_work"),
        FieldPanel("lessons"),
        FieldPanel("recommendations"),
        InlinePanel("applied_guides", heading=_("Guides applied"), label=_("guide")),
        *KNOWLEDGE_CLASSIFICATION,
    ]

    search_kind = "case"
    kind_label = _("Case study")
    kind_label_plural = _("Case studies")
    kind_icon = "microscope"

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    @property
    def constraint_list(self) -> list[str]:
        return folded_lines(self.constraints)

    def parts(self) -> Iterator[Part]:
        yield Part("context", _("Context"), self.context)
        yield Part("problem", _("Problem"), self.problem)
        yield Part("approach", _("Approach"), self.approach)
        yield Part("figures", _("Results in figures"), self.figures)
        yield Part("results", _("Results"), self.results)
        yield Part("did-not-work", _("What did not work"), self.did_not_work)
        yield Part("lessons", _("Lessons"), self.lessons)
        yield Part("recommendations", _("Recommendations"), self.recommendations)

    def facts(self) -> Iterator[str]:
        size = self.get_organisation_size_display() if self.organisation_size else ""
        yield from filter(None, (self.sector, str(size), self.constraints))


class CaseStudyGuide(Orderable):
    """A guide that the case put to work."""

    case = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="applied_guides")
    guide = models.ForeignKey(
        "guides.GuidePage",
        on_delete=models.CASCADE,
        related_name="applied_in",
        verbose_name=_("guide"),
    )
    note = models.CharField(
        _("how it was used"), max_length=200, blank=True, help_text=_("Followed, adapted, dropped…")
    )

    panels: ClassVar[list[Any]] = [FieldPanel("guide"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("guide applied")
