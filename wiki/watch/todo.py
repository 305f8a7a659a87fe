"""What waits in inboxes, for the registry of communities."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import Standing
from wiki.communities.todo import Todo, adds_todo
from wiki.people.models import User
from wiki.watch.models import Story, StoryState, Watcher
from wiki.watch.triage.rota import current


@adds_todo
def inboxes(
    communities: Sequence[CommunityPage], person: User, standing: Standing
) -> Iterator[Todo]:
    """What was given to this person, and the inboxes whose week is theirs (three queries)."""
    mine = {each.pk: each for each in communities if standing.may(Act.PROPOSE, each)}
    if not mine:
        return
    waiting = Story.objects.filter(community__in=list(mine), state=StoryState.NEW)
    given = waiting.filter(assigned_to=person).values_list("community")
    for pk, count, since in given.annotate(Count("pk"), Min("found_at")).order_by("community"):
        yield Todo(
            community_id=pk,
            kind=gettext_lazy("Given to me"),
            icon="inbox",
            text=ngettext("%(n)d story to look at", "%(n)d stories to look at", count)
            % {"n": count},
            url=f"{reverse('watch:inbox', args=[mine[pk].slug])}?whose=me",
            since=since,
        )
    weeks = Watcher.objects.filter(person=person, community__in=list(mine))
    turns = list(current(weeks, today=timezone.localdate()).values_list("community", flat=True))
    if not turns:
        return
    counts = waiting.filter(community__in=turns).values_list("community").annotate(Count("pk"))
    for pk, count in counts.order_by("community"):
        yield Todo(
            community_id=pk,
            kind=gettext_lazy("My week of watch"),
            icon="binoculars",
            text=ngettext("%(n)d story to sort", "%(n)d stories to sort", count) % {"n": count},
            url=reverse("watch:inbox", args=[mine[pk].slug]),
        )
