"""Numbered steps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wiki.core.blocks.anchors import AnchorBlock
from wiki.core.blocks.text import SHORT_TEXT
from wiki.core.durations import Duration, DurationUnit


class StepValue(blocks.StructValue):
    """A step with its duration as one value."""

    @property
    def length(self) -> Duration | None:
        """How long the step takes; None when the author did not say."""
        return Duration.of(self.get("duration"), self.get("duration_unit"))


class StepBlock(blocks.StructBlock):
    """One step: what to do, how long it takes, what helps."""

    title = blocks.CharBlock(
        max_length=160,
        label=_("What one does"),
        help_text=_("Begin with a verb, for example: Invite the participants."),
    )
    text = blocks.RichTextBlock(features=[*SHORT_TEXT, "h4"], label=_("How"))
    duration = blocks.IntegerBlock(required=False, min_value=1, label=_("Duration"))
    duration_unit = blocks.ChoiceBlock(
        choices=DurationUnit.choices, default=DurationUnit.MINUTE, required=False, label=_("Unit")
    )
    tips = blocks.RichTextBlock(
        required=False,
        features=SHORT_TEXT,
        label=_("Tips"),
        help_text=_("What you would whisper to a colleague who does it for the first time."),
    )
    anchor = AnchorBlock()

    class Meta:
        form_layout = blocks.BlockGroup(
            children=["title", "text", "duration", "duration_unit", "tips"], settings=["anchor"]
        )
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"
        template = "components/blocks/step.html"
        value_class = StepValue


class StepsBlock(blocks.StructBlock):
    """A short sequence inside the body."""

    title = blocks.CharBlock(required=False, max_length=160, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        label_format = "{title}"
        template = "components/blocks/steps.html"
        description = _("A numbered sequence inside the text.")
