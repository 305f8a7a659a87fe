"""Which pages searches lead to, in numbers: see ``docs/search-log.md``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageOpening(models.Model):
    """How often a page was the first one opened from results, on one day.

    Apart from the questions: what was asked to find it stands nowhere beside it.
    """

    day = models.DateField(_("day"))
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    times = models.PositiveIntegerField(_("times opened"), default=1)

    #: A count does not use the page: no editor is to be told so before deleting it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page opened")
        verbose_name_plural = _("pages opened")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("day", "page"), name="search_opening_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.page_id}"
