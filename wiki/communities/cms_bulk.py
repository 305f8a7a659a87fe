"""What the CMS says when somebody asks to act on many things at once.

Wagtail names those that the person has no right to act on, whatever they are: numbers
typed into the address would tell the titles of other communities. Here only those are
named that the person may see anyway; the rest is not there.
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction as DeletePages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction as MovePages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction as PublishPages
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction as UnpublishPages
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as MoveDocuments
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagImages
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as MoveImages
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages
from wagtail.models import Page

from wiki.communities.audience import readable

REFUSED = "items_with_no_access"


class _Discreet:
    """Leaves out what the person may not know of. Raises Http404 when nothing remains."""

    def get_actionable_objects(self) -> Any:
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        others[REFUSED] = self.known(others[REFUSED])
        if not objects and not any(others.values()):
            raise Http404
        return objects, others

    def known(self, items: Iterable[Any]) -> list[Any]:
        """Those of ``items`` that the person may know of."""
        raise NotImplementedError


class _DiscreetFiles(_Discreet):
    def known(self, items: Iterable[Any]) -> list[Any]:
        allowed = self.permission_policy.user_has_any_permission_for_instance  # type: ignore[attr-defined]
        user = self.request.user  # type: ignore[attr-defined]
        return [item for item in items if allowed(user, ["choose", "change"], item)]


class _DiscreetPages(_Discreet):
    def known(self, items: Iterable[Any]) -> list[Any]:
        items = list(items)
        pages = Page.objects.live().filter(pk__in=[item.pk for item in items])
        user = self.request.user  # type: ignore[attr-defined]
        read = set(readable(pages, user).values_list("pk", flat=True))
        return [
            item for item in items if item.pk in read or item.permissions_for_user(user).can_edit()
        ]


def _discreet(rule: type[_Discreet], action: type[BulkAction]) -> type[BulkAction]:
    return type(action.__name__, (rule, action), {"__doc__": action.__doc__})


BULK_ACTIONS = [
    *(
        _discreet(_DiscreetFiles, action)
        for action in (
            TagImages, MoveImages, DeleteImages, TagDocuments, MoveDocuments, DeleteDocuments,
        )
    ),
    *(
        _discreet(_DiscreetPages, action)
        for action in (DeletePages, MovePages, PublishPages, UnpublishPages)
    ),
]  # fmt: skip
