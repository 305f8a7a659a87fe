"""By whom somebody hears who gains and who loses access: names where they see them anyway."""

import pytest

from guides.models import GuideIndexPage
from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from wiki.communities.access_told import MOST_NAMES, Crowd, told
from wiki.communities.models import Membership
from wiki.communities.readers import AccessChange
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def lost(people: set[int], viewer: User) -> Crowd:
    change = AccessChange(opens=False, closes=True, comes=frozenset(), goes=frozenset(people))
    return told(change, User.objects.get(pk=viewer.pk)).lost


def joined(section: Scene, total: int) -> set[int]:
    """So many members more."""
    return {
        factories.member(
            section.community, f"m{number}@example.org", first_name="M", last_name=f"{number:02}"
        ).pk
        for number in range(total)
    }


def test_members_of_the_same_community_are_named_ten_at_most(home: object, reader: User) -> None:
    section = scene("Ouverte")
    people = joined(section, MOST_NAMES + 2)
    found = lost({*people, reader.pk}, section.chief)
    assert found.names == tuple(f"M {number:02}" for number in range(MOST_NAMES))
    assert (found.total, found.others) == (MOST_NAMES + 3, 3)
    nameless = factories.member(section.community, "sans@example.org")
    some = lost({section.member.pk, nameless.pk, reader.pk}, section.chief)
    assert (some.names, some.others) == (("Zoé Éluard",), 2)


def test_strangers_are_a_number(home: object, reader: User) -> None:
    section, other = scene("Ouverte"), scene("Autre")
    assert lost({reader.pk, other.member.pk}, section.chief) == Crowd(2)
    # Not even as « the members of » a community in which one is not.
    assert lost({other.chief.pk, other.member.pk}, section.chief) == Crowd(2)


def test_all_the_members_are_told_by_the_name_of_their_community(home: object) -> None:
    section = scene("Ouverte")
    gone = factories.member(section.community, "parti@example.org")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    everyone = {section.chief.pk, section.member.pk}
    assert lost(everyone, section.member) == Crowd(2, members_of="Ouverte")
    root = User.objects.create_superuser("tout@example.org", "x")
    assert lost(everyone, root) == Crowd(2, members_of="Ouverte")
    assert lost({section.member.pk}, root).names == ("Zoé Éluard",)


def test_the_question_before_a_move_names_them(home: object, reader: User) -> None:
    here, there = scene("Ouverte"), scene("Fermée", visibility=Visibility.RESTRICTED)
    Membership.objects.create(community=there.community, person=here.chief, role=Role.FACILITATOR)
    page = factories.guide(here.community, title="Plan")
    place = factories.index_of(there.community, GuideIndexPage)
    asked = client_of(here.chief).get(f"/pages/{page.pk}/move/", {"to": place.pk})
    html = asked.content.decode()
    # The member of the one loses, a colleague too; the members of the other read as before.
    assert asked.context["plan"].access.lost == 2
    assert "Zoé Éluard" in html
    assert "Léa Martin" not in html
    values = asked.context["who"].lost
    assert (values.names, values.others) == (("Zoé Éluard",), 1)
