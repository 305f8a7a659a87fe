"""Which pages somebody may know of in the CMS.

Wagtail lets whoever has any right on a section see all that is below it. A part of the
section may be closed further, and its titles are then for those only who may read it, or
who edit it. One's own pages are among these as long as the place where they stand is open to
their author: a form, a history, an address all name the places above a page.
"""

from collections.abc import Iterable
from posixpath import commonprefix

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from wiki.communities.audience import Viewer, below_any, closed_paths, readable, rules
from wiki.communities.review.waiting import waiting_elsewhere
from wiki.core.once import reading_once
from wiki.people.models import User

#: Rights with which one works on the pages of others.
WORKS_ON_OTHERS = frozenset(
    {"change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"}
)
#: Those with which one works on pages at all, if only on one's own.
WORKS_ON_SOMETHING = WORKS_ON_OTHERS | {"add_page"}


class KnownPagesPolicy(PagePermissionPolicy):
    """Wagtail's own policy, except that one knows only of what one may read or edit."""

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        if not user.is_active or user.is_superuser:
            return super().explorable_instances(user)
        pages = self.model._default_manager.all()
        with reading_once():  # both ask what is closed
            works, told = self._worked_on(user), readable(pages, user)
        known = pages.filter(self._explorable(user), works | Q(pk__in=told.order_by().values("pk")))
        # Whoever is the last who could accept a page opens it without a right on its place.
        left = [review.page.pk for review in waiting_elsewhere(user)]
        if not left:
            return known
        return pages.filter(Q(pk__in=left) | Q(pk__in=known.order_by().values("pk")))

    def _explorable(self, user: User) -> Q:
        """What Wagtail lets explore: all that lies below the places of one's rights, and the way.

        The same pages, with one comparison for each depth: Wagtail writes two conditions for
        each right, and every page is held against all of them.
        """
        rights = self.get_cached_permissions_for_user(user)
        if not rights:
            return Q(pk__in=())
        places = {
            right.page.path for right in rights if right.permission.codename in WORKS_ON_SOMETHING
        }
        return below_any("path", places) | Q(path__in=_way_to(right.page for right in rights))

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Page]:
        """Wagtail's own, which is what reports list, but for one's own pages in closed places."""
        pages = super().instances_user_has_any_permission_for(user, actions)
        # What may be added to is asked for together with all else, above.
        if not user.is_active or user.is_superuser or "add" in actions:
            return pages
        return pages.filter(self._worked_on(user))

    def _worked_on(self, user: User) -> Q:
        rights = self.get_cached_permissions_for_user(user)
        others = {
            right.page.path for right in rights if right.permission.codename in WORKS_ON_OTHERS
        }
        return _own(user) | below_any("path", others)


def _way_to(places: Iterable[Page]) -> list[str]:
    """The paths of what lies above these pages, up to the first place that they share."""
    paths = {page.path for page in places}
    shared = len(commonprefix([path[: -Page.steplen] for path in paths]))
    start = max(shared // Page.steplen, 1)
    return sorted(
        {
            path[: depth * Page.steplen]
            for path in paths
            for depth in range(start, len(path) // Page.steplen)
        }
    )


def _own(user: User) -> Q:
    """The user's own pages, also one that is closed to them itself, in places that are open."""
    closed = closed_paths(rules(), user)
    own = Q(owner=user)
    return own & (~below_any("path", closed) | Q(path__in=closed)) if closed else own


# Nearer to every page type than Wagtail's registration, which is for the abstract page.
register_permission_policy(Page, KnownPagesPolicy())


def known(viewer: Viewer) -> QuerySet[Page]:
    """The pages that stand in this person's part of the CMS."""
    return policy_registry.get_by_type(Page).explorable_instances(viewer)


def choosable(viewer: Viewer) -> QuerySet[Page]:
    """The pages to which this person may lead others: those read, and those worked on."""
    told = readable(Page.objects.live(), viewer).order_by()
    wanted = Q(pk__in=told.values("pk")) | Q(pk__in=known(viewer).order_by().values("pk"))
    return Page.objects.filter(wanted | Q(depth=1))


def choosable_ids(ids: set[int], viewer: Viewer) -> set[int]:
    """Those of the pages that this person may see named in the CMS."""
    return set(choosable(viewer).filter(pk__in=ids).values_list("pk", flat=True))
