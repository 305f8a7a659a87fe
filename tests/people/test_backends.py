"""What an account is allowed: its own permissions and those of its groups, in one query."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from pytest_django import DjangoAssertNumQueries

from tests import factories
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label="guides")


@pytest.fixture
def account() -> User:
    person = factories.user("awa@example.org")
    group = Group.objects.create(name="relecture")
    group.permissions.add(permission("change_guidepage"))
    person.groups.add(group)
    person.user_permissions.add(permission("add_guidepage"))
    return person


def test_own_and_groups_permissions_count(
    account: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert account.has_perm("guides.add_guidepage")
        assert account.has_perm("guides.change_guidepage")
        assert not account.has_perm("guides.delete_guidepage")


def test_nobody_is_allowed_what_is_not_given(account: User) -> None:
    page = factories.guide(factories.community())
    assert not account.has_perm("guides.add_guidepage", page)
    account.is_active = False
    assert not account.has_perm("guides.add_guidepage")


def test_an_administrator_is_allowed_everything(db: None) -> None:
    person = User.objects.create_superuser("chef@example.org", "une phrase assez longue")
    assert person.has_perm("guides.delete_guidepage")
    assert authenticate(username="chef@example.org", password="une phrase assez longue") == person
