"""Feeds that a community reads."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Characters of an address.
LONGEST_ADDRESS = 1000
#: Minutes from one reading to the next: to begin with, at least, at most.
FIRST_INTERVAL, SHORTEST_INTERVAL, LONGEST_INTERVAL = 60, 30, 1440


class FeedKind(models.TextChoices):
    """The formats that are read."""

    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    JSON = "json", "JSON Feed"


class Trouble(models.TextChoices):
    """Why the last reading of a feed failed."""

    REFUSED = "refused", pgettext_lazy("feed", "the address is not open to us")
    UNREACHABLE = "unreachable", pgettext_lazy("feed", "the site does not answer")
    TOO_SLOW = "too_slow", pgettext_lazy("feed", "the site takes too long")
    TOO_LARGE = "too_large", pgettext_lazy("feed", "the file is too large")
    REDIRECTS = "redirects", pgettext_lazy("feed", "the address leads round in circles")
    CLOSED = "closed", pgettext_lazy("feed", "the site asks for a password")
    MISSING = "missing", pgettext_lazy("feed", "there is nothing at this address any more")
    GONE = "gone", pgettext_lazy("feed", "the site has ended this feed")
    BUSY = "busy", pgettext_lazy("feed", "the site asks us to wait")
    BROKEN = "broken", pgettext_lazy("feed", "the site has a fault")
    NOT_A_FEED = "not_a_feed", pgettext_lazy("feed", "what stands there is not a feed")
    DANGEROUS = "dangerous", pgettext_lazy("feed", "the file is built to do harm")
    DUPLICATE = (
        "duplicate",
        pgettext_lazy("feed", "it has moved to an address that the community follows already"),
    )


class SourceQuerySet(models.QuerySet["Source"]):
    def alive(self) -> "SourceQuerySet":
        """Those that are read again and again."""
        return self.filter(
            active=True, dead_at=None, community__live=True, community__archived_at=None
        )


class Source(models.Model):
    """One feed of one community: where it is, and how its readings go."""

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="watch_sources"
    )
    address = models.CharField(_("address of the feed"), max_length=LONGEST_ADDRESS)
    title = models.CharField(_("name"), max_length=200)
    site_address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    kind = models.CharField(max_length=4, choices=FeedKind.choices, blank=True)
    themes = models.ManyToManyField(
        "core.Theme", blank=True, related_name="watch_sources", verbose_name=_("themes")
    )
    active = models.BooleanField(_("followed"), default=True)
    added_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    # What the site said last, to ask only for what is new.
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    #: Moved before a reading begins: whoever moves it does the reading.
    next_fetch_at = models.DateTimeField(default=timezone.now)
    #: Minutes.
    interval = models.PositiveIntegerField(default=FIRST_INTERVAL)
    #: Readings in a row that failed.
    failures = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    #: The last item that was new.
    last_item_at = models.DateTimeField(null=True)
    #: Where it was before it moved.
    moved_from = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    #: Since when it is no longer read, for the reason of ``last_error``.
    dead_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["community", "address"], name="watch_source_once")
        ]
        indexes = [models.Index(fields=["next_fetch_at"], name="watch_source_due")]

    def __str__(self) -> str:
        return self.title
