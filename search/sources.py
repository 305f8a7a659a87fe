"""All that stands in the index, wherever it comes from: pages and people.

Whoever lists, compares or reads entries asks here, and need not know the sorts.
"""

from collections.abc import Iterable, Iterator

from search.documents import SearchDocument
from search.eligibility import indexable_pages
from search.people import entries as people
from search.people.ids import entries_of, split
from wiki.communities.audience import Audience, page_audiences


def all_ids() -> list[int]:
    """Every entry that there should be, in order (two queries, and those of the rule)."""
    pages = indexable_pages().order_by("pk").values_list("pk", flat=True)
    persons = people.indexable_people().values_list("pk", flat=True)
    return [*pages, *sorted(entries_of(persons))]


def standing(ids: Iterable[int]) -> frozenset[int]:
    """Those of these entries that there should be."""
    pages, persons = split(ids)
    found: set[int] = set()
    if pages:
        found |= set(indexable_pages().filter(pk__in=pages).values_list("pk", flat=True))
    if persons:
        found |= _people(persons)
    return frozenset(found)


def readers(ids: Iterable[int]) -> dict[int, Audience]:
    """Who may see each of these entries, for those that there should be."""
    pages, persons = split(ids)
    found = page_audiences(indexable_pages().filter(pk__in=pages)) if pages else {}
    if persons:
        found |= dict.fromkeys(_people(persons), people.READERS)
    return found


def _people(persons: frozenset[int]) -> set[int]:
    there = people.indexable_people().filter(pk__in=persons)
    return entries_of(there.values_list("pk", flat=True))


def people_documents(ids: Iterable[int]) -> Iterator[SearchDocument]:
    """The entries of the people among these."""
    _pages, persons = split(ids)
    return people.documents(persons) if persons else iter(())
