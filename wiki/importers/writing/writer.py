"""Makes, updates or leaves alone the pages of documents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from wiki.communities.models import CommunityPage
from wiki.communities.services.membership import appoint
from wiki.importers.documents import Document
from wiki.importers.fields.data import PageData
from wiki.importers.reports import Action, ReportBuilder
from wiki.importers.writing.communities import new_community
from wiki.importers.writing.pages import PAGE_TYPES, new_page, write_page
from wiki.importers.writing.places import Places
from wiki.importers.writing.publishing import publish
from wiki.importers.writing.records import Records
from wiki.importers.writing.rows import insert_pages
from wiki.importers.writing.slugs import wanted_slug
from wiki.importers.writing.tags import TagBook
from wiki.people.models import User


@dataclass(slots=True)
class Prepared:
    """A document and its page: a draft made just now, or known from an earlier import."""

    document: Document
    page: Page
    is_new: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes documents into pages."""

    home: Page
    places: Places
    records: Records
    report: ReportBuilder
    owner: User | None
    force: bool
    #: Address of the home page, ending with /.
    home_url: str
    tags: TagBook = field(default_factory=TagBook)

    def prepare(self, documents: Iterable[Document]) -> list[Prepared]:
        """The pages of all documents; those that are missing are made as drafts, many at once."""
        prepared: list[Prepared] = []
        waiting: dict[tuple[int, type[Page]], list[Prepared]] = defaultdict(list)
        for document in documents:
            known = self.records.page(document.path)
            if known is not None and not self._same_type(document, known):
                continue
            if known is not None:
                one = Prepared(document, known, is_new=False)
                self._place_community(one)
            elif document.kind == "community":
                one = self._new_community(document)
            else:
                parent, one = self._new_page(document)
                waiting[parent.pk, type(one.page)].append(one)
            prepared.append(one)
        for (parent_id, _type), ones in waiting.items():
            self._insert(ones, parent_id)
        return prepared

    def _same_type(self, document: Document, page: Page) -> bool:
        wanted = CommunityPage if document.kind == "community" else PAGE_TYPES[document.kind]
        if isinstance(page, wanted):
            return True
        self.report.fail(
            document.path,
            document.values.line("type"),
            code="type-changed",
            message=_(
                "The page was imported as another type; delete “%(title)s” in the site first."
            )
            % {"title": page.title},
        )
        return False

    def _place_community(self, one: Prepared) -> None:
        if isinstance(one.page, CommunityPage):
            self.places.communities[one.document.folder] = one.page

    def _new_community(self, document: Document) -> Prepared:
        slug = self.places.slugs.free(wanted_slug(document), self.home)
        page = new_community(title=document.title, slug=slug, owner=self.owner)
        one = Prepared(document, page, is_new=True)
        self._insert([one], self.home.pk)
        self._place_community(one)
        return one

    def _new_page(self, document: Document) -> tuple[Page, Prepared]:
        kind = "guide" if document.kind == "section" else document.kind
        parent = self.places.container(document.folder, kind)
        slug = self.places.slugs.free(wanted_slug(document), parent)
        page = new_page(kind, title=document.title, slug=slug, owner=self.owner)
        return parent, Prepared(document, page, is_new=True)

    def _insert(self, ones: list[Prepared], parent_id: int) -> None:
        for one in ones:
            if self.records.was_deleted(one.document.path):
                self.report.warn(
                    one.document.path,
                    0,
                    code="deleted-here",
                    message=_("The page had been deleted in the site; it was made again."),
                )
        with transaction.atomic():
            insert_pages([one.page for one in ones], parent_id)
            self.records.add((one.document.path, one.page) for one in ones)

    def write(self, one: Prepared, data: PageData) -> None:
        """Publish the values, unless nothing changed or somebody edited the page."""
        digest = data.digest
        action = self._action(one, digest)
        if action in {"created", "updated"}:
            with transaction.atomic():
                revision = self._publish(one, data)
                self.records.remember(
                    one.document.path, one.page, digest=digest, revision=revision, extra=data.extra
                )
            self.places.touched.append(one.page)
        url = self._url(one.page)
        self.report.outcome(one.document.path, action, page_id=one.page.pk, url=url)

    def _url(self, page: Page) -> str:
        """The page's address, from the home page's: one look at the site for all pages."""
        if not page.url_path.startswith(self.home.url_path):
            return page.get_url() or ""
        return self.home_url + page.url_path.removeprefix(self.home.url_path)

    def _publish(self, one: Prepared, data: PageData) -> Revision:
        if not isinstance(one.page, CommunityPage):
            return write_page(
                one.page,
                data,
                user=self.owner,
                tags=self.tags.named(data.tags),
                is_new=one.is_new,
            )
        for name, value in data.plain.items():
            setattr(one.page, name, value)
        revision = publish(
            one.page,
            user=self.owner,
            first_published=data.first_published,
            updated=data.updated,
            is_new=one.is_new,
        )
        for person in User.objects.filter(pk__in=data.many.get("facilitators", [])):
            appoint(one.page, person)
        return revision

    def _action(self, one: Prepared, digest: str) -> Action:
        record = self.records.get(one.document.path)
        if one.is_new or record is None or not record.digest:
            return "created"
        edited = one.page.latest_revision_id != record.revision_id or not one.page.live
        if edited and not self.force:
            self.report.warn(
                one.document.path,
                0,
                code="edited-here",
                message=_(
                    "The page was changed in the site since the last import; it was left as it is."
                ),
            )
            return "kept"
        return "unchanged" if not edited and record.digest == digest else "updated"

    def discard(self, one: Prepared) -> None:
        """Take back a draft whose text could not be written."""
        if one.is_new:
            Page.objects.get(pk=one.page.pk).delete()
            self.records.forget(one.document.path)
