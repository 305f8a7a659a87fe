"""A page and its translations are one family: a short list shows one of them."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

if TYPE_CHECKING:
    from guides.models import KnowledgePage


def one_of_each_family(
    pages: "QuerySet[KnowledgePage]", *, language: str
) -> "QuerySet[KnowledgePage]":
    """``pages`` without those that stand among them in ``language`` too.

    A page that was never translated stays, whatever its language.
    """
    same_family = (
        Q(pk=OuterRef("translation_of"))
        | Q(translation_of=OuterRef("pk"))
        | Q(translation_of=OuterRef("translation_of"))
    )
    preferred = pages.order_by().filter(same_family, language=language)
    return pages.exclude(~Q(language=language) & Exists(preferred))


def original_of(page: "KnowledgePage") -> int:
    """The page that all languages of ``page`` have in common."""
    return page.translation_of_id or page.pk


def in_several_languages(pages: "Iterable[KnowledgePage]") -> set[int]:
    """The originals of ``pages`` that readers find in two languages or more (one query).

    An alias repeats one page elsewhere: it is no language of it.
    """
    pages = list(pages)
    originals = {original_of(page) for page in pages}
    if not originals:
        return set()
    family = Q(pk__in=originals) | Q(translation_of__in=originals)
    rows = _model(pages[0]).objects.filter(family, live=True, alias_of=None).order_by()
    found = Counter(original or pk for pk, original in rows.values_list("pk", "translation_of"))
    return {original for original, languages in found.items() if languages > 1}


#: In SQL because it is asked at each saving, and the query builder takes ten times as long.
_SIBLINGS = """
    SELECT page_ptr_id FROM {pages}
    WHERE page_ptr_id IN (%(page)s, %(original)s, ({stored}))
        OR translation_of_id IN (%(page)s, %(original)s, ({stored}))
"""
_STORED = "SELECT translation_of_id FROM {pages} WHERE page_ptr_id = %(page)s"


def siblings(page: "KnowledgePage") -> set[int]:
    """The other languages of ``page``, as stored and as it is being saved (one query at most)."""
    if page.alias_of_id or not (page.pk or page.translation_of_id):
        return set()
    table = _model(page)._meta.db_table
    query = _SIBLINGS.format(pages=table, stored=_STORED.format(pages=table))
    with connection.cursor() as cursor:
        cursor.execute(query, {"page": page.pk or 0, "original": page.translation_of_id or 0})
        return {pk for (pk,) in cursor.fetchall()} - {page.pk}


def _model(page: "KnowledgePage") -> Any:
    """The common parent of all types, which cannot be named here: its module needs this one."""
    return page._meta.get_field("translation_of").model
