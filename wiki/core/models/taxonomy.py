"""Themes, chosen from a controlled tree, and tags, typed freely."""

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from wiki.core.text import folded_lines


class Theme(index.Indexed, models.Model):
    """A subject of the organisation's vocabulary, with a label in both languages."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The wider theme; empty for a theme at the top."),
    )
    label_fr = models.CharField(_("label in French"), max_length=80, unique=True)
    label_en = models.CharField(
        _("label in English"),
        max_length=80,
        blank=True,
        help_text=_("Shown to people who read the site in English; the French one otherwise."),
    )
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("Last part of the theme's address.")
    )
    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What belongs here and what does not, in one sentence."),
    )
    synonyms = models.TextField(
        _("other words for it"),
        blank=True,
        help_text=_("One per line. People who search with these words find the theme's pages."),
    )

    panels = [
        FieldPanel("parent"),
        MultiFieldPanel(
            [FieldPanel("label_fr"), FieldPanel("label_en"), FieldPanel("slug")], heading=_("Name")
        ),
        FieldPanel("description"),
        FieldPanel("synonyms"),
    ]

    search_fields = [
        index.SearchField("label_fr"),
        index.AutocompleteField("label_fr"),
        index.SearchField("label_en"),
        index.AutocompleteField("label_en"),
    ]

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["label_fr"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("guides:theme", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        wider = self.parent
        while wider is not None:
            if wider.pk == self.pk:
                raise ValidationError({"parent": _("A theme cannot be part of itself.")})
            wider = wider.parent

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return self.label_in(get_language() or "fr")

    def label_in(self, language: str) -> str:
        """The label in ``language``, in French when that one is missing."""
        return self.label_en if language.startswith("en") and self.label_en else self.label_fr

    @property
    def synonym_list(self) -> list[str]:
        """The other words, one string each."""
        return folded_lines(self.synonyms)


class KnowledgeTag(TagBase):
    """A free word that authors put on a page."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """ASCII from any script and never empty: addresses are made from it."""
        slug = slugify(anyascii(tag))[:90].strip("-") or "tag"
        return f"{slug}_{i}" if i else slug

    def get_absolute_url(self) -> str:
        return reverse("guides:tag", args=[self.slug])
