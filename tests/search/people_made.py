"""Somebody whom the search knows, and the names that it gives."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from search import service
from tests import factories
from tests.people import made
from wiki.communities.models import CommunityPage, Membership
from wiki.people.models import User

Committed = Callable[[], AbstractContextManager[list]]


@pytest.fixture
def noemie(community: CommunityPage, committed: Committed) -> User:
    """Somebody in the index, beside a guide on the same matter."""
    with committed():
        person = made.person(
            themes=[factories.theme("Mentorat", synonyms="parrainage")],
            job_title="Cheffe de projet",
            words="évaluer une formation\nveille partagée",
            languages=["fr", "de"],
            availability="le mercredi matin",
            text="J’accompagne des équipes.",
        )
        Membership.objects.create(community=community, person=person)
        factories.guide(community, title="L’évaluation des formations")
    return person


def names(page: service.ResultPage) -> list[str]:
    return [hit.title for hit in page.hits if hit.kind == "person"]
