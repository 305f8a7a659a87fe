"""Where imported pages come from, so that a second import knows them again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedPage(models.Model):
    """The file or folder from which a page was made."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_from",
        verbose_name=_("page"),
        help_text=_("Empty once somebody has deleted the page."),
    )
    source = models.CharField(
        _("import"), max_length=200, help_text=_("The folder's name and the page it went under.")
    )
    path = models.CharField(
        _("file"), max_length=500, help_text=_("Path inside the folder; a folder ends with /.")
    )
    digest = models.CharField(
        _("digest"),
        max_length=64,
        blank=True,
        help_text=_("SHA-256 of what the page was given: text, fields, pictures, link targets."),
    )
    revision_id = models.BigIntegerField(
        _("revision"),
        null=True,
        blank=True,
        help_text=_("The revision that the import made. A later one means that people edited."),
    )
    extra = models.JSONField(
        _("other metadata"),
        default=dict,
        blank=True,
        help_text=_("What the file says about itself and the page has no field for."),
    )
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")
        constraints = [
            models.UniqueConstraint(fields=["source", "path"], name="importers_one_page_per_file")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.path}"
