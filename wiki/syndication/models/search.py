"""A search that somebody keeps."""

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.params import SearchParams

#: Characters of a search's address: a question and some twenty filters.
LONGEST_QUERY = 2_000


class Rhythm(models.TextChoices):
    """How often somebody wants to hear of new pages that match."""

    NONE = "none", pgettext_lazy("rhythm", "Never")
    NOW = "now", pgettext_lazy("rhythm", "As soon as a page is published")
    DAILY = "daily", pgettext_lazy("rhythm", "Once a day")
    WEEKLY = "weekly", pgettext_lazy("rhythm", "Once a week")


class SavedSearch(models.Model):
    """The question and the filters, as the address of the results has them."""

    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=100)
    #: What follows « ? » in the address of the results, without page and order.
    query = models.CharField(max_length=LONGEST_QUERY)
    rhythm = models.CharField(
        _("tell me of new pages"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY
    )
    #: Pages that were published before are no news.
    made_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "query"], name="syndication_search_saved_once"
            )
        ]
        indexes = [models.Index(fields=["rhythm", "looked_at"], name="syndication_search_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def params(self) -> SearchParams:
        """What the search asks for."""
        return SearchParams.of(QueryDict(self.query))

    @property
    def results_url(self) -> str:
        """The page of its results."""
        return f"{reverse('search:results')}?{self.query}"
