"""Digests: what a community gathered over some weeks, in its own words, to be sent and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from guides.models.knowledge import KnowledgePage, Part
from guides.panels import KNOWLEDGE_CLASSIFICATION
from wiki.core.blocks import BodyBlocks
from wiki.core.fields import BodyField
from wiki.core.search_content import SearchContent, Section
from wiki.core.text import one_line

#: Characters of what the community says of one item; a longer text is a note of its own.
LONGEST_WORD = 1_000


class DigestPage(KnowledgePage):
    """An editorial, then items by section. Items stand in a table of their own.

    They are no part of the page's versions: they are composed on the site, by several
    people at once, and a correction reaches the archive without a new version.
    """

    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("to"), null=True, blank=True)
    editorial = BodyField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("editorial"),
        help_text=_("What to remember of these weeks, in a few sentences."),
    )

    parent_page_types: ClassVar = ["guides.DigestIndexPage"]
    template = "guides/digest_page.html"
    page_description = _("What the community noted lately, sent to its subscribers.")

    content_panels: ClassVar = [
        *KnowledgePage.content_panels,
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")], heading=_("Period")),
        FieldPanel("editorial"),
        *KNOWLEDGE_CLASSIFICATION,
    ]

    search_kind = "digest"
    kind_label = _("Digest")
    kind_label_plural = _("Digests")
    kind_icon = "newspaper"

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def parts(self) -> Iterator[Part]:
        yield Part("", "", self.editorial)

    def search_content(self) -> SearchContent:
        return next(self.search_contents([self]))

    @classmethod
    def search_contents(
        cls, pages: "Sequence[KnowledgePage]", *, texts: bool = True
    ) -> Iterator[SearchContent]:
        """With the free words of its items, one query more for all.

        Nothing of items that are pages: those are found by themselves, by who may read them,
        and an entry must say nothing that some readers of the digest may not know.
        """
        words = DigestItem.free_words([page.pk for page in pages]) if texts else {}
        for content in super().search_contents(pages, texts=texts):
            own = one_line(words.get(content.page_id, ()))
            more = (Section(anchor="", heading="", text=own),) if own else ()
            yield replace(content, sections=(*content.sections, *more))


class DigestItem(models.Model):
    """One thing that a digest tells: a page of the site, or free words with or without a link.

    Who may read the item is who may read its page; free words are for all the digest's readers.
    """

    digest = models.ForeignKey(DigestPage, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        KnowledgePage, on_delete=models.CASCADE, null=True, related_name="digest_items"
    )
    #: Instead of the page's own title; all there is of an item without a page.
    title = models.CharField(_("title"), max_length=300, blank=True)
    #: Where an item without a page leads; or a place on the page (``#comment-12``).
    url = models.CharField(_("address"), max_length=1000, blank=True)
    word = models.TextField(_("the community’s word"), max_length=LONGEST_WORD, blank=True)
    section = models.CharField(_("section"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    #: What was wrong in it, said after it was sent.
    correction = models.TextField(_("correction"), max_length=LONGEST_WORD, blank=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("item of a digest")
        verbose_name_plural = _("items of digests")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "page", "url"],
                condition=Q(page__isnull=False),
                name="guides_digestitem_page_once",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False) | ~Q(title=""), name="guides_digestitem_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.pk} of digest {self.digest_id}"

    @classmethod
    def free_words(cls, digests: Sequence[int]) -> dict[int, list[str]]:
        """Headings, titles and words of the items without a page, by digest (one query)."""
        found: dict[int, list[str]] = {}
        rows = cls.objects.filter(digest__in=digests, page=None)
        for digest, *words in rows.values_list("digest", "section", "title", "word"):
            found.setdefault(digest, []).extend(filter(None, words))
        return found

    @property
    def anchor(self) -> str:
        """Its place in the digest's page."""
        return f"item-{self.pk}"
