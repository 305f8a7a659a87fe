"""What the CMS shows is the same without a page of which the person may not know.

Arrows, numbers and buttons hold no word of a page: only its going tells whether they told it.
"""

import re
from collections.abc import Iterator

from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex, WorkflowState

from tests.leaks.registry import Shown, Visit, bare, opens

#: Places around the page, by the view and what else is asked.
AROUND: tuple[tuple[str, dict[str, str]], ...] = (
    ("wagtailadmin_explore", {}),
    ("wagtailadmin_explore_results", {"has_child_pages": "true"}),
    ("wagtailadmin_explore_results", {"has_child_pages": "false"}),
    ("wagtailadmin_choose_page_child", {}),
    ("wagtailadmin_choose_page_child", {"page_type": "guides.GuidePage"}),
    ("wagtailadmin_pages:copy", {}),
    ("wagtailadmin_pages:delete", {}),
    ("wagtailadmin_pages:move", {}),
)
#: What counts the references to a page.
COUNTING = ("delete", "unpublish", "usage")
#: Of these addresses each visit asks so many, twice.
MOST_ADDRESSES = 6
_BY_CHANCE = re.compile(r'"\w{64}"')


@opens(
    "wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child",
    "wagtailadmin_pages:copy", "wagtailadmin_pages:delete", "wagtailadmin_pages:move",
    "wagtailadmin_pages:unpublish", "wagtailadmin_pages:usage", "wagtailadmin_api:pages:listing",
    cms=True,
)  # fmt: skip
def the_same_without(visit: Visit) -> Shown:
    """Places above a page that is unknown, and pages to which it leads, with and without it."""
    unknown = _unknown(visit)
    if unknown is None:
        return Shown()
    addresses = list(_addresses(unknown))
    addresses = visit.world.random.sample(addresses, min(MOST_ADDRESSES, len(addresses)))
    # The number of things to do is kept for a minute: that of a site which was undone meanwhile.
    cache.clear()
    before = [_seen(visit, *address) for address in addresses]
    unknown.delete()
    shown = Shown()
    for (address, data), text in zip(addresses, before, strict=True):
        same = text == _seen(visit, address, data)
        shown.counts.append((f"{address} {data} differs without {unknown.pk}", int(not same), 0))
    return shown


def _unknown(visit: Visit) -> Page | None:
    """Some page of which nothing, nor of what is below it, may be told to the person."""
    oracle = visit.oracle
    waiting = {int(pk) for pk in WorkflowState.objects.values_list("object_id", flat=True)}
    for page in visit.pages(most=20):
        inside = [pk for pk, each in oracle.pages.items() if each.path.startswith(page.path)]
        told = {*oracle.known, *oracle.desk, *oracle.readable}
        copied = any(each.alias_of_id in inside for each in oracle.pages.values())
        if copied or waiting & {*inside}:
            continue  # its going is felt elsewhere, too
        if not any(pk in told or oracle.in_cms(pk) for pk in inside):
            return Page.objects.get(pk=page.pk)
    return None


def _addresses(unknown: Page) -> Iterator[tuple[str, dict[str, str]]]:
    parent = unknown.get_parent()
    for place in (parent, parent.get_parent()):
        if place.depth > 1:
            for name, data in AROUND:
                yield reverse(name, args=[place.pk]), data
            for asked in ({}, {"has_children": "true"}, {"has_children": "false"}):
                listing = reverse("wagtailadmin_api:pages:listing")
                yield listing, {"child_of": str(place.pk), **asked}
    for number in _led_to(unknown):
        for name in COUNTING:
            yield reverse(f"wagtailadmin_pages:{name}", args=[number]), {}


def _led_to(unknown: Page) -> list[int]:
    rows = ReferenceIndex.get_references_for_object(unknown.specific)
    numbers = rows.filter(to_content_type__model="page").values_list("to_object_id", flat=True)
    return sorted({int(number) for number in numbers})[:3]


def _seen(visit: Visit, address: str, data: dict[str, str]) -> str:
    visit.get("/about/")  # shows the words that wait from an earlier refusal
    return _BY_CHANCE.sub("", bare(visit.get(address, data), address))
