"""Writes pages to their tables without the detours of one save per page.

A page of ours has a row in three tables (page, knowledge, type). Wagtail's ``save``
looks up the old slug, cleans, saves each table and tells every listener; for a
thousand pages that is most of the time. Here new pages go in many at once, existing
ones with one update per table, and the indexes are brought up to date afterwards (see
``indexing``).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections, router, transaction
from django.db.models import F, Field, Model
from treebeard.exceptions import PathOverflow
from wagtail.models import Locale, Page

#: Pages in one statement: a page has some forty columns and SQLite takes 999 values.
BATCH = 20
#: The tree's own columns, and the address: an import never moves a page.
PLACE = {"path", "depth", "numchild", "url_path", "slug"}


def _tables(page_type: type[Page]) -> list[type[Model]]:
    """The models of a page type from the base to the type itself."""
    return [
        *(model for model in reversed(page_type._meta.get_parent_list()) if model is not Page),
        page_type,
    ]


def _fields(model: type[Model]) -> list[Field]:
    return list(model._meta.local_concrete_fields)


@transaction.atomic
def insert_pages(pages: Sequence[Page], parent_id: int) -> None:
    """Add pages of one type below a page, in this order. Their slugs are free."""
    if not pages:
        return
    parent = Page.objects.select_for_update().get(pk=parent_id)
    last = parent.get_last_child()
    path = last.path if last else ""
    locale = parent.locale if parent.locale_id else Locale.get_default()
    for page in pages:
        path = _next_path(parent, path)
        page.path, page.depth, page.numchild = path, parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.locale = locale
    for start in range(0, len(pages), BATCH):
        _insert(pages[start : start + BATCH])
    Page.objects.filter(pk=parent_id).update(numchild=F("numchild") + len(pages))


def _next_path(parent: Page, path: str) -> str:
    if not path:
        path = Page._get_path(parent.path, parent.depth + 1, 1)
    else:
        path = Page(path=path, depth=parent.depth + 1)._inc_path()
    if len(path) > Page._meta.get_field("path").max_length:
        raise PathOverflow("the tree is too deep")
    return path


def _insert(pages: Sequence[Page]) -> None:
    columns = [field for field in _fields(Page) if not field.primary_key]
    bases = Page.objects.bulk_create(
        [
            Page(**{field.attname: getattr(page, field.attname) for field in columns})
            for page in pages
        ]
    )
    tables = _tables(type(pages[0]))
    for page, base in zip(pages, bases, strict=True):
        page.id = base.pk
        for table in tables:
            for link in table._meta.parents.values():
                if link is not None:
                    setattr(page, link.attname, base.pk)
    using = router.db_for_write(Page)
    for table in tables:
        # What Django's own save ends in; bulk_create refuses models with parents.
        manager: Any = table._base_manager
        manager._insert(pages, fields=_fields(table), using=using, raw=True)
    for page in pages:
        page._state.adding = False
        page._state.db = using


def update_page(page: Page) -> None:
    """Write all columns of a page but those of its place in the tree."""
    database = connections[router.db_for_write(Page)]
    with database.cursor() as cursor:
        for table in (Page, *_tables(type(page))):
            fields, statement = _update_of(table, database.alias)
            if fields:
                values = [
                    field.get_db_prep_save(getattr(page, field.attname), database)
                    for field in fields
                ]
                cursor.execute(statement, [*values, page.pk])


@cache
def _update_of(table: type[Model], alias: str) -> tuple[list[Field], str]:
    """The columns of a table that an import may change, and the statement that writes them.

    The same sixty columns for every page: Django's own compiling of this statement costs
    more than all the rest of writing a page.
    """
    quoted = connections[alias].ops.quote_name
    fields = [f for f in _fields(table) if not f.primary_key and f.name not in PLACE]
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    name, key = quoted(table._meta.db_table), quoted(str(table._meta.pk.column))
    return fields, f"UPDATE {name} SET {columns} WHERE {key} = %s"  # noqa: S608  (names of our models)
