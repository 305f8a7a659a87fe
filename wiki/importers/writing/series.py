"""Series that files say they belong to: « series: {name, slug, order} »."""

from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Page

from guides.models import SeriesPage
from wiki.core.text import anchor_slug
from wiki.importers.fields.data import PageData
from wiki.importers.metadata.values import decimal
from wiki.importers.writing.pages import new_page, write_page
from wiki.importers.writing.rows import insert_pages
from wiki.importers.writing.writer import Prepared, Writer


@dataclass(slots=True)
class Path:
    """A series as its pages describe it."""

    name: str
    slug: str
    folder: str
    language: str
    stops: list[tuple[float, str, int]] = field(default_factory=list)


def write_series(prepared: list[Prepared], *, writer: Writer) -> None:
    """Make or update the series that the pages name."""
    own = {
        (writer.places.container(one.document.folder, "series").pk, one.page.slug): one
        for one in prepared
        if one.document.kind == "series"
    }
    for (parent_id, slug), path in _paths(prepared, writer).items():
        stops = [(number, "") for _order, _file, number in sorted(path.stops)]
        if (parent_id, slug) in own and own[parent_id, slug].page.entries.exists():
            continue  # the file of the series itself says what its stops are
        with transaction.atomic():
            _write(path, stops, writer, Page.objects.get(pk=parent_id))


def _paths(prepared: list[Prepared], writer: Writer) -> dict[tuple[int, str], Path]:
    paths: dict[tuple[int, str], Path] = {}
    for one in prepared:
        values = one.document.values
        if one.document.kind in {"series", "community"}:
            continue
        for row in values.mappings("series", default="name"):
            name = str(row.get("name") or row.get("title") or row.get("slug") or "").strip()
            slug = anchor_slug(str(row.get("slug") or name))
            if not name:
                values.bad("series", row)
                continue
            parent = writer.places.container(_section_folder(one, writer), "series")
            path = paths.setdefault(
                (parent.pk, slug), Path(name, slug, one.document.folder, one.document.language)
            )
            order = decimal(row.get("order")) if row.get("order") is not None else None
            path.stops.append(
                (float(order) if order is not None else 1e9, one.document.path, one.page.pk)
            )
    return paths


def _section_folder(one: Prepared, writer: Writer) -> str:
    """The folder of the community in which the page lives; the root without one."""
    folder = one.document.folder
    while folder and folder not in writer.places.communities:
        above = folder.rstrip("/").rpartition("/")[0]
        folder = f"{above}/" if above else ""
    return folder


def _write(path: Path, stops: list[tuple[int, str]], writer: Writer, parent: Page) -> None:
    key = f"series:{parent.pk}:{path.slug}"
    known = writer.records.page(key)
    existing = SeriesPage.objects.child_of(parent).filter(slug=path.slug).first()
    page = known if known is not None else existing
    is_new = page is None
    if page is None:
        slug = writer.places.slugs.free(path.slug, parent)
        page = new_page("series", title=path.name, slug=slug, owner=writer.owner)
        insert_pages([page], parent.pk)
    data = PageData(
        plain={"title": path.name[:255], "language": path.language}, ordered={"entries": stops}
    )
    data.plain["summary"] = page.summary or path.name
    record = writer.records.get(key)
    digest = data.digest
    if record and record.digest == digest:
        return
    edited = record is not None and record.revision_id != page.latest_revision_id
    if edited and not writer.force:
        return
    tags = [] if is_new else list(page.tags.all())
    revision = write_page(page, data, user=writer.owner, tags=tags, is_new=is_new)
    writer.records.remember(key, page, digest=digest, revision=revision)
    writer.places.touched.append(page)
