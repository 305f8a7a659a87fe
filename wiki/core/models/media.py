"""Pictures and documents of the library."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from wiki.core.uploads.documents import check_document
from wiki.core.uploads.pictures import check_picture
from wiki.core.uploads.refusals import is_new, refused_in_field


def _filtered_by_tags(fields: list[index.BaseField]) -> list[index.BaseField]:
    """Wagtail's lists narrow by a tag what was searched for, and do not declare it."""
    return [
        index.RelatedFields("tags", [*field.fields, index.FilterField("name")])
        if isinstance(field, index.RelatedFields) and field.field_name == "tags"
        else field
        for field in fields
    ]


class RecueilImage(AbstractImage):
    """A picture with its credit; ``description`` (Wagtail's) is its alternative text."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Author and licence, for example: Awa Diallo, CC-BY-4.0."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")
    search_fields = _filtered_by_tags(AbstractImage.search_fields)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]
        # Each picture that a browser asks for is looked up by its name.
        indexes = [models.Index(fields=["file"], name="image_by_file")]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # First: Django measures the picture as soon as it looks at the field.
        if is_new(self.file) and "file" not in (exclude or ()):
            refused_in_field("file", check_picture, self.file)
        super().clean_fields(exclude=exclude)

    @property
    def default_alt_text(self) -> str:
        """The described content; nothing rather than a file name."""
        return self.description


class RecueilRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(RecueilImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]


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

    def clean(self) -> None:
        if not self.file:
            return  # refused by the form already: Wagtail would find fault with no name
        if is_new(self.file):
            refused_in_field("file", check_document, self.file)
        super().clean()
