"""What is below a page goes with it: a copy takes what one knows, a deletion all or nothing.
A copy is as closed as its source.

Wagtail counts and copies whatever is there, and asks about the page above alone.
"""

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction as DeletePages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction as MovePages
from wagtail.admin.views.pages.delete import DeleteView as DeletePageView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page, PagePermissionTester, PageViewRestriction

from wiki.communities.cms.at_work import is_only_asking, told_less
from wiki.communities.cms.policy import WORKS_ON_OTHERS, known
from wiki.people.models import User


def as_known(page: Page, person: User) -> Page:
    """The same page, with nothing below it but what this person knows; to be looked at only.

    Its number of children stays as it is stored.
    """
    found = copy(page)

    def children() -> QuerySet[Page]:
        return page.get_children().filter(pk__in=_ids(person))

    def descendants(inclusive: bool = False) -> QuerySet[Page]:
        return page.get_descendants(inclusive).filter(Q(pk__in=_ids(person)) | Q(pk=page.pk))

    found.get_children, found.get_descendants = children, descendants
    return found


def shown(page: Page) -> Page:
    """The same page with the number of children that the person at work knows of."""
    person = told_less()
    if person is None:
        return page
    found = as_known(page, person)
    found.numchild = found.get_children().count() if page.numchild else 0
    return found


def hides_some(page: Page, person: User) -> bool:
    """Whether anything below the page is unknown to this person."""
    below: QuerySet[Page] = page.get_descendants()
    return below.exclude(pk__in=_ids(person)).exists()


def _ids(person: User) -> QuerySet:
    return known(person).order_by().values("pk")


_stock_form = CopyForm.__init__
_stock_copy = CopyPageAction._copy_page
_stock_alias = CreatePageAliasAction._create_alias
_stock_can_delete = PagePermissionTester.can_delete
_stock_delete_context = DeletePageView.get_context_data
_stock_deleted = DeletePages.object_context
_stock_moved = MovePages.object_context
_stock_move_context = MoveConfirmView.get_context_data


def _form(self: CopyForm, *args: Any, page: Page, user: User, **kwargs: Any) -> None:
    told = page if user.is_superuser else as_known(page, user)
    _stock_form(self, *args, page=told, user=user, **kwargs)
    self.page = page


def _copy(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
    with transaction.atomic():  # nobody meets the copy before it is closed
        made = _stock_copy(self, _to_copy(page, self.user), *args, **kwargs)
        _close_like(page, made, self.user)
    return made


def _close_like(source: Page, made: Page, person: User | None) -> None:
    """The restrictions that stand on the page itself hold for its copy too.

    Wagtail carries those of the page that the copy began with, and none of them into a place
    that is closed itself, though to more people perhaps.
    """
    own = {_terms(each) for each in made.view_restrictions.prefetch_related("groups")}
    for restriction in source.view_restrictions.prefetch_related("groups"):
        if _terms(restriction) in own:
            continue
        same = PageViewRestriction(
            page=made,
            restriction_type=restriction.restriction_type,
            password=restriction.password,
        )
        same.save(user=person)
        same.groups.set(restriction.groups.all())


def _terms(restriction: PageViewRestriction) -> tuple[str, str, frozenset[int]]:
    groups = frozenset(group.pk for group in restriction.groups.all())
    return restriction.restriction_type, restriction.password, groups


def _alias(self: CreatePageAliasAction, page: Page, *args: Any, **kwargs: Any) -> Page:
    # The alias keeps its source: of that page itself, not of the one that is looked at.
    return _stock_alias(self, _to_copy(page, self.user), *args, **kwargs)


def _to_copy(page: Page, person: User | None) -> Page:
    """Without what is unknown to whoever copies: the copies would be theirs, and open."""
    if person is None or person.is_superuser:
        return page
    return as_known(page.specific, person)


def _can_delete(self: PagePermissionTester, ignore_bulk: bool = False) -> bool:
    """Buttons are those of what one knows; the act is refused when it would take more.

    A button that is missing on a page which seems empty would tell that it is not.
    """
    if not _may_hide_some(self):
        return bool(_stock_can_delete(self, ignore_bulk))
    if not is_only_asking():
        allowed = _stock_can_delete(self, ignore_bulk)
        return bool(allowed) and not hides_some(self.page, self.user)
    told = copy(self)
    told.page = shown(self.page)
    return bool(_stock_can_delete(told, ignore_bulk))


def _may_hide_some(tester: PagePermissionTester) -> bool:
    """Whoever works on the pages of others knows them; whoever does not deletes their own alone."""
    user = tester.user
    rights = {f"{each}_page" for each in getattr(tester, "permissions", ())}
    return (
        not user.is_superuser and tester.page.owner_id == user.pk and not rights & WORKS_ON_OTHERS
    )


def _delete_context(self: DeletePageView, **kwargs: Any) -> dict[str, Any]:
    page, self.page = self.page, shown(self.page)
    try:
        context: dict[str, Any] = _stock_delete_context(self, **kwargs)
    finally:
        self.page = page
    return context


def _deleted(self: DeletePages, page: Page) -> dict[str, Any]:
    context: dict[str, Any] = _stock_deleted(self, shown(page))
    return context


def _moved(self: MovePages, page: Page) -> dict[str, Any]:
    context: dict[str, Any] = _stock_moved(self, page)
    context["item"] = shown(context["item"])
    context["child_pages"] = context["item"].get_descendants().count()
    return context


def _move_context(self: MoveConfirmView, **kwargs: Any) -> dict[str, Any]:
    context: dict[str, Any] = _stock_move_context(self, **kwargs)
    context["page_to_move"] = shown(context["page_to_move"])
    return context


# Each is made by its name in a view that takes no other.
CopyForm.__init__ = _form
CopyPageAction._copy_page = _copy
CreatePageAliasAction._create_alias = _alias
PagePermissionTester.can_delete = _can_delete
DeletePageView.get_context_data = _delete_context
DeletePages.object_context = _deleted
MovePages.object_context = _moved
MoveConfirmView.get_context_data = _move_context
