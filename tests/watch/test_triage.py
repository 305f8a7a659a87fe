"""Sorting: what one decides, what is remembered of it, and how it is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guides.models import DigestItem, WatchNotePage
from tests import factories
from tests.communities.scenes import Scene, scene
from tests.watch.scenes import story
from tests.watch.sites import source
from wiki.communities.errors import NotAllowed
from wiki.communities.models import Membership
from wiki.communities.services.membership import leave
from wiki.feedback.models import Comment
from wiki.notifications.models import Notice
from wiki.people.models import User
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.models import Decision, Remark, Story, StoryState, Thanks
from wiki.watch.triage import services, undoing
from wiki.watch.triage.errors import (
    AlreadyDecided,
    NotAMember,
    NoteInUse,
    NothingSaid,
    NothingToUndo,
)
from wiki.watch.triage.forgetting import forget_old
from wiki.watch.triage.queries import Wanted, Whose, inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(home: object) -> Scene:
    return scene("Veille")


def fresh(row: Story) -> Story:
    return Story.objects.select_related("community").get(pk=row.pk)


def test_keeping_makes_a_note_in_the_keeper_s_name(place: Scene) -> None:
    theme = factories.theme("Archives")
    row = source(place.community, "https://journal.example/feed")
    row.themes.add(theme)
    one = story(place.community, "Le décret est là", sources=[row])
    note = services.keep(one, by=place.member, means_for_us="À lire **demain**.")
    note = WatchNotePage.objects.get(pk=note.pk)
    assert note.live
    assert note.owner == place.member
    assert note.title == "Le décret est là"
    assert note.source_url == f"https://journal.example/{one.pk}"
    assert note.summary == "Résumé de Le décret est là."
    assert list(note.themes.all()) == [theme]
    assert "demain" in str(note.means_for_us)
    kept = fresh(one)
    assert (kept.state, kept.note, kept.decided_by) == (StoryState.KEPT, note, place.member)


def test_a_note_without_a_word_is_not_made(place: Scene) -> None:
    one = story(place.community)
    for words in ("", "  \n", "\x00"):
        with pytest.raises((NothingSaid, ClipRefused)):
            services.keep(one, by=place.member, means_for_us=words)
    assert fresh(one).state == StoryState.NEW
    assert not WatchNotePage.objects.exists()


def test_undo_takes_the_note_back_as_long_as_it_is_only_its_author_s(place: Scene) -> None:
    one = story(place.community)
    services.keep(one, by=place.member, means_for_us="À lire")
    undoing.undo(fresh(one), by=place.member)
    assert fresh(one).state == StoryState.NEW
    assert not WatchNotePage.objects.exists()
    note = services.keep(fresh(one), by=place.member, means_for_us="À lire")
    with pytest.raises(NotAllowed):
        undoing.undo(fresh(one), by=factories.member(place.community, "autre@example.org"))
    Comment.objects.create(page=note, author=place.chief, text="Merci")
    with pytest.raises(NoteInUse):
        undoing.undo(fresh(one), by=place.member)
    Comment.objects.all().delete()
    Decision.objects.update(at=timezone.now() - timedelta(days=2))
    with pytest.raises(NoteInUse):
        undoing.undo(fresh(one), by=place.chief)
    assert fresh(one).state == StoryState.KEPT


def test_what_is_ignored_at_once_is_taken_back_at_once(place: Scene) -> None:
    rows = [story(place.community, f"Titre {n}") for n in range(4)]
    services.assign(rows[0], by=place.chief, to=place.member)
    services.ignore(place.community, [row.pk for row in rows[:3]], by=place.member)
    assert Story.objects.filter(state=StoryState.IGNORED, decided_by=place.member).count() == 3
    back = undoing.undo_last(place.community, by=place.member)
    assert {row.pk for row in back} == {row.pk for row in rows[:3]}
    assert Story.objects.filter(state=StoryState.NEW).count() == 4
    assert fresh(rows[0]).assigned_to == place.member
    with pytest.raises(NothingToUndo):
        undoing.undo_last(place.community, by=place.member)
    assert len(undoing.undo_last(place.community, by=place.chief)) == 1  # gave it to somebody
    assert fresh(rows[0]).assigned_to is None


def test_another_decision_is_not_undone_by_an_older_one(place: Scene) -> None:
    one = story(place.community)
    services.ignore(place.community, [one.pk], by=place.member)
    undoing.undo(fresh(one), by=place.chief)
    services.keep(fresh(one), by=place.chief, means_for_us="Si")
    with pytest.raises(NothingToUndo):
        undoing.undo_last(place.community, by=place.member)
    assert fresh(one).state == StoryState.KEPT


def test_the_second_to_decide_hears_that_it_is_done(place: Scene) -> None:
    one = story(place.community)
    assert services.ignore(place.community, [one.pk], by=place.chief)
    assert services.ignore(place.community, [one.pk], by=place.member) == []
    with pytest.raises(AlreadyDecided):
        services.keep(one, by=place.member, means_for_us="Moi")
    with pytest.raises(AlreadyDecided):
        services.assign(one, by=place.member, to=place.chief)


def test_whoever_gets_a_story_hears_of_it(
    place: Scene, reader: User, django_capture_on_commit_callbacks: object
) -> None:
    one = story(place.community)
    with pytest.raises(NotAMember):
        services.assign(one, by=place.chief, to=reader)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.assign(one, by=place.chief, to=place.member, message="Pour toi ?")
        services.assign(fresh(one), by=place.chief, to=place.chief)
    notice = Notice.objects.get(kind="story_assigned")
    assert (notice.recipient, notice.actor) == (place.member, place.chief)
    assert "nouvelle" not in str(notice.data)
    assert Remark.objects.get().text == "Pour toi ?"


def test_who_may_do_what(place: Scene, reader: User) -> None:
    one = story(place.community)
    for act in (
        lambda: services.ignore(place.community, [one.pk], by=reader),
        lambda: services.keep(one, by=reader, means_for_us="x"),
        lambda: services.assign(one, by=reader, to=place.member),
        lambda: services.remark(one, by=reader, text="x"),
        lambda: undoing.undo(one, by=reader),
        lambda: undoing.undo_last(place.community, by=reader),
    ):
        with pytest.raises(NotAllowed):
            act()
    place.community.archived_at = timezone.now()
    place.community.save()
    with pytest.raises(NotAllowed):
        services.ignore(place.community, [one.pk], by=place.member)


def test_a_story_of_elsewhere_is_not_ignored_from_here(place: Scene) -> None:
    other = scene("Autre")
    one = story(other.community)
    assert services.ignore(place.community, [one.pk], by=place.member) == []
    assert fresh(one).state == StoryState.NEW


def test_the_inbox_is_narrowed(place: Scene) -> None:
    theme = factories.theme("Archives")
    mine, other = (source(place.community, f"https://{n}.org/") for n in "ab")
    mine.themes.add(theme)
    both = story(place.community, "Des deux", sources=[mine, other], days=2)
    alone = story(place.community, "D’une seule", sources=[other])
    Story.objects.filter(pk=alone.pk).update(assigned_to=place.member)

    def shown(**values: object) -> list[str]:
        rows = inbox(place.community, Wanted(**values), viewer=place.member)  # type: ignore[arg-type]
        return [row.title for row in rows]

    assert shown() == ["D’une seule", "Des deux"]
    assert shown(source=mine.pk) == shown(theme="archives") == shown(whose=Whose.NOBODY)
    assert shown(source=mine.pk) == ["Des deux"]
    assert shown(whose=Whose.MINE) == ["D’une seule"]
    services.ignore(place.community, [both.pk], by=place.member)
    assert shown(state=StoryState.IGNORED, whose=Whose.DECIDED) == ["Des deux"]


def test_whoever_leaves_has_nothing_to_look_at(place: Scene) -> None:
    one = story(place.community)
    services.assign(one, by=place.chief, to=place.member)
    leave(place.community, place.member)
    assert fresh(one).assigned_to is None


def test_old_stories_that_nobody_kept_are_forgotten(place: Scene) -> None:
    kept = story(place.community, "Gardée", days=300, state=StoryState.KEPT)
    story(place.community, "Oubliée", days=300, state=StoryState.IGNORED)
    undated = story(place.community, "Sans date", days=300)
    undated.items.update(published_at=None)
    recent = story(place.community, "Récente", days=100)
    assert forget_old() == 1
    assert set(Story.objects.all()) == {kept, undated, recent}


def test_a_member_of_a_hidden_community_who_left_sees_no_notice(home: object) -> None:
    from tests.communities.scenes import client_of, hidden

    place = hidden()
    one = story(place.community)
    services.assign(one, by=place.chief, to=place.member)
    Notice.objects.get_or_create(
        recipient=place.member, kind="story_assigned", event="e", community=place.community
    )
    Membership.objects.filter(person=place.member).delete()
    page = client_of(place.member).get("/account/notices/").content.decode()
    assert "Secrète" not in page


def test_undo_leaves_a_note_that_somebody_has_taken_up(place: Scene) -> None:
    one = story(place.community)
    note = services.keep(one, by=place.member, means_for_us="À lire")
    taken_up = (
        lambda: DigestItem.objects.create(digest=factories.digest(place.community), page=note),
        lambda: Thanks.objects.create(note=note, person=place.chief),
    )
    for take in taken_up:
        made = take()
        with pytest.raises(NoteInUse):
            undoing.undo(fresh(one), by=place.member)
        made.delete()
    undoing.undo(fresh(one), by=place.member)
    assert not WatchNotePage.objects.exists()


def test_an_older_assignment_is_not_taken_back_over_a_newer_one(place: Scene) -> None:
    one, other = story(place.community), factories.member(place.community, "autre@example.org")
    services.assign(one, by=place.member, to=place.chief)
    services.assign(fresh(one), by=place.chief, to=other)
    assert undoing.last_own(place.community, place.member) is None
    with pytest.raises(NothingToUndo):
        undoing.undo_last(place.community, by=place.member)
    assert fresh(one).assigned_to == other
    undoing.undo_last(place.community, by=place.chief)
    assert fresh(one).assigned_to == place.chief
    undoing.undo_last(place.community, by=place.member)
    assert fresh(one).assigned_to is None


def test_one_from_before_is_not_what_somebody_did_last(place: Scene) -> None:
    before, one = story(place.community, "Avant"), story(place.community, "Après")
    services.ignore(place.community, [before.pk], by=place.member)
    services.assign(one, by=place.member, to=place.chief)
    services.ignore(place.community, [one.pk], by=place.chief)
    with pytest.raises(NothingToUndo):
        undoing.undo_last(place.community, by=place.member)
    assert fresh(before).state == StoryState.IGNORED


def test_the_kind_says_how_long_a_kept_note_stands(place: Scene) -> None:
    note = services.keep(
        story(place.community), by=place.member, means_for_us="To read", kind="call", language="en"
    )
    note = WatchNotePage.objects.get(pk=note.pk)
    assert (note.kind, note.language) == ("call", "en")
    assert note.relevant_until == timezone.localdate() + timedelta(days=60)
