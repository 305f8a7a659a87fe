"""Addresses that a page unknown to whoever asks has taken already.

« Already in use » would tell that it is there: the next free one is taken instead, without
a word, as for a community that opens on the site.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.policy import choosable_ids
from wiki.communities.services.opening import free_slug


def is_taken_unknown(slug: str, parent: Page, *, apart_from: Page | None = None) -> bool:
    """Whether the address below ``parent`` belongs to a page of which the person at work
    may not know."""
    person = told_less()
    if person is None:
        return False
    ids = set(_holders(slug, parent, apart_from).values_list("pk", flat=True))
    return bool(ids - choosable_ids(ids, person))


def _holders(slug: str, parent: Page, apart_from: Page | None) -> QuerySet[Page]:
    found: QuerySet[Page] = parent.get_children().filter(slug=slug)
    return found.exclude(pk=apart_from.pk) if apart_from and apart_from.pk else found


def _page_slug(self: WagtailAdminPageForm) -> str:
    slug: str = self.cleaned_data["slug"]
    parent = self.parent_page
    if parent is not None and is_taken_unknown(slug, parent, apart_from=self.instance):
        return free_slug(parent, slug)
    return slug


_stock_copy = CopyForm.clean
_stock_available = Page._slug_is_available


def _copy(self: CopyForm) -> Any:
    slug = self.cleaned_data.get("new_slug")
    parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
    if slug and is_taken_unknown(slug, parent):
        self.cleaned_data["new_slug"] = free_slug(parent, slug)
    return _stock_copy(self)


def _available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
    """Of a page that would move there: whoever moves it gives it another address on the way."""
    if _stock_available(slug, parent_page, page):
        return True
    if page is None or parent_page is None or not page.pk or page.is_child_of(parent_page):
        return False
    return is_taken_unknown(slug, parent_page, apart_from=page)


# The forms of all kinds of pages are made below this one.
WagtailAdminPageForm.clean_slug = _page_slug
CopyForm.clean = _copy
Page._slug_is_available = staticmethod(_available)
