"""Lists and forms of groups: a community's group bears its name.

Whoever keeps people or groups without being an administrator is offered those that they
know; what a person is in already, and the keeper does not know, stays as it is.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.users.forms import UserForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm
from wagtail.users.views.groups import IndexView as GroupIndexView
from wagtail.users.views.users import UserFilterSet

from wiki.communities.cms.administered import known_groups
from wiki.communities.cms.at_work import person_at_work

GROUPS = "groups"


def _offered() -> QuerySet[Group]:
    person = person_at_work()
    return Group.objects.all() if person is None else known_groups(person)


_stock_list = GroupIndexView.get_base_queryset
_stock_filters = UserFilterSet.__init__
_stock_role = RoleForm.__init__
_stock_form = UserForm.__init__


def _list(self: GroupIndexView) -> QuerySet[Group]:
    found: QuerySet[Group] = _stock_list(self)
    return found.filter(pk__in=_offered().values("pk"))


def _filters(self: UserFilterSet, *args: Any, **kwargs: Any) -> None:
    _stock_filters(self, *args, **kwargs)
    self.filters["group"].queryset = _offered()


def _role(self: RoleForm, *args: Any, **kwargs: Any) -> None:
    _stock_role(self, *args, **kwargs)
    self.fields["role"].queryset = _offered()


def _form(self: UserForm, *args: Any, **kwargs: Any) -> None:
    _stock_form(self, *args, **kwargs)
    self.fields[GROUPS].queryset = _offered()


def _cleaned(self: UserForm) -> QuerySet[Group]:
    chosen = self.cleaned_data[GROUPS]
    if not self.instance.pk:
        return Group.objects.filter(pk__in=chosen.values("pk"))
    kept = self.instance.groups.exclude(pk__in=_offered().values("pk"))
    ids = {*chosen.values_list("pk", flat=True), *kept.values_list("pk", flat=True)}
    return Group.objects.filter(pk__in=ids)


# Each makes its field from all groups, by a name and for nobody in particular.
GroupIndexView.get_base_queryset = _list
UserFilterSet.__init__ = _filters
RoleForm.__init__ = _role
UserForm.__init__ = _form
UserForm.clean_groups = _cleaned
