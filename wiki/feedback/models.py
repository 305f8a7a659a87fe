"""What readers say of a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Characters of a comment: a page and a half; more is a page of its own.
LONGEST = 4_000


class Comment(models.Model):
    """A reader's words at the end of a page. Written by ``wiki.feedback.services`` only.

    No part of the page: the search does not index it, and no version of the page holds it.
    """

    page = models.ForeignKey(
        "guides.KnowledgePage", on_delete=models.CASCADE, related_name="reader_comments"
    )
    author = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="reader_comments"
    )
    #: The comment answered; answers are not answered in turn.
    reply_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("your comment"), max_length=LONGEST)
    #: Who is mentioned: rows with ``text`` (as typed) and ``person`` or ``community`` (an id).
    named = models.JSONField(default=list)
    written_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    #: Taken back by its author while others had answered: the text is gone, the place stays.
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    hidden_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["page", "written_at"], name="feedback_comment_page"),
            models.Index(fields=["author", "written_at"], name="feedback_comment_author"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.page_id}"

    @property
    def is_shown(self) -> bool:
        """Whether everybody who reads the page reads it."""
        return self.hidden_at is None and self.deleted_at is None
