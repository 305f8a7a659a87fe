"""The version of a page that is under review, and the people who wrote it."""

from typing import Protocol, runtime_checkable

from django.db.models import QuerySet
from wagtail.models import Page, TaskState

from wiki.people.models import User


class _People(Protocol):
    def all(self) -> QuerySet: ...


@runtime_checkable
class HasCoAuthors(Protocol):
    """What a page type says when several people write its pages."""

    co_authors: _People


def version_of(state: TaskState) -> Page:
    """The page as its author submitted it."""
    return state.revision.as_object()


def writers_of(page: Page, *, submitted_by: User | None) -> list[User]:
    """Who should hear of the page's review: submitter, owner, co-authors; with an account."""
    people = [submitted_by, page.owner]
    if isinstance(page, HasCoAuthors):
        people.extend(page.co_authors.all())
    found = {person.pk: person for person in people if person is not None and person.is_active}
    return list(found.values())
