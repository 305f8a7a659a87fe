"""Signing in, and what an account is allowed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Model, QuerySet

from wiki.people.models import User


class AccountBackend(ModelBackend):
    """Django's, which asks twice for what every page of somebody signed in asks once."""

    def get_all_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        """The account's own and those of its groups (one query, kept as Django keeps it)."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        account: Any = user_obj
        if account.is_superuser:
            return super().get_all_permissions(account)
        if not hasattr(account, "_perm_cache"):
            own = _names(Permission.objects.filter(user=account))
            account._perm_cache = {
                f"{app}.{name}"
                for app, name in own.union(_names(Permission.objects.filter(group__user=account)))
            }
        return account._perm_cache


def _names(permissions: QuerySet[Permission]) -> QuerySet[Permission, tuple[str, str]]:
    return permissions.order_by().values_list("content_type__app_label", "codename")
