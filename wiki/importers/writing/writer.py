"""Makes, updates or leaves alone the page of one document."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from wiki.communities.models import CommunityPage
from wiki.importers.documents import Document
from wiki.importers.fields.data import PageData
from wiki.importers.reports import Action, ReportBuilder
from wiki.importers.writing.communities import make_community_stub
from wiki.importers.writing.pages import PAGE_TYPES, make_stub, write_page
from wiki.importers.writing.places import Places
from wiki.importers.writing.publishing import publish
from wiki.importers.writing.records import Records
from wiki.importers.writing.slugs import free_among_children, wanted_slug
from wiki.people.models import User


@dataclass(slots=True)
class Prepared:
    """A document and its page: a draft made just now, or known from an earlier import."""

    document: Document
    page: Page
    is_new: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes documents into pages; callers hold the transaction."""

    home: Page
    places: Places
    records: Records
    report: ReportBuilder
    owner: User | None
    force: bool

    def prepare(self, document: Document) -> Prepared:
        """The page of a document, made as a draft when there is none."""
        known = self.records.page(document.path)
        if known is not None:
            page = known.specific
            wanted = CommunityPage if document.kind == "community" else PAGE_TYPES[document.kind]
            if not isinstance(page, wanted):
                raise ValueError(_("its type changed; delete the page « %s » first") % page.title)
        else:
            page = self._stub(document)
            if self.records.was_deleted(document.path):
                self.report.warn(
                    document.path,
                    0,
                    code="deleted-here",
                    message=_("The page had been deleted in the site; it was made again."),
                )
            self.records.remember(document.path, page)
        if isinstance(page, CommunityPage):
            self.places.communities[document.folder] = page
        return Prepared(document, page, is_new=known is None)

    def _stub(self, document: Document) -> Page:
        if document.kind == "community":
            slug = free_among_children(wanted_slug(document), self.home)
            return make_community_stub(self.home, title=document.title, slug=slug, owner=self.owner)
        kind = "guide" if document.kind == "section" else document.kind
        parent = self.places.container(document.folder, kind)
        slug = free_among_children(wanted_slug(document), parent)
        return make_stub(kind, parent, title=document.title, slug=slug, owner=self.owner)

    def write(self, prepared: Prepared, data: PageData) -> None:
        """Publish the values, unless nothing changed or somebody edited the page."""
        document, page = prepared.document, prepared.page
        action = self._action(prepared, data)
        if action in {"created", "updated"}:
            if isinstance(page, CommunityPage):
                for name, value in data.plain.items():
                    setattr(page, name, value)
                revision = publish(
                    page,
                    user=self.owner,
                    first_published=data.first_published,
                    updated=data.updated,
                )
            else:
                revision = write_page(page, data, user=self.owner)
            self.records.remember(
                document.path, page, digest=data.digest, revision=revision, extra=data.extra
            )
        self.report.outcome(document.path, action, page_id=page.pk, url=page.get_url() or "")

    def _action(self, prepared: Prepared, data: PageData) -> Action:
        record = self.records.get(prepared.document.path)
        if prepared.is_new or record is None or not record.digest:
            return "created"
        edited = prepared.page.latest_revision_id != record.revision_id or not prepared.page.live
        if edited and not self.force:
            self.report.warn(
                prepared.document.path,
                0,
                code="edited-here",
                message=_(
                    "The page was changed in the site since the last import; it was left as it is."
                ),
            )
            return "kept"
        if not edited and record.digest == data.digest:
            return "unchanged"
        return "updated"

    def discard(self, prepared: Prepared) -> None:
        """Take back a draft whose text could not be written."""
        if prepared.is_new:
            Page.objects.get(pk=prepared.page.pk).delete()
            self.records.forget(prepared.document.path)
