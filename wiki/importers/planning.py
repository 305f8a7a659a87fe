"""Which files become pages, which introduce their folder, which stay out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from wagtail.models import Page

from wiki.importers.documents import Document
from wiki.importers.fields.intro import is_only_intro
from wiki.importers.reading.scan import PICTURE_FOLDERS
from wiki.importers.reports import ReportBuilder


@dataclass(slots=True)
class Plan:
    """What to do with each document, in the order in which to do it."""

    #: Communities first: others go below them.
    pages: list[Document] = field(default_factory=list)
    #: READMEs that an index page can hold as a whole.
    intros: list[Document] = field(default_factory=list)
    #: The document that speaks for each folder.
    readmes: dict[str, Document] = field(default_factory=dict)


def plan_of(documents: Iterable[Document], *, base: Page, report: ReportBuilder) -> Plan:
    """The plan of all documents below ``base``."""
    plan = Plan()
    for document in sorted(documents, key=_order):
        first = document.speaks_for_folder and document.folder not in plan.readmes
        if document.kind == "community" and (not first or base.depth != 2):
            document = _no_community(document, report)
        if reason := _left_out(document, first=first):
            report.warn(document.path, 1, code="skipped", message=reason)
            report.outcome(document.path, "skipped")
            continue
        if first:
            plan.readmes[document.folder] = document
        if first and is_only_intro(document):
            plan.intros.append(document)
        else:
            plan.pages.append(document)
    plan.pages.sort(key=lambda document: document.kind != "community")
    return plan


def _order(document: Document) -> tuple[str, bool, str]:
    """Folder by folder; README before index before the others."""
    stem = PurePosixPath(document.path).stem.lower()
    return (
        document.folder,
        not document.speaks_for_folder,
        "" if stem == "readme" else document.path,
    )


def _left_out(document: Document, *, first: bool) -> str:
    """Why a file makes no page and introduces no folder; "" when it does."""
    folder = PurePosixPath(document.folder).name.lower()
    if first and folder in PICTURE_FOLDERS and is_only_intro(document):
        return _("This file only says that its folder holds pictures; it was left out.")
    if document.speaks_for_folder and not first and not document.has_text:
        return _("This second index of the folder has no text; it was left out.")
    return ""


def _no_community(document: Document, report: ReportBuilder) -> Document:
    report.warn(
        document.path,
        document.values.line("type"),
        code="community-place",
        message=_(
            "A community is the README of a folder imported at the home page; read as a guide."
        ),
    )
    return replace(document, kind="guide")
