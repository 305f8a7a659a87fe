"""Whose week it is, and what that person finds to do."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from tests.watch.scenes import story
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.waiting import waiting_count
from wiki.core.schedule import jobs
from wiki.notifications.lines import lines
from wiki.notifications.models import Notice
from wiki.people.data import erase_rows, personal_data
from wiki.people.models import User
from wiki.watch.models import Decision, Remark, Source, Story, Watcher
from wiki.watch.triage import services
from wiki.watch.triage.errors import NotAMember
from wiki.watch.triage.rota import (
    PLANNED,
    Turn,
    monday_of,
    set_rota,
    shared_out,
    tell_watchers,
    turns,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(home: object) -> Scene:
    return scene("Veille")


def this_week() -> date:
    return monday_of(timezone.localdate())


def test_weeks_are_given_by_those_who_run_the_community(place: Scene, reader: User) -> None:
    today, first = timezone.localdate(), this_week()
    plan = {first: place.member.pk, first + timedelta(weeks=1): place.chief.pk}
    set_rota(place.community, plan, by=place.chief, today=today)
    people = [turn.person for turn in turns(place.community, today=today)]
    assert people == [place.member, place.chief, *[None] * (PLANNED - 2)]
    set_rota(place.community, {first: None}, by=place.chief, today=today)
    assert turns(place.community, today=today)[0].person is None
    past = {first - timedelta(weeks=1): place.chief.pk, first + timedelta(days=1): place.chief.pk}
    set_rota(place.community, past, by=place.chief, today=today)
    assert Watcher.objects.count() == 1
    with pytest.raises(NotAMember):
        set_rota(place.community, {first: reader.pk}, by=place.chief, today=today)
    with pytest.raises(NotAllowed):
        set_rota(place.community, {first: place.member.pk}, by=place.member, today=today)


def test_free_weeks_are_shared_out() -> None:
    one, two = (User(pk=pk, email=f"{pk}@e.org") for pk in (1, 2))
    weeks = [date(2026, 11, 23) + timedelta(weeks=n) for n in range(5)]
    given = [Turn(weeks[0], one), *(Turn(week, None) for week in weeks[1:])]
    assert list(shared_out(given, [1, 2]).values()) == [2, 1, 2, 1]
    assert shared_out(given, []) == {}
    assert two.pk


def test_the_screen(place: Scene) -> None:
    address = f"/watch/{place.community.slug}/rota/"
    client, first = client_of(place.chief), this_week().isoformat()
    assert client.post(address, {first: place.member.pk}).status_code == 302
    assert Watcher.objects.get().person == place.member
    for wrong in ("999999", "x", "9" * 30):
        assert b"field-error" in client.post(address, {first: wrong}).content
    client.post(address, {"share": "1"})
    assert Watcher.objects.count() == PLANNED
    shown = client_of(place.member).get(address).content.decode()
    assert "Awa Diallo" in shown
    assert "<select" not in shown


def test_what_waits_stands_in_the_list_of_things_to_do(place: Scene) -> None:
    for number in range(3):
        story(place.community, f"Titre {number}")
    client = client_of(place.member)
    todo = "/communities/to-do/"
    inbox = f"/watch/{place.community.slug}/inbox/"
    assert inbox not in client.get(todo).content.decode()
    set_rota(place.community, {this_week(): place.member.pk}, by=place.chief,
             today=timezone.localdate())  # fmt: skip
    assert f'{inbox}"' in client.get(todo).content.decode()
    services.assign(Story.objects.first(), by=place.chief, to=place.member)
    assert f"{inbox}?whose=me" in client.get(todo).content.decode()
    assert waiting_count(place.member) == 2
    ids = list(Story.objects.values_list("pk", flat=True))
    services.ignore(place.community, ids, by=place.chief)
    assert waiting_count(place.member) == 0
    Membership.objects.filter(person=place.member).delete()
    assert inbox not in client.get(todo).content.decode()


def test_the_copy_of_somebody_who_left_names_no_story(place: Scene) -> None:
    one = story(place.community)
    services.ignore(place.community, [one.pk], by=place.member)

    def decided() -> list[str]:
        parts = {part.name: part.values for part in personal_data(place.member)}
        return [row["story__title"] for row in parts["watch_decisions"]]

    assert decided() == [one.title]
    Membership.objects.filter(person=place.member).delete()
    assert decided() == [""]


def test_a_person_s_copy_and_erasure(place: Scene) -> None:
    one = story(place.community)
    other = factories.member(place.community, "autre@example.org")
    services.assign(one, by=place.member, to=place.member, message="Pour moi")
    services.ignore(place.community, [one.pk], by=place.member)
    Watcher.objects.create(community=place.community, person=place.member, monday=this_week())
    Source.objects.update(added_by=place.member)
    parts = {part.name: part.values for part in personal_data(place.member)}
    assert [row["kind"] for row in parts["watch_decisions"]] == ["assigned", "ignored"]
    assert parts["watch_remarks"][0]["text"] == "Pour moi"
    assert len(parts["watch_weeks"]) == len(parts["watch_sources"]) == 1
    assert not any(values for name, values in
                   {p.name: p.values for p in personal_data(other)}.items()
                   if name.startswith("watch_"))  # fmt: skip
    erase_rows(place.member)
    one.refresh_from_db()
    assert one.decided_by is None
    assert not Watcher.objects.exists()
    assert not Decision.objects.exclude(by=None).exists()
    assert Remark.objects.get().author is None
    page = client_of(place.chief).get(f"/watch/{place.community.slug}/inbox/?state=ignored")
    assert page.status_code == 200


def test_whoever_has_the_week_hears_of_it_once(place: Scene) -> None:
    next_week = this_week() + timedelta(weeks=1)
    Watcher.objects.create(community=place.community, person=place.member, monday=this_week())
    Watcher.objects.create(community=place.community, person=place.chief, monday=next_week)
    for _again in range(2):
        jobs()["watch.week"].act()
    (notice,) = Notice.objects.all()
    assert (notice.kind, notice.recipient) == ("watch_week", place.member)
    (line,) = lines([notice])
    assert line.url == f"/watch/{place.community.slug}/inbox/"
    tell_watchers(today=next_week)
    assert Notice.objects.filter(recipient=place.chief).count() == 1


def test_nobody_hears_of_a_week_in_an_archive_or_after_leaving(place: Scene) -> None:
    Watcher.objects.create(community=place.community, person=place.member, monday=this_week())
    Membership.objects.filter(person=place.member).delete()
    assert tell_watchers(today=this_week()) == 0
    Membership.objects.create(community=place.community, person=place.member)
    CommunityPage.objects.update(archived_at=timezone.now())
    assert tell_watchers(today=this_week()) == 0
    assert not Notice.objects.exists()
