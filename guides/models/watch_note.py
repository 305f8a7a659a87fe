"""Watch notes: what somebody else published, and what it means for us."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from guides.forms import WatchNoteForm
from guides.models.knowledge import KnowledgePage, Part
from guides.panels import KNOWLEDGE_CLASSIFICATION
from guides.watch_kinds import WatchKind
from wiki.core.blocks import BodyBlocks
from wiki.core.fields import BodyField


class WatchNotePage(KnowledgePage):
    """A source, what it says, what it changes for us, and until when."""

    source_title = models.CharField(_("title of the source"), max_length=300, blank=True)
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("Site, journal or organisation.")
    )
    source_author = models.CharField(_("author of the source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    source_language = models.CharField(
        _("language of the source"),
        max_length=12,
        blank=True,
        help_text=_("Code of the language, for example: en, fr, de."),
    )
    reading_minutes = models.PositiveSmallIntegerField(
        _("reading time (minutes)"), null=True, blank=True
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=WatchKind.choices, default=WatchKind.ARTICLE
    )
    says = BodyField(BodyBlocks(required=False), blank=True, verbose_name=_("what it says"))
    means_for_us = BodyField(
        BodyBlocks(),
        verbose_name=_("what it means for us"),
        help_text=_("The reason for sharing it: what we could start, stop or change."),
    )
    relevant_until = models.DateField(
        _("relevant until"),
        null=True,
        blank=True,
        help_text=_("After this day the note says that it may be out of date."),
    )

    base_form_class = WatchNoteForm
    parent_page_types: ClassVar = ["guides.WatchIndexPage"]
    template = "guides/watch_note_page.html"
    page_description = _("Something worth knowing that others published, and what it changes here.")

    content_panels: ClassVar = [
        *KnowledgePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("source_url"),
                FieldPanel("source_title"),
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("source_author")]),
                FieldRowPanel([FieldPanel("source_date"), FieldPanel("source_language")]),
                FieldPanel("reading_minutes"),
            ],
            heading=_("Source"),
        ),
        FieldPanel("says"),
        FieldPanel("means_for_us"),
        FieldPanel(
            "relevant_until",
            help_text=_(
                "After this day the note says that it may be out of date. Left empty, the kind "
                "decides when the note is first published."
            ),
        ),
        *KNOWLEDGE_CLASSIFICATION,
    ]

    search_kind = "watch"
    kind_label = _("Watch note")
    kind_label_plural = _("Watch notes")
    kind_icon = "binoculars"

    class Meta:
        verbose_name = _("watch note")
        verbose_name_plural = _("watch notes")

    def is_expired(self, today: date | None = None) -> bool:
        """Whether the shelf life is over."""
        day = today or timezone.localdate()
        return self.relevant_until is not None and self.relevant_until < day

    def parts(self) -> Iterator[Part]:
        yield Part("says", _("What it says"), self.says)
        yield Part("means-for-us", _("What it means for us"), self.means_for_us)

    def facts(self) -> Iterator[str]:
        yield from filter(None, (self.source_title, self.publisher, self.source_author))
