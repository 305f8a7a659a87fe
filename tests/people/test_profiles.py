"""Who sees which field of a profile, as a table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.people import made
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.profiles import (
    profile_as_colleague,
    profile_as_member,
    profiles_as_colleague,
    visible_profile,
)
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import FIELDS, Seen, User

#: Field of the profile, and what of a visible profile tells it.
TOLD = {
    "job_title": ("job_title",),
    "skills": ("skills", "themes"),
    "languages": ("languages",),
    "availability": ("availability",),
    "contact": ("contact", "email"),
    "text": ("text",),
    "communities": ("communities",),
}
#: Who looks, and what they see of a field seen by nobody, by members, by everybody.
TABLE = {
    "colleague": {Seen.NOBODY: False, Seen.MEMBERS: False, Seen.EVERYBODY: True},
    "member": {Seen.NOBODY: False, Seen.MEMBERS: True, Seen.EVERYBODY: True},
    "superuser": {Seen.NOBODY: False, Seen.MEMBERS: False, Seen.EVERYBODY: True},
    "self": {Seen.NOBODY: True, Seen.MEMBERS: True, Seen.EVERYBODY: True},
}


@pytest.fixture
def noemie(community: CommunityPage) -> User:
    """Somebody with something in each field, and a member of the community."""
    theme = factories.theme("Veille")
    person = made.person(themes=[theme], **made.FULL)
    Membership.objects.create(community=community, person=person)
    return person


def looking(who: str, noemie: User, community: CommunityPage) -> User:
    match who:
        case "self":
            return noemie
        case "member":
            return factories.member(community)
        case "superuser":
            return User.objects.create_superuser("root@example.org", factories.PASSWORD)
    return factories.user("colleague@example.org")


@together("who", TABLE)
@together("seen", list(Seen))
@together("field", FIELDS)
def test_each_field_is_seen_by_whom_the_person_chose(
    noemie: User, community: CommunityPage, field: str, seen: Seen, who: str
) -> None:
    viewer = looking(who, noemie, community)
    others = Seen.NOBODY if seen is not Seen.NOBODY else Seen.EVERYBODY
    chosen = {f"{name}_seen": others for name in FIELDS} | {f"{field}_seen": seen}
    for name, value in chosen.items():
        setattr(noemie.profile, name, value)
    noemie.profile.save()
    profile = visible_profile(User.objects.get(pk=noemie.pk), viewer)
    assert profile is not None
    for told in TOLD[field]:
        assert bool(getattr(profile, told)) is TABLE[who][seen], told


def test_the_table_has_every_field() -> None:
    assert set(TOLD) == set(FIELDS)


def test_visitors_see_nothing(noemie: User) -> None:
    assert visible_profile(noemie, AnonymousUser()) is None


def test_people_who_left_are_seen_by_nobody(noemie: User, reader: User) -> None:
    noemie.is_active = False
    noemie.save()
    assert visible_profile(noemie, reader) is None


def test_defaults_tell_the_role_and_skills_and_keep_the_contact(noemie: User, reader: User) -> None:
    seen = visible_profile(noemie, reader)
    assert seen is not None
    assert (seen.job_title, seen.skills) == ("Chargée de veille", ("veille partagée", "entretiens"))
    assert (seen.contact, seen.email, seen.availability) == ("", "", "")


def test_the_phone_is_told_only_by_those_who_like_to_be_called(noemie: User) -> None:
    seen = visible_profile(noemie, noemie)
    assert seen is not None
    assert (seen.email, seen.phone) == ("noemie@example.org", "")


@pytest.mark.parametrize("visibility", list(Visibility))
def test_membership_is_told_to_those_who_may_read_the_community(
    home: object, reader: User, visibility: Visibility
) -> None:
    joining = Joining.INVITATION
    section = factories.community(title="Ailleurs", visibility=visibility, joining=joining)
    person = made.person()
    Membership.objects.create(community=section, person=person)
    seen, by_member = (
        visible_profile(person, viewer) for viewer in (reader, factories.member(section))
    )
    assert seen is not None
    assert by_member is not None
    readable = visibility in {Visibility.PUBLIC, Visibility.INTERNAL}
    assert [each.title for each in seen.communities] == (["Ailleurs"] if readable else [])
    assert [each.title for each in by_member.communities] == ["Ailleurs"]
    assert [each.title for each in profile_as_colleague(person).communities] == (
        ["Ailleurs"] if readable else []
    )
    assert [each.title for each in profile_as_member(person).communities] == ["Ailleurs"]


def test_a_hidden_community_in_common_makes_members(home: object) -> None:
    section = factories.community(
        title="Secret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    person = made.person(**made.FULL)
    Membership.objects.create(community=section, person=person)
    seen = visible_profile(person, factories.member(section))
    assert seen is not None
    assert seen.email == "noemie@example.org"


def test_many_profiles_cost_as_much_as_one(
    community: CommunityPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [made.person(f"p{n}@example.org", **made.FULL) for n in range(5)]
    for each in people:
        Membership.objects.create(community=community, person=each)
    with django_assert_num_queries(4):
        found = profiles_as_colleague(people)
    assert {each.availability for each in found.values()} == {""}
    assert {len(each.communities) for each in found.values()} == {1}
