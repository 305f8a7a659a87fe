"""Keeping a search, changing it, letting it go: each person their own."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from search.params import SearchParams, Sort
from wiki.communities.errors import NotAllowed
from wiki.people.models import User
from wiki.syndication.models import Rhythm, SavedSearch
from wiki.syndication.models.search import LONGEST_QUERY

#: Searches that one person may keep: each costs a look at the index now and then.
MOST_SEARCHES = 50


class SearchRefused(Exception):  # noqa: N818  (named after the situation)
    """The search cannot be kept."""


class TooManySearches(SearchRefused):
    """The person keeps as many as there may be."""


class TooLongToKeep(SearchRefused):
    """More filters than an address holds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a kept search is called, and how often its owner wants to hear of it."""

    name: str
    rhythm: str


def kept_query(query: str) -> str:
    """What is kept of the address of a search: neither the page nor the order.

    Raises TooLongToKeep.
    """
    params = SearchParams.of(QueryDict(query))
    found = replace(params, page=1, sort=Sort.RELEVANCE).query_string
    if len(found) > LONGEST_QUERY:
        raise TooLongToKeep
    return found


@transaction.atomic
def save_search(person: User, query: str, *, wanted: Wanted) -> SavedSearch:
    """The search, kept; the same one again takes the new name and rhythm.

    Raises TooManySearches, TooLongToKeep.
    """
    query = kept_query(query)
    # One at a time for each person, so that nobody gets past the limit by asking twice.
    User.objects.select_for_update().get(pk=person.pk)
    own = SavedSearch.objects.filter(person=person)
    same = own.filter(query=query).first()
    if same is not None:
        return change_search(same, wanted=wanted, by=person)
    if own.count() >= MOST_SEARCHES:
        raise TooManySearches
    return SavedSearch.objects.create(
        person=person, query=query, name=wanted.name, rhythm=wanted.rhythm
    )


@transaction.atomic
def change_search(search: SavedSearch, *, wanted: Wanted, by: User) -> SavedSearch:
    """Another name, another rhythm. Raises NotAllowed for the search of somebody else."""
    _own(search, by)
    if search.rhythm == Rhythm.NONE and wanted.rhythm != Rhythm.NONE:
        # What was published while nobody wanted to hear of it is no news.
        search.made_at = search.looked_at = timezone.now()
    search.name, search.rhythm = wanted.name, wanted.rhythm
    search.save()
    return search


@transaction.atomic
def delete_search(search: SavedSearch, *, by: User) -> None:
    """It is kept no longer. Raises NotAllowed for the search of somebody else."""
    _own(search, by)
    search.delete()


def _own(search: SavedSearch, person: User) -> None:
    if search.person_id != person.pk:
        raise NotAllowed("search")
