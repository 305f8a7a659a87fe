"""Totals and facets are what the database counts, whoever asks and whatever is chosen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.models import KnowledgePage
from search import service
from search.params import SearchParams
from tests import factories
from tests.search.conftest import counts
from wiki.communities.audience import Viewer, readable
from wiki.people.models import User

pytestmark = pytest.mark.every_database

THEMES = ("animer", "evaluer", "transmettre")
#: How the database finds the pages of one value of a facet.
LOOK_UPS = {
    "type": lambda key: Q(**{f"{KINDS[key]}__isnull": False}),
    "theme": lambda key: Q(themes__slug=key),
    "language": lambda key: Q(language=key),
    "community": lambda key: Q(communities__slug=key) | Q(url_path__contains=f"/{key}/"),
    "tag": lambda key: Q(tags__slug=key),
    "author": lambda key: Q(owner=key) | Q(co_authors=key),
    "year": lambda key: Q(first_published_at__year=key),
}
KINDS = {"guide": "guidepage", "case": "casestudypage"}
VALUES = {
    "type": tuple(KINDS),
    "theme": THEMES,
    "language": ("fr", "en"),
    "community": ("animation", "qualite"),
    "tag": ("atelier", "visio"),
    "author": ("9001", "9002"),
    "year": ("2019", "2023"),
}


@pytest.fixture
def people(search_index: str) -> dict[str, Viewer]:
    """Fourteen pages of two communities, one of them reserved to a group; who may read what."""
    themes = {slug: factories.theme(slug.capitalize(), slug=slug) for slug in THEMES}
    open_one = factories.community(title="Animation")
    closed = factories.community(title="Qualité")
    factories.restrict(closed, groups=["Qualité"])
    lea, paul = (
        factories.user(f"{key}@example.org", pk=int(key), first_name=name, last_name="Martin")
        for key, name in zip(VALUES["author"], ("Léa", "Paul"), strict=True)
    )
    made = []
    for number in range(14):
        make = factories.case_study if number % 3 == 0 else factories.guide
        page = make(
            closed if number % 4 == 1 else open_one,
            title=f"Réunion {number}",
            language="en" if number % 5 == 2 else "fr",
            themes=[themes[slug] for place, slug in enumerate(THEMES) if number % (place + 2)],
            communities=[closed] if number % 6 == 0 else [],
            tags=[tag for place, tag in enumerate(VALUES["tag"]) if number % (place + 2) == 0],
            owner=lea if number % 3 else paul,
            co_authors=[paul] if number % 4 == 0 else [],
        )
        year = int(VALUES["year"][number % 7 == 0])
        KnowledgePage.objects.filter(pk=page.pk).update(
            first_published_at=datetime(year, 6, 15, tzinfo=UTC)
        )
        made.append(page)
    service.sync([page.pk for page in made])
    return {
        "anonymous": AnonymousUser(),
        "colleague": factories.user("colleague@example.org"),
        "member": factories.user("member@example.org", groups=["Qualité"]),
        "everything": User.objects.create_superuser("all@example.org", "secret"),
    }


chosen_filters = st.dictionaries(
    st.sampled_from(sorted(VALUES)), st.integers(0, 6), max_size=3
).map(
    lambda drawn: {
        name: keys
        for name, bits in drawn.items()
        if (keys := tuple(v for place, v in enumerate(VALUES[name]) if bits >> place & 1))
    }
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    chosen=chosen_filters,
    who=st.sampled_from(["anonymous", "colleague", "member", "everything"]),
)
def test_counts_are_those_of_the_database(
    people: dict[str, Viewer], chosen: dict[str, tuple[str, ...]], who: str
) -> None:
    viewer = people[who]
    page = service.search(SearchParams(text="réunion", filters=chosen), viewer)
    assert page.total == in_database(viewer, chosen)
    named = {"animation", "qualite"} if who in {"member", "everything"} else {"animation"}
    for facet, keys in VALUES.items():
        others = {name: found for name, found in chosen.items() if name != facet}
        told = counts(page, facet)
        for key in keys:
            if facet != "community" or key in named:
                assert told.get(key, 0) == in_database(viewer, {**others, facet: (key,)})


def in_database(viewer: Viewer, chosen: dict[str, tuple[str, ...]]) -> int:
    """How many pages of knowledge the database finds."""
    found: Any = readable(KnowledgePage.objects.live(), viewer)
    for name, keys in chosen.items():
        any_of = Q(pk__in=())
        for key in keys:
            any_of |= LOOK_UPS[name](key)
        found = found.filter(pk__in=KnowledgePage.objects.filter(any_of).values("pk"))
    return found.count()
