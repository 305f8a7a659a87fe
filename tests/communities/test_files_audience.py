"""Who may open a file: predicate, queryset, the rule by hand and what is sent agree."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Collection, CollectionViewRestriction

from tests import factories, files
from tests.together import together
from wiki.communities.audience import Audience, Viewer
from wiki.communities.file_audience import may_open, readable_files
from wiki.core.models import RecueilDocument, RecueilImage
from wiki.people.models import User

pytestmark = pytest.mark.django_db

GROUPS = ["red", "blue"]
#: A collection below one of those before it, and how it is closed.
PLACES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(
            st.none(),
            st.just("login"),
            st.just("password"),
            st.lists(st.sampled_from(GROUPS), max_size=2, unique=True),
        ),
    ),
    min_size=1,
    max_size=5,
)


def viewers() -> list[Viewer]:
    """One person of each kind."""
    root = User.objects.create_superuser("root@example.org", factories.PASSWORD)
    return [
        AnonymousUser(),
        factories.user("nobody@example.org"),
        factories.user("red@example.org", groups=["red"]),
        factories.user("both@example.org", groups=["red", "blue"]),
        root,
    ]


def by_hand(file: RecueilImage | RecueilDocument, viewer: Viewer) -> bool:
    """Every restriction on the way from the root to the file's collection accepts the viewer."""
    for place in file.collection.get_ancestors(inclusive=True):
        for restriction in CollectionViewRestriction.objects.filter(collection=place):
            match restriction.restriction_type:
                case "login":
                    accepted = viewer.is_authenticated
                case "groups":
                    common = set(restriction.groups.all()) & set(viewer.groups.all())
                    named = restriction.groups.exists()
                    accepted = bool(common) or (viewer.is_superuser and named)
                case _:
                    accepted = False
            if not accepted:
                return False
    return True


class EveryWay(TestCase):
    """Any tree of collections, any restrictions, any kind of person."""

    @given(places=PLACES)
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_predicate_queryset_and_rule_select_the_same(self, places: list[Any]) -> None:
        people = viewers()
        made: list[Collection] = [Collection.get_first_root_node()]
        for number, (above, how) in enumerate(places):
            place = files.collection(f"C{number}", parent=made[above % len(made)])
            made.append(place)
            if isinstance(how, list):
                files.close(place, groups=how)
            elif how:
                files.close(place, kind=how)
        for number, place in enumerate(made):
            RecueilImage(
                title=f"{number}", file="x.png", width=1, height=1, collection=place
            ).save()
            RecueilDocument.objects.create(title=f"{number}", file="x.pdf", collection=place)
        for model in (RecueilImage, RecueilDocument):
            everything = list(model.objects.all())
            for viewer in people:
                expected = {file.pk for file in everything if by_hand(file, viewer)}
                assert {file.pk for file in everything if may_open(file, viewer)} == expected
                listed = readable_files(model.objects.all(), viewer)
                assert set(listed.values_list("pk", flat=True)) == expected


def test_a_longer_way_to_the_file() -> None:
    closed = files.collection("Fermée")
    files.close(closed)
    files.picture(within=closed).get_rendition("width-20")
    sizes = RecueilImage.get_rendition_model().objects.all()
    assert not readable_files(sizes, AnonymousUser(), prefix="image__").exists()
    assert readable_files(sizes, factories.user("a@example.org"), prefix="image__").exists()


def test_the_list_costs_the_same_for_any_number_of_restrictions(
    reader: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(5):
        place = files.collection(f"C{number}")
        files.close(place, groups=["red"])
        files.picture(within=place)
    with django_assert_num_queries(3):
        assert not list(readable_files(RecueilImage.objects.all(), reader))


def test_a_group_that_is_gone_closes_its_collection(client: Client, reader: User) -> None:
    place = files.collection("Fermée")
    files.close(place, groups=["red"])
    image = files.picture(within=place)
    reader.groups.add(Group.objects.get(name="red"))
    client.force_login(reader)
    assert client.get(image.file.url).status_code == 200
    Group.objects.filter(name="red").delete()
    assert client.get(image.file.url).status_code == 404


@together(
    ("file", "page", "expected"),
    [
        ([], [], True),
        ([], [{"login"}], True),
        ([{"login"}], [], False),
        ([{"login"}], [{"group:1"}], True),
        ([{"group:1"}], [{"login"}], False),
        ([{"group:1", "group:2"}], [{"group:1"}], True),
        ([{"group:1"}], [{"group:1", "group:2"}], False),
        ([{"group:1"}, {"login"}], [{"group:1"}], True),
        ([{"group:1"}, {"group:2"}], [{"group:1"}], False),
        ([{"nobody"}], [{"group:1"}], False),
    ],
)
def test_whether_all_readers_of_a_page_may_open_a_file(
    file: list[set[str]], page: list[set[str]], expected: bool
) -> None:
    def audience(conditions: list[set[str]]) -> Audience:
        return Audience(frozenset(frozenset(each) for each in conditions))

    assert audience(file).includes(audience(page)) is expected
