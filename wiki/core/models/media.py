"""Pictures and documents of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class RecueilImage(AbstractImage):
    """A picture with its credit; ``description`` (Wagtail's) is its alternative text."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Author and licence, for example: Awa Diallo, CC-BY-4.0."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The described content; nothing rather than a file name."""
        return self.description


class RecueilRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(RecueilImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class RecueilDocument(AbstractDocument):
    """A file to download, with a word on what it is."""

    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What the file holds and what one does with it."),
    )

    admin_form_fields = (*Document.admin_form_fields, "description")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
