"""Imports a folder of Markdown files as pages."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from guides.models import IndexPage
from search.outbox import gathered
from wiki.communities.models import CommunityPage
from wiki.importers.importing import FolderImport
from wiki.importers.options import ImportOptions, ImportRejected
from wiki.importers.reading.scan import SourceFolder
from wiki.importers.reports import ImportReport, ReportBuilder
from wiki.notifications.quiet import quietly
from wiki.people.models import User


def import_folder(
    path: Path | str,
    *,
    into: str | None = None,
    options: ImportOptions | None = None,
    progress: bool = False,
) -> ImportReport:
    """Make or update the pages that the Markdown files of a folder describe.

    ``into`` is the address of a community or an index, for example
    ``/communautes/donnees/``; without it the pages go below the home page.
    Raises ImportRejected when the import cannot begin.
    """
    options = options or ImportOptions()
    if progress:
        options = replace(options, progress=True)
    folder = _folder(Path(path))
    base = page_at(into) if into else _home()
    owner = _owner(options.owner)
    report = ReportBuilder()
    # What comes from elsewhere at once is no news for those who follow a place.
    with quietly(), _dry_run() if options.dry_run else gathered():
        FolderImport(folder, base=base, owner=owner, options=options, report=report).run()
    return report.report()


def _folder(path: Path) -> SourceFolder:
    if not path.is_dir():
        raise ImportRejected(_("There is no folder “%(path)s”.") % {"path": path})
    return SourceFolder(path)


def _home() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise ImportRejected(_("The site has no home page yet."))
    return site.root_page.specific


def page_at(address: str) -> Page:
    """The community, index or home page at an address. Raises ImportRejected."""
    home = _home()
    path = urlsplit(address).path.strip("/")
    url_path = f"{home.url_path}{path}/" if path else home.url_path
    page = Page.objects.filter(url_path=url_path).first()
    if page is None:
        raise ImportRejected(_("There is no page at “%(address)s”.") % {"address": address})
    page = page.specific
    if page.pk != home.pk and not isinstance(page, IndexPage | CommunityPage):
        raise ImportRejected(
            _("“%(title)s” is neither a community nor an index: pages cannot go below it.")
            % {"title": page.title}
        )
    return page


def _owner(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise ImportRejected(_("Nobody has the address “%(email)s”.") % {"email": email})
    return person


@contextlib.contextmanager
def _dry_run() -> Iterator[None]:
    """Everything is tried, then taken back; files are never made in a dry run."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
