"""What somebody may know, worked out the slow way from the restrictions themselves.

Nothing here uses the code under test: the tree is walked in Python, page by page.
"""

from dataclasses import dataclass
from typing import Any

from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    WorkflowState,
)

from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage, Membership

#: With one of these the CMS offers the files of a collection, whoever brought them.
HANDLES = {"image": {"choose_image", "change_image"},
           "document": {"choose_document", "change_document"}}  # fmt: skip
WORKS = {"change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"}


@dataclass
class Oracle:
    """All that one person may know of the site as it is now."""

    viewer: Any

    def __post_init__(self) -> None:
        self.pages = {page.pk: page for page in Page.objects.all()}
        self.restrictions = [
            (each.pk, each.page.path, each.restriction_type, set(each.groups.all()))
            for each in PageViewRestriction.objects.all()
        ]
        signed_in = self.viewer.is_authenticated
        self.groups = set(self.viewer.groups.all()) if signed_in else set()
        self.rights = [
            (right.page.path, right.permission.codename)
            for right in GroupPagePermission.objects.filter(group__in=self.groups)
        ]
        self.closings = [
            (each.collection.path, each.restriction_type, set(each.groups.all()))
            for each in CollectionViewRestriction.objects.all()
        ]
        self.rights_on_files = [
            (right.collection.path, right.permission.codename)
            for right in GroupCollectionPermission.objects.filter(group__in=self.groups)
        ]
        self.places = dict(Collection.objects.values_list("pk", "path"))
        self.admitted = {pk for pk in self.pages if self._admitted(pk)}
        self.readable = {pk for pk in self.admitted if self.pages[pk].live}
        knowledge = set(KnowledgePage.objects.values_list("pk", flat=True))
        self.knowledge = self.readable & knowledge
        self.known = self._known()
        self.desk = self._desk() if signed_in else set()

    def _accepts(self, kind: str, groups: set[Any]) -> bool:
        if kind == PageViewRestriction.LOGIN:
            return self.viewer.is_authenticated
        if kind == PageViewRestriction.GROUPS:
            # A restriction whose groups are all gone lets nobody in any more.
            return bool(self.groups & groups) or (self.viewer.is_superuser and bool(groups))
        return False

    def _admitted(self, pk: int, *, but: int = 0) -> bool:
        page = self.pages[pk]
        here = all(
            self._accepts(kind, groups)
            for number, path, kind, groups in self.restrictions
            if page.path.startswith(path) and number != but
        )
        source = page.alias_of_id
        return here and (source is None or self._admitted(source))

    def _known(self) -> set[int]:
        """Communities of which the person may know without reading them."""
        found = set()
        mine = set()
        if self.viewer.is_authenticated:
            mine = set(
                Membership.objects.filter(person=self.viewer).values_list("community", flat=True)
            )
        for each in CommunityPage.objects.filter(live=True):
            told = each.visibility == "public" or (
                self.viewer.is_authenticated and each.visibility in {"internal", "restricted"}
            )
            apart = self._admitted(each.pk, but=each.restriction_id or 0)
            if self.viewer.is_superuser or each.pk in mine or (told and apart):
                found.add(each.pk)
        return found

    def _desk(self) -> set[int]:
        """Pages that the site names to whoever works on them, published or not.

        One's own, as long as one may know of them; those in review, to those who review there.
        """
        signed = KnowledgePage.co_authors.through.objects.filter(user=self.viewer)
        mine = set(signed.values_list("knowledgepage", flat=True))
        mine |= {pk for pk, page in self.pages.items() if page.owner_id == self.viewer.pk}
        waiting = WorkflowState.objects.active().values_list("object_id", flat=True)
        reviewed = [
            row.community.path
            for row in Membership.objects.filter(person=self.viewer).select_related("community")
            if row.reviews or row.role in {"facilitator", "expert"}
        ]
        in_review = {
            pk
            for pk in {int(pk) for pk in waiting} & set(self.pages)
            if self.viewer.is_superuser or self.pages[pk].path.startswith(tuple(reviewed))
        }
        own = {pk for pk in mine if pk in self.admitted or self.in_cms(pk)}
        # What one changed last is on the desk of whoever works on it in the CMS, closed or not.
        changed = Page.objects.filter(latest_revision__user=self.viewer)
        at_work = {pk for pk in changed.values_list("pk", flat=True) if self.in_cms(pk)}
        return own | at_work | (in_review & self.admitted)

    def in_cms(self, pk: int) -> bool:
        """Whether the CMS may show this page to the person."""
        page = self.pages[pk]
        if self.viewer.is_superuser or pk in self.readable:
            return True
        over = {name for path, name in self.rights if page.path.startswith(path)}
        if over & WORKS:
            return True
        # One's own stays, even closed itself, where the place above it is open to its author.
        own = page.owner_id == self.viewer.pk and self._admitted_above(page)
        return bool(over) and (own or pk in self.admitted)

    def _admitted_above(self, page: Page) -> bool:
        return all(
            self._accepts(kind, groups)
            for _number, path, kind, groups in self.restrictions
            if page.path.startswith(path) and path != page.path
        )

    def may_see(self, pk: int, *, word: str, cms: bool) -> bool:
        """Whether a word of this page may stand in what the person is shown."""
        if pk not in self.pages:
            return True
        if pk in self.known and word in {"tiv", "suv", "slv"}:
            return True
        if not cms:
            return pk in self.readable or (pk in self.desk and word in {"tiv", "slv"})
        # An alias is a copy: whoever works where it stands sees it there.
        copies = (each for each, page in self.pages.items() if page.alias_of_id == pk)
        return self.in_cms(pk) or any(self.in_cms(each) for each in copies)

    def may_open(self, kept: Any) -> bool:
        """Whether the person is sent this picture or document."""
        place = self.places[kept.now().collection_id]
        return all(
            self._accepts(kind, groups)
            for path, kind, groups in self.closings
            if place.startswith(path)
        )

    def may_know(self, kept: Any, *, cms: bool) -> bool:
        """Whether a word of this picture or document may stand in what the person is shown."""
        if self.may_open(kept):
            return True
        if not cms:
            return False
        if self.viewer.is_superuser:
            return True
        place = self.places[kept.now().collection_id]
        over = {name for path, name in self.rights_on_files if place.startswith(path)}
        own = kept.now().uploaded_by_user_id == self.viewer.pk and f"add_{kept.kind}" in over
        return bool(over & HANDLES[kept.kind]) or own
