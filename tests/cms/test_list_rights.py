"""The list of all knowledge, as an editor of one community sees it: cheap and true."""

import itertools

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PagePermissionTester

from guides.cms_rights import LeafPermissionTester
from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db

#: What an editor's list of 50 pages may cost; Wagtail's explorer takes 135.
MOST_QUERIES = 30


def test_a_list_of_fifty_pages_stays_within_its_budget(
    client: Client, community: CommunityPage
) -> None:
    expert = factories.member(community, role=Role.EXPERT)
    for number in range(50):
        factories.guide(community, title=f"Guide {number}", owner=expert)
    client.force_login(expert)
    address = reverse("knowledge:index")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address).content.decode()
    assert all(f"Guide {number}" in html for number in range(50))
    assert len(queries) <= MOST_QUERIES, len(queries)


@together(
    "names", [c for n in range(4) for c in itertools.combinations(("add", "change", "publish"), n)]
)
@together("own", [True, False])
@together("live", [True, False])
def test_deleting_is_allowed_when_wagtail_allows_it(
    community: CommunityPage, names: tuple[str, ...], own: bool, live: bool
) -> None:
    person = factories.user("a@example.org", groups=["G"])
    for permission in Permission.objects.filter(codename__in=[f"{name}_page" for name in names]):
        GroupPagePermission.objects.create(
            group=person.groups.get(), page=community, permission=permission
        )
    made = factories.guide(community, owner=person if own else None)
    if not live:
        made.unpublish()
    page, person = Page.objects.get(pk=made.pk), User.objects.get(pk=person.pk)
    expected = PagePermissionTester(person, page).can_delete()
    with CaptureQueriesContext(connection) as queries:
        assert LeafPermissionTester(person, page).can_delete() == expected
    assert not queries.captured_queries
