"""What is administered and belongs to no community by itself: who is asked of it, by number.

Wagtail refuses whoever has no right on these, and says 404 where there is no such thing: the
numbers would tell how many groups, people or redirects there are, and which came last.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import IndexView as RedirectIndexView
from wagtail.models import Collection, Site, Task, Workflow
from wagtail.permissions import policy_registry

from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.policy import choosable
from wiki.core.row_numbers import row_number
from wiki.people.models import User

#: The kinds of things of each part of the CMS: one asks there who has a right on one kind.
ADMINISTERED: dict[str, tuple[type[Model], ...]] = {
    "wagtailadmin_collections": (Collection,),
    "wagtailadmin_workflows": (Workflow, Task),
    "wagtailredirects": (Redirect,),
    "wagtailsites": (Site,),
    "wagtailusers_groups": (Group,),
    "wagtailusers_users": (User,),
}
#: A page is what it is about; the guard has looked at it.
OF_PAGES = ("wagtailadmin_workflows:remove",)
RIGHTS = ("add", "change", "delete", "view")


def refuse_unadministered(match: ResolverMatch, request: HttpRequest) -> None:
    """Raises Http404 unless the person may be told of what the address is about."""
    kinds = ADMINISTERED.get(match.namespaces[0] if match.namespaces else "", ())
    person = request.user
    if not isinstance(person, User) or person.is_superuser:
        return
    if not kinds or match.view_name in OF_PAGES:
        return
    if match.kwargs and not any(_administers(person, kind) for kind in kinds):
        raise Http404
    for number in match.kwargs.values():
        if _is_unknown(kinds[0], str(number), person):
            raise Http404
    if kinds == (Redirect,) and (wanted := request.POST.get("redirect_page")):
        _need_choosable(wanted, person)


def _administers(person: User, kind: type[Model]) -> bool:
    policy = policy_registry.get_by_type(kind)
    return bool(policy.user_has_any_permission(person, RIGHTS))


def _is_unknown(kind: type[Model], number: str, person: User) -> bool:
    told: dict[type[Model], Any] = {Group: known_groups, Redirect: known_redirects}
    if kind not in told:
        return False
    row = row_number(number)
    return row is None or not told[kind](person).filter(pk=row).exists()


def _need_choosable(number: str, person: User) -> None:
    page = row_number(number)
    if page is None or not choosable(person).filter(pk=page).exists():
        raise Http404


def known_groups(person: User) -> QuerySet[Group]:
    """Those of no community, and one's own: the others bear the name of a community."""
    if person.is_superuser:
        return Group.objects.all()
    own = Q(pk__in=person.groups.values("pk"))
    return Group.objects.filter(Q(community_group__isnull=True) | own)


def known_redirects(person: User) -> QuerySet[Redirect]:
    """Those that lead elsewhere, or to a page of which one may know."""
    if person.is_superuser:
        return Redirect.objects.all()
    pages = choosable(person).order_by().values("pk")
    return Redirect.objects.filter(Q(redirect_page=None) | Q(redirect_page__in=pages))


_stock_redirects = RedirectIndexView.get_base_queryset


def _listed_redirects(self: RedirectIndexView) -> QuerySet[Redirect]:
    found: QuerySet[Redirect] = _stock_redirects(self)
    person = told_less()
    if person is None:
        return found
    return found.filter(pk__in=known_redirects(person).values("pk"))


RedirectIndexView.get_base_queryset = _listed_redirects
