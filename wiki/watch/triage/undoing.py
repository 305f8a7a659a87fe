"""Taking decisions back."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from guides.models import DigestItem, WatchNotePage
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act
from wiki.communities.standing import Standing, standing_of
from wiki.core.changes import note_change
from wiki.feedback.models import Comment
from wiki.people.models import User
from wiki.watch.models import Citation, Decision, DecisionKind, Story, StoryState, Thanks
from wiki.watch.triage.errors import NoteInUse, NothingToUndo

#: Later, a note is part of what the community knows.
NOTE_IS_FRESH = timedelta(days=1)
#: Later, « undo » no longer means what one did just now.
RECENT = timedelta(hours=12)


def last_own(community: CommunityPage, person: User) -> Decision | None:
    """What this person decided last and may still take back: nobody has decided since."""
    later = Decision.objects.filter(story=OuterRef("story"), undone_at=None, pk__gt=OuterRef("pk"))
    rows = Decision.objects.filter(
        by=person,
        story__community=community,
        undone_at=None,
        at__gte=timezone.now() - RECENT,
    )
    ordered = rows.annotate(covered=Exists(later)).order_by("-at", "-pk")
    # One from before is not « what I did last »: it is not offered in its place.
    last = ordered.select_related("story").first()
    return None if last is None or last.covered else last


@transaction.atomic
def undo(story: Story, *, by: User) -> Story:
    """The last decision on this story is taken back. Raises NotAllowed or a TriageRefused."""
    standing = standing_of(by)
    standing.need(Act.PROPOSE, story.community)
    rows = Decision.objects.filter(story=story, undone_at=None)
    decision = rows.order_by("-at", "-pk").first()
    if decision is None:
        raise NothingToUndo
    return _undo([decision], by, story.community, standing=standing)[0]


@transaction.atomic
def undo_last(community: CommunityPage, *, by: User) -> list[Story]:
    """What the person decided last is taken back, all that was decided at once with it.

    Raises NotAllowed or a TriageRefused.
    """
    standing = standing_of(by)
    standing.need(Act.PROPOSE, community)
    last = last_own(community, by)
    if last is None:
        raise NothingToUndo
    rows = Decision.objects.filter(batch=last.batch, undone_at=None, by=by)
    return _undo(list(rows.order_by("pk")), by, community, standing=standing)


def _undo(
    decisions: Sequence[Decision], by: User, community: CommunityPage, *, standing: Standing
) -> list[Story]:
    stories = Story.objects.select_for_update().in_bulk([each.story_id for each in decisions])
    members = set(
        Membership.objects.filter(
            community=community, person__in=[each.assigned_before_id for each in decisions]
        ).values_list("person", flat=True)
    )
    in_force = Decision.objects.filter(story__in=list(stories), undone_at=None)
    last = dict(in_force.order_by("pk").values_list("story", "pk"))
    done = []
    for decision in decisions:
        story = stories[decision.story_id]
        if last.get(story.pk) != decision.pk or not _is_as_left(decision, story):
            continue
        if decision.kind == DecisionKind.KEPT:
            _take_note_back(story, decision, by, standing=standing)
        before = decision.assigned_before_id
        story.assigned_to_id = before if before in members else None
        story.state, story.decided_by, story.decided_at = StoryState.NEW, None, None
        story.note = None
        story.save()
        decision.undone_at = timezone.now()
        decision.save(update_fields=["undone_at"])
        done.append(story)
    if not done:
        raise NothingToUndo
    note_change()
    return done


def _is_as_left(decision: Decision, story: Story) -> bool:
    """Whether the story still stands as this decision left it."""
    state = StoryState.NEW if decision.kind == DecisionKind.ASSIGNED else decision.kind
    return bool(story.state == state)


def _take_note_back(story: Story, decision: Decision, by: User, *, standing: Standing) -> None:
    """The note goes as it came. Raises NotAllowed, NoteInUse."""
    if decision.by_id != by.pk and not standing.may(Act.CONFIGURE, story.community):
        raise NotAllowed("undo")
    note = story.note
    if note is None:
        return
    if decision.at < timezone.now() - NOTE_IS_FRESH or _is_in_use(note):
        raise NoteInUse
    # Who may is settled above; the CMS lets members delete nothing that is published.
    note.delete(user=by, skip_permission_checks=True)


def _is_in_use(note: WatchNotePage) -> bool:
    """Whether somebody else has taken it up: what they made of it would go with it."""
    made_of_it = (
        Comment.objects.filter(page=note.pk),
        Citation.objects.filter(note=note.pk),
        DigestItem.objects.filter(page=note.pk),
        Thanks.objects.filter(note=note.pk),
    )
    return any(rows.exists() for rows in made_of_it)
