"""Pages that editors put first for a question, for a while."""

import calendar
from datetime import date
from typing import ClassVar

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from search.wording import key
from wiki.core.languages import Language
from wiki.core.text import folded_lines

#: A question that people type; more wordings than that are another pin.
LONGEST, MOST_QUESTIONS = 200, 20
#: Months that a choice holds unless its editor says otherwise: a term, as reviews go.
MONTHS = 3


def in_three_months() -> date:
    """The day three months from now; the last of the month when it is shorter."""
    today = timezone.localdate()
    month = today.month - 1 + MONTHS
    year, month = today.year + month // 12, month % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


class Pin(models.Model):
    """A page that comes first when one of these questions is asked, until a day."""

    questions = models.TextField(
        _("questions"),
        max_length=MOST_QUESTIONS * LONGEST,
        help_text=_(
            "As people type them, one per line. Case, accents, apostrophes and plurals do not "
            "count; the other words must be the same."
        ),
    )
    #: The questions as they are compared, one per line.
    keys = models.TextField(editable=False, default="")
    language = models.CharField(
        _("language of the readers"),
        max_length=2,
        choices=[("", _("Both")), *Language.choices],
        blank=True,
        default="",
        help_text=_("The language in which people read the site."),
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page shown first"),
        help_text=_("Shown only to those who may read it, and under the filters they set."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("Lower numbers come first when a question has several.")
    )
    ends_on = models.DateField(
        _("until"),
        default=in_three_months,
        help_text=_("Last day. A choice that nobody looks at again ends by itself."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For the editors: why, asked by whom.")
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("chosen result")
        verbose_name_plural = _("chosen results")
        ordering: ClassVar = ["questions", "order", "pk"]

    def __str__(self) -> str:
        # Not the title of the page: this stands in lists that others read.
        return next(iter(self.question_list), "")

    def save(self, *args: object, **kwargs: object) -> None:
        keys = dict.fromkeys(key(question) for question in self.question_list)
        self.keys = "\n".join(question for question in keys if question)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def question_list(self) -> list[str]:
        """The questions as typed, one string each."""
        return folded_lines(self.questions)

    @display(description=_("questions"), ordering="questions")
    def question_line(self) -> str:
        """All questions on one line."""
        return " · ".join(self.question_list)

    def clean(self) -> None:
        super().clean()
        questions = self.question_list
        self.questions = "\n".join(questions)
        if len(questions) > MOST_QUESTIONS:
            message = _("%(most)s questions at most.")
            raise ValidationError(
                {"questions": ValidationError(message, params={"most": MOST_QUESTIONS})}
            )
        for question in questions:
            if not key(question):
                message = _("“%(question)s” holds no letter and no digit.")
            elif len(question) > LONGEST:
                message = _("“%(question)s” is too long.")
            else:
                continue
            shown = question[:40]
            raise ValidationError(
                {"questions": ValidationError(message, params={"question": shown})}
            )
