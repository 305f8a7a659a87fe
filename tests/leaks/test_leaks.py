"""No outlet shows anybody what the tree does not let them read."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tqdm import tqdm

from search import service
from search.engines import engine
from search.models import OutboxEntry
from search.sources import all_ids
from tests.conftest import CI
from tests.leaks.file_world import add_files
from tests.leaks.outlets import OUTLETS, Registered, Visit
from tests.leaks.people_world import add_people
from tests.leaks.world import WORD, World, build, disturb

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

#: A case is one person on one site, who opens some of the outlets.
CASES = int(os.environ.get("LEAK_CASES", "100"))
#: Somebody looks: other cases each time, and how far they are.
LOOKED_AT = "LEAK_CASES" in os.environ and not CI
#: Outlets of the site and of the CMS that each case opens; 0 for all.
READER_OUTLETS = int(os.environ.get("LEAK_READER_OUTLETS", "5"))
CMS_OUTLETS = int(os.environ.get("LEAK_CMS_OUTLETS", "3"))
#: Only outlets whose name this expression finds, when one looks into some of them.
ONLY = re.compile(os.environ.get("LEAK_OUTLETS", ""))
#: On each site.
PEOPLE = 10


class Undone(Exception):  # noqa: N818  (an end, not an error)
    """Ends an example without keeping what it made."""


@contextmanager
def a_site(seed: int, *, communities: int, pages: int, lagging: bool) -> Iterator[World]:
    """A site that is gone afterwards; the index knows it as it was before the last changes."""
    cache.clear()
    try:
        with transaction.atomic():
            world = build(seed, communities=communities, pages=pages)
            add_people(world)
            add_files(world)
            world.lagging = lagging
            service.sync({*engine().states(), *all_ids()})
            OutboxEntry.objects.all().delete()  # the index has caught up
            if lagging:
                disturb(world)
            yield world
            raise Undone
    except Undone:
        pass


def opened(world: World) -> list[Registered]:
    """Some of the outlets, by chance."""
    asked = [each for each in OUTLETS if ONLY.search(each.name)]
    site = [each for each in asked if not each.cms]
    cms = [each for each in asked if each.cms]
    return [
        *world.random.sample(site, min(READER_OUTLETS or len(site), len(site))),
        *world.random.sample(cms, min(CMS_OUTLETS or len(cms), len(cms))),
    ]


def leaks(each: Registered, visit: Visit) -> list[str]:
    """What this outlet tells that it should not, and what it keeps back."""
    found = []
    assert visit.client  # signed in before what the outlet does is undone
    with transaction.atomic():
        shown = each.outlet(visit)
        if visit.has_words_waiting:  # said on the next page, whichever that is
            shown.texts.append(visit.text("/about/"))
        transaction.set_rollback(True)
    for text in shown.texts:
        for word, code in set(WORD.findall(text)):
            pk = visit.world.codes.get(code)
            if word == "fiv":
                kept = visit.world.files.get(code)
                told = kept is None or visit.oracle.may_know(kept, cms=each.cms)
            else:
                told = pk is None or code in shown.told
                told = told or visit.oracle.may_see(pk, word=word, cms=each.cms)
            if not told:
                place = text.find(word + code)
                found.append(
                    f"{word}{code} (page {pk}): …{text[max(0, place - 120) : place + 40]}…"
                )
    found += [f"{what}: {is_} ≠ {should}" for what, is_, should in shown.counts if is_ != should]
    told = {code for text in shown.texts for word, code in WORD.findall(text)}
    found += [f"{code} is kept from its readers" for code in shown.wanted - told]
    return found


@pytest.fixture(scope="module")
def progress() -> Iterator[Any]:
    """How many cases are done, where somebody looks."""
    with tqdm(total=CASES, unit="case", disable=not LOOKED_AT) as bar:
        yield bar


def test_no_outlet_leaks(search_index: str, progress: Any) -> None:
    cases, found = 0, []

    @settings(
        max_examples=-(-CASES // PEOPLE),
        deadline=None,
        database=None,
        derandomize=not LOOKED_AT,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        seed=st.integers(0, 2**32),
        communities=st.integers(1, 4),
        pages=st.integers(3, 9),
        lagging=st.booleans(),
    )
    def site(seed: int, communities: int, pages: int, *, lagging: bool) -> None:
        nonlocal cases
        values = {"communities": communities, "pages": pages, "lagging": lagging}
        with a_site(seed, **values) as world:
            for person in world.people:
                visit = Visit(world, person)
                for each in opened(world):
                    for leak in leaks(each, visit):
                        found.append(f"{each.name} for {person}, {seed=} {values}: {leak}")
                        if LOOKED_AT:  # nobody waits for the last case to hear of the first leak
                            progress.write(found[-1])
                cases += 1
                progress.update()

    site()
    print(f"\n{search_index}: {cases} cases, {len(found)} leaks")  # noqa: T201
    assert cases >= CASES
    assert not found, "\n".join(found[:30])
