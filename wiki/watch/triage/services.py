"""Sorting the inbox: every right is checked here."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from guides.models import WatchNotePage
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.core.languages import Language
from wiki.core.models import Theme
from wiki.notifications.tasks import tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User
from wiki.watch.clipping.services import clip
from wiki.watch.models import Decision, DecisionKind, Remark, Story, StoryState
from wiki.watch.models.item import LONGEST_REMARK
from wiki.watch.triage.errors import AlreadyDecided, NotAMember, NothingSaid


def _locked(community: CommunityPage, stories: Iterable[int]) -> list[Story]:
    """Those of these stories that wait, nobody else deciding meanwhile."""
    rows = Story.objects.select_for_update().filter(community=community, pk__in=list(stories))
    return list(rows.filter(state=StoryState.NEW).order_by("pk"))


def _open_story(story: Story) -> Story:
    """The story as it is now. Raises AlreadyDecided."""
    found = _locked(story.community, [story.pk])
    if not found:
        raise AlreadyDecided
    return found[0]


def _decide(story: Story, kind: DecisionKind, *, by: User, batch: UUID | None = None) -> Decision:
    return Decision(
        story=story,
        kind=kind,
        by=by,
        at=timezone.now(),
        batch=batch or uuid4(),
        assigned_before_id=story.assigned_to_id,
    )


@transaction.atomic
def ignore(community: CommunityPage, stories: Iterable[int], *, by: User) -> list[Decision]:
    """These stories are not for us; those that are decided already stay. Raises NotAllowed."""
    standing_of(by).need(Act.PROPOSE, community)
    found, batch, now = _locked(community, stories), uuid4(), timezone.now()
    decisions = [_decide(story, DecisionKind.IGNORED, by=by, batch=batch) for story in found]
    Story.objects.filter(pk__in=[story.pk for story in found]).update(
        state=StoryState.IGNORED, decided_by=by, decided_at=now, assigned_to=None
    )
    note_change()
    return Decision.objects.bulk_create(decisions)


@transaction.atomic
def keep(
    story: Story,
    *,
    by: User,
    means_for_us: str,
    title: str = "",
    kind: str | None = None,
    language: str = Language.FRENCH,
) -> WatchNotePage:
    """The story becomes a watch note in this person's name, with its source and themes.

    ``language`` is that of ``means_for_us``. Raises NotAllowed, a TriageRefused, or what ``clip``
    refuses.
    """
    standing_of(by).need(Act.PROPOSE, story.community)
    if not means_for_us.strip():
        raise NothingSaid
    current = _open_story(story)
    item = current.items.order_by("pk").select_related("source").first()
    if item is None:
        raise AlreadyDecided  # its source was removed
    themes = Theme.objects.filter(watch_sources__items__story=current).distinct()
    note = clip(
        by,
        story.community,
        address=item.address,
        means_for_us=means_for_us,
        title=title.strip() or item.title,
        summary=item.summary,
        themes=list(themes),
        kind=kind,
        language=language,
    )
    decision = _decide(current, DecisionKind.KEPT, by=by)
    decision.save()
    current.state, current.note, current.assigned_to = StoryState.KEPT, note, None
    current.decided_by, current.decided_at = by, decision.at
    current.save(update_fields=["state", "note", "assigned_to", "decided_by", "decided_at"])
    note_change()
    return note


@transaction.atomic
def assign(story: Story, *, by: User, to: User, message: str = "") -> Decision:
    """Somebody else looks at it, and hears of it. Raises NotAllowed or a TriageRefused."""
    standing_of(by).need(Act.PROPOSE, story.community)
    inside = Membership.objects.filter(community=story.community_id, person=to)
    if not (to.is_active and inside.exists()):
        raise NotAMember
    current = _open_story(story)
    decision = _decide(current, DecisionKind.ASSIGNED, by=by)
    decision.save()
    current.assigned_to = to
    current.save(update_fields=["assigned_to"])
    if message.strip():
        _say(current, by, message)
    event = Event(
        kind="story_assigned",
        key=f"assigned:{decision.pk}",
        community=story.community_id,
        actor=by.pk,
    )
    after_commit(tell_people, asdict(event), [to.pk])
    note_change()
    return decision


@transaction.atomic
def remark(story: Story, *, by: User, text: str) -> Remark:
    """A word for those who sort. Raises NotAllowed or NothingSaid."""
    standing_of(by).need(Act.PROPOSE, story.community)
    return _say(story, by, text)


def _say(story: Story, by: User, text: str) -> Remark:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST_REMARK]
    if not words:
        raise NothingSaid
    return Remark.objects.create(story=story, author=by, text=words)
