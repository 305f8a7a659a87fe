"""What feeds bring, and what a community does with it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiki.watch.models.source import LONGEST_ADDRESS

LONGEST_TITLE = 300
#: Escaping makes addresses longer.
LONGEST_CANONICAL = 1_100
#: Characters of a word on a story.
LONGEST_REMARK = 1000


class StoryState(models.TextChoices):
    """Where a story stands in the inbox."""

    NEW = "new", pgettext_lazy("story", "to sort")
    KEPT = "kept", pgettext_lazy("story", "kept")
    IGNORED = "ignored", pgettext_lazy("story", "ignored")


class Story(models.Model):
    """One line of the inbox: the same piece of news, from one source or several."""

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="stories"
    )
    title = models.CharField(max_length=LONGEST_TITLE)
    state = models.CharField(max_length=8, choices=StoryState.choices, default=StoryState.NEW)
    #: When it was published; when it was found where that is not said.
    dated_at = models.DateTimeField()
    found_at = models.DateTimeField(default=timezone.now)
    assigned_to = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    #: What it became when it was kept.
    note = models.ForeignKey(
        "guides.WatchNotePage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The story that was ignored before the same address came back.
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["community", "state", "-dated_at"], name="watch_story_inbox"),
            models.Index(fields=["community", "found_at"], name="watch_story_found"),
            models.Index(
                fields=["assigned_to"],
                condition=models.Q(state="new"),
                name="watch_story_assigned",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One entry of one feed."""

    source = models.ForeignKey("watch.Source", on_delete=models.CASCADE, related_name="items")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="items")
    #: Digest of what the feed calls it.
    uid = models.CharField(max_length=64)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    #: Without what only counts visitors: the same for the same page.
    canonical_address = models.CharField(max_length=LONGEST_CANONICAL)
    title = models.CharField(max_length=LONGEST_TITLE)
    #: Plain text.
    summary = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [models.UniqueConstraint(fields=["source", "uid"], name="watch_item_once")]
        indexes = [models.Index(fields=["canonical_address"], name="watch_item_address")]

    def __str__(self) -> str:
        return self.title


class DecisionKind(models.TextChoices):
    """What one does with a story."""

    KEPT = "kept", pgettext_lazy("decision", "kept")
    IGNORED = "ignored", pgettext_lazy("decision", "ignored")
    ASSIGNED = "assigned", pgettext_lazy("decision", "assigned")


class Decision(models.Model):
    """Who did what with a story, and what was before: enough to take it back."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    #: The same for all that were decided at once.
    batch = models.UUIDField()
    assigned_before = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["by", "-at"], name="watch_decision_of")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.kind}"


class Remark(models.Model):
    """A word among members on a story, before anything is decided."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("a word"), max_length=LONGEST_REMARK)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]


class Watcher(models.Model):
    """Who looks after the inbox in one week."""

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="watchers"
    )
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()

    class Meta:
        verbose_name = _("watcher")
        verbose_name_plural = _("watchers")
        ordering = ["monday"]
        constraints = [
            models.UniqueConstraint(fields=["community", "monday"], name="watch_watcher_of_week")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}: {self.monday}"
