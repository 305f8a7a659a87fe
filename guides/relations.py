"""Which pages a page is linked with: ids and notes, before anybody's rights."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from guides.models import (
    CaseStudyGuide,
    CaseStudyPage,
    DigestItem,
    KnowledgePage,
    SeriesEntry,
    SeriesPage,
)

#: Six tables with one shape: (what, left, right, note, order). In SQL because the same
#: union costs the query builder ten times what it costs the database.
_QUERY = f"""
    SELECT 'stop', series_id, page_id, note, COALESCE(sort_order, 0)
    FROM {SeriesEntry._meta.db_table}
    WHERE series_id = %(page)s OR series_id IN (
        SELECT series_id FROM {SeriesEntry._meta.db_table} WHERE page_id = %(page)s
    )
    UNION ALL
    SELECT 'applied', 0, guide_id, note, COALESCE(sort_order, 0)
    FROM {CaseStudyGuide._meta.db_table} WHERE case_id = %(page)s
    UNION ALL
    SELECT 'applied', 0, case_id, note, id
    FROM {CaseStudyGuide._meta.db_table} WHERE guide_id = %(page)s
    UNION ALL
    SELECT 'translation', 0, page_ptr_id, '', 0
    FROM {KnowledgePage._meta.db_table}
    WHERE (page_ptr_id = %(original)s OR translation_of_id = %(original)s)
        AND page_ptr_id <> %(page)s
    UNION ALL
    SELECT 'community', 0, communitypage_id, '', id
    FROM {KnowledgePage.communities.through._meta.db_table} WHERE knowledgepage_id = %(page)s
    UNION ALL
    SELECT 'digest', 0, digest_id, '', id
    FROM {DigestItem._meta.db_table} WHERE page_id = %(page)s
"""  # noqa: S608  # names of our own tables


@dataclass(frozen=True, slots=True)
class Relations:
    """Ids and notes of the pages around one page, whoever may read them."""

    #: (series, page, note) of every stop, in order, of the series that matter here.
    stops: tuple[tuple[int, int, str], ...] = ()
    #: (page, note): guides of a case, or cases of a guide.
    applied: tuple[tuple[int, str], ...] = ()
    translations: frozenset[int] = frozenset()
    communities: tuple[int, ...] = ()
    #: Digests that tell of the page, the oldest first.
    digests: tuple[int, ...] = ()

    @property
    def ids(self) -> set[int]:
        """All pages that are to be read."""
        stops = {pk for series, page, _note in self.stops for pk in (series, page)}
        applied = {pk for pk, _note in self.applied}
        return stops | applied | self.translations | {*self.communities, *self.digests}


def stored(page: KnowledgePage) -> Relations:
    """Relations of a published page, in one query."""
    original = page.translation_of_id or page.pk
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"page": page.pk, "original": original})
        rows = cursor.fetchall()
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for what, left, right, note, _order in sorted(rows, key=lambda row: (row[1], row[4])):
        found[what].append((left, right, note))
    return Relations(
        stops=tuple(found["stop"]),
        applied=tuple((pk, note) for _left, pk, note in found["applied"]),
        translations=frozenset(pk for _left, pk, _note in found["translation"]),
        communities=tuple(pk for _left, pk, _note in found["community"]),
        digests=tuple(dict.fromkeys(pk for _left, pk, _note in found["digest"])),
    )


def drafted(page: KnowledgePage) -> Relations:
    """Relations of a draft: what the form holds now, saved or not."""
    saved = stored(page) if page.pk else Relations()
    stops, applied = saved.stops, saved.applied
    if isinstance(page, SeriesPage):
        entries = page.entries.all()
        stops = tuple((page.pk or 0, each.page_id, each.note) for each in entries if each.page_id)
    if isinstance(page, CaseStudyPage):
        used = page.applied_guides.all()
        applied = tuple((each.guide_id, each.note) for each in used if each.guide_id)
    versions = saved.translations | {page.translation_of_id} - {None}
    return Relations(
        stops=stops,
        applied=applied,
        translations=frozenset(pk for pk in versions if pk),
        communities=tuple(each.pk for each in page.communities.all()),
    )
