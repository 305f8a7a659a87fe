"""The pages that one may explore in the CMS are those that Wagtail's own rule gives."""

import random

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page
from wagtail.models.pages import PAGE_PERMISSION_TYPES
from wagtail.permission_policies.pages import PagePermissionPolicy

from guides.models import GuideIndexPage
from tests import factories
from wiki.communities.cms.policy import known
from wiki.people.models import User

DRAWS = 40
#: Wagtail's rights, and one of Django's, which lets do nothing in a place but leads to it.
RIGHTS = [*(f"{action}_page" for action, *_words in PAGE_PERMISSION_TYPES), "view_page"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(community: Page) -> list[Page]:
    """A tree of four levels below the home page, the root and the home page among them."""
    for section in (community, factories.community(title="Autre")):
        index = factories.index_of(section, GuideIndexPage)
        part = factories.publish(GuideIndexPage(title="Partie", slug="partie"), index)
        factories.guide(part, title="Guide de la partie")
    return list(Page.objects.order_by("path"))


def test_the_same_pages_as_wagtails_own(places: list[Page]) -> None:
    draw = random.Random(4)
    group = Group.objects.create(name="Tirage")
    person = User.objects.create_user("tirage@example.org")
    person.groups.add(group)
    sizes = set()
    for _ in range(DRAWS):
        GroupPagePermission.objects.filter(group=group).delete()
        for place in draw.sample(places, draw.randrange(4)):
            right = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=draw.choice(RIGHTS)
            )
            GroupPagePermission.objects.create(group=group, page=place, permission=right)
        asked = User.objects.get(pk=person.pk)  # rights are kept with the person
        wagtails = PagePermissionPolicy(model=Page).explorable_instances(asked)
        assert [*known(asked)] == [*wagtails]
        sizes.add(len(wagtails))
    assert 0 in sizes
    assert len(sizes) > DRAWS // 5
