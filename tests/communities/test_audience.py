"""One rule given as predicate, as queryset and as what the site serves: they agree."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from tests import factories
from tests.together import together
from wiki.communities.audience import page_audiences, readable, readable_among, viewer_tokens
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def viewers() -> list[User | AnonymousUser]:
    return [
        AnonymousUser(),
        factories.user("nobody@example.org"),
        factories.user("red@example.org", groups=["red"]),
        factories.user("both@example.org", groups=["red", "blue"]),
        User.objects.create_superuser("root@example.org", factories.PASSWORD),
    ]


def agree() -> None:
    """Every viewer, every page: predicate and queryset select the same."""
    pages = list(Page.objects.filter(depth__gte=2))
    audiences = page_audiences(pages)
    for viewer in viewers():
        tokens = viewer_tokens(viewer)
        admitted = {page.pk for page in pages if audiences[page.pk].admits(tokens)}
        listed = set(
            readable(Page.objects.filter(depth__gte=2), viewer).values_list("pk", flat=True)
        )
        assert admitted == listed, viewer
        assert readable_among(pages, viewer) == admitted
        # The third form is Wagtail's own: every restriction on the way must accept.
        for page in pages:
            accepted = all(
                viewer.is_authenticated
                if restriction.restriction_type == PageViewRestriction.LOGIN
                else restriction.restriction_type == PageViewRestriction.GROUPS
                and viewer.is_authenticated
                and (
                    viewer.is_superuser or set(viewer.groups.all()) & set(restriction.groups.all())
                )
                for restriction in page.get_view_restrictions()
            )
            assert accepted == (page.pk in admitted), (viewer, page)


@together(("on_section", "on_page"), list(product([None, "login", "red", "blue"], repeat=2)))
def test_restrictions_add_up_down_the_tree(on_section: str | None, on_page: str | None) -> None:
    section = factories.community()
    page = factories.guide(section)
    factories.guide(factories.community(title="Ouverte"))
    for target, kind in ((section, on_section), (page, on_page)):
        if kind:
            factories.restrict(target, groups=None if kind == "login" else [kind])
    agree()


def test_pages_behind_a_shared_password_are_for_nobody(home: HomePage) -> None:
    section = factories.community()
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    for viewer in viewers():
        assert section not in readable(Page.objects.all(), viewer)


def test_an_alias_also_obeys_the_restrictions_of_its_source() -> None:
    closed, open_ = factories.community(title="Fermée"), factories.community(title="Ouverte")
    source = factories.guide(closed)
    alias = source.create_alias(parent=Page.objects.get(pk=open_.pk), update_slug="copie")
    factories.restrict(closed, groups=["red"])
    assert alias not in readable(Page.objects.all(), AnonymousUser())
    assert not page_audiences([alias])[alias.pk].admits(viewer_tokens(AnonymousUser()))


def test_a_group_without_members_left_closes_the_page(community: Page) -> None:
    restriction = factories.restrict(community, groups=["red"])
    Group.objects.filter(name="red").delete()
    assert not restriction.groups.exists()
    reader = factories.user("reader@example.org")
    assert community not in readable(Page.objects.all(), reader)


def test_the_number_of_queries_does_not_depend_on_the_number_of_restrictions(
    django_assert_max_num_queries,
) -> None:
    section = factories.community()
    for number in range(6):
        factories.restrict(factories.guide(section, title=f"Guide {number}"), groups=[f"g{number}"])
    with django_assert_max_num_queries(3):
        list(readable(Page.objects.all(), AnonymousUser()))


def test_what_is_listed_is_what_is_served(client: Client) -> None:
    section = factories.community()
    guide = factories.guide(section)
    assert client.get(guide.url).status_code == 200
    factories.restrict(section)
    assert client.get(guide.url).status_code == 404
