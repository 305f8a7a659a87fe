"""One row for each recent change of content."""

from django.db import models


class ContentChange(models.Model):
    """Something that readers see has changed; rows of the last hour are kept.

    Rows are only added: writers never wait for each other, and the state that a
    reader can see (how many rows, the last one) differs after each commit.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "change of content"
        verbose_name_plural = "changes of content"

    def __str__(self) -> str:
        return f"{self.pk}"
