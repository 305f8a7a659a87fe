"""Where pages go: indexes of a community, indexes made for folders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from wagtail.models import Page

from guides.models import (
    CaseStudyIndexPage,
    GuideIndexPage,
    IndexPage,
    SeriesIndexPage,
    WatchIndexPage,
)
from guides.services import SECTIONS
from wiki.communities.models import CommunityPage
from wiki.core.text import anchor_slug
from wiki.importers.documents import Document, humanised
from wiki.importers.fields.intro import folder_intro
from wiki.importers.writing.publishing import publish, start_empty
from wiki.importers.writing.records import Records
from wiki.importers.writing.rows import insert_pages
from wiki.importers.writing.slugs import SlugBook, name_slug
from wiki.people.models import User

INDEXES: dict[str, type[IndexPage]] = {
    "guide": GuideIndexPage,
    "case": CaseStudyIndexPage,
    "watch": WatchIndexPage,
    "series": SeriesIndexPage,
}
#: Folders of a community whose name says only which type of page they hold.
TYPE_FOLDERS = {"guides", "cases", "watch", "series"}
#: Titles that say that something begins, not what: the folder's name says more.
EMPTY_TITLES = {
    "introduction", "accueil", "presentation", "readme", "index", "home", "sommaire", "overview",
    "bienvenue", "welcome", "avant-propos",
}  # fmt: skip


@dataclass(slots=True)
class Places:
    """Finds or makes the index below which a file's page goes."""

    base: Page
    folder_name: str
    records: Records
    #: README or index of each folder.
    readmes: Mapping[str, Document]
    user: User | None = None
    slugs: SlugBook = field(default_factory=SlugBook)
    #: Pages that were written, for the indexes.
    touched: list[Page] = field(default_factory=list)
    #: Community made from each folder.
    communities: dict[str, Page] = field(default_factory=dict)
    _made: dict[tuple[str, str], Page] = field(default_factory=dict)

    def container(self, folder: str, kind: str) -> Page:
        """The index page for files of this kind in this folder (path ending with /)."""
        key = (folder, kind)
        if key not in self._made:
            self._made[key] = self._container(folder, kind)
        return self._made[key]

    def index_of(self, folder: str) -> Page | None:
        """The first index made for a folder, guides first."""
        if folder in self.communities:
            return self.communities[folder]
        for kind in INDEXES:
            made = self._made.get((folder, kind)) or self.records.page(record_path(folder, kind))
            if made is not None:
                return made
        return None

    def _container(self, folder: str, kind: str) -> Page:
        if folder in self.communities:
            return self._section(self.communities[folder], kind)
        if not folder:
            return self._root(kind)
        parent = _parent(folder)
        if PurePosixPath(folder).name in TYPE_FOLDERS and (
            parent in self.communities or (not parent and isinstance(self.base, CommunityPage))
        ):
            return self.container(parent, kind)
        at_home = not parent and not isinstance(self.base, IndexPage | CommunityPage)
        above = (
            self.base if at_home and "" not in self.communities else self.container(parent, kind)
        )
        return self._folder_index(folder, kind, parent=above, title=self.title(folder))

    def _root(self, kind: str) -> Page:
        index_type = INDEXES[kind]
        if isinstance(self.base, index_type):
            return self.base
        if isinstance(self.base, IndexPage):
            above = self.base.get_ancestors().type(CommunityPage).last()
            return self._section((above or self.base.get_ancestors().get(depth=2)).specific, kind)
        if isinstance(self.base, CommunityPage) or kind != "guide":
            return self._section(self.base, kind)
        return self._folder_index("", kind, parent=self.base, title=self.title(""))

    def _section(self, section: Page, kind: str) -> Page:
        """The index of a kind right below a community or the home page."""
        index_type = INDEXES[kind]
        found = index_type.objects.child_of(section).order_by("path").first()
        if found is not None:
            return found
        title, slug = next(row[1:] for row in SECTIONS if row[0] is index_type)
        return self._new_index(index_type, section, title=title, slug=slug, intro="")

    def _folder_index(self, folder: str, kind: str, *, parent: Page, title: str) -> Page:
        """The index made for a folder, brought up to date unless somebody edited it."""
        path = record_path(folder, kind)
        intro = folder_intro(self.readmes[folder]) if folder in self.readmes else ""
        known = self.records.page(path)
        if known is not None:
            page = known
            record = self.records.get(path)
            untouched = record is not None and page.latest_revision_id == record.revision_id
            if untouched and (page.title, page.intro) != (title, intro):
                page.title, page.intro = title, intro
                self.records.remember(path, page, revision=publish(page, user=self.user))
                self.touched.append(page)
            return page
        slug = name_slug(PurePosixPath(folder).name if folder else title)
        page = self._new_index(INDEXES[kind], parent, title=title, slug=slug, intro=intro)
        self.records.remember(path, page, revision=page.latest_revision)
        return page

    def _new_index(
        self, index_type: type[IndexPage], parent: Page, *, title: str, slug: str, intro: str
    ) -> Page:
        page = index_type(
            title=title[:255],
            slug=self.slugs.free(slug, parent),
            intro=intro,
            live=False,
            owner=self.user,
        )
        start_empty(page)
        insert_pages([page], parent.pk)
        publish(page, user=self.user, is_new=True)
        self.touched.append(page)
        return page

    def title(self, folder: str) -> str:
        """The title of a folder: its README's, unless that says nothing."""
        readme = self.readmes.get(folder)
        name = PurePosixPath(folder).name if folder else self.folder_name
        if readme is not None:
            declared = bool(readme.values.text("title"))
            if declared or anchor_slug(readme.title) not in EMPTY_TITLES:
                return readme.title
        return humanised(name)


def record_path(folder: str, kind: str) -> str:
    """Under which path the index of a folder is remembered."""
    return f"{folder or './'}#{kind}"


def _parent(folder: str) -> str:
    above = folder.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else ""
