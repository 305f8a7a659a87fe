"""What somebody may do with each row of a list of the CMS, told without a query per row."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from wagtail.models import Page, PagePermissionTester

from wiki.people.models import User


class LeafPermissionTester(PagePermissionTester):
    """For a page with nothing below it, of which Wagtail asks the tree twice per row."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Wagtail's rule, where « no published page below » can only mean the page itself."""
        if not self.page.is_leaf() or not self.user.is_active or self.user.is_superuser:
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        publishes = "publish" in self.permissions
        if "change" in self.permissions:
            return publishes or not self.page.live
        if "add" in self.permissions:
            return self.page.owner_id == self.user.pk and (publishes or not self.page.live)
        return False


def know_rights(pages: Iterable[Page]) -> None:
    """Let these rows answer so; a method of the class would have Wagtail load each row anew."""
    for page in pages:
        row: Any = page
        row.permissions_for_user = partial(_tester, page)


def _tester(page: Page, user: User) -> PagePermissionTester:
    return LeafPermissionTester(user, page)
