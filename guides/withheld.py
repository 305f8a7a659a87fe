"""Pictures and documents that not everybody who reads a page may open.

The text of a page is made once for all its readers, so the question is asked of the
page and not of the person: when somebody could read the page and be refused the file,
the page says nothing of it to anybody, neither its words nor that it is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wagtail.documents import get_document_model

from wiki.communities.audience import SiteRules, audience_of, collection_rules, page_audiences
from wiki.core.internal_links import Withheld
from wiki.core.models import RecueilImage

if TYPE_CHECKING:
    from guides.models.knowledge import KnowledgePage

#: Kind (« page », « image », « document ») and id of what a text refers to.
Wanted = Iterable[tuple[str, int]]


def withheld_files(page: "KnowledgePage", targets: Wanted) -> Withheld:
    """Of the pictures and documents among ``targets``, those that ``page`` is silent about."""
    return withheld_of_each([(page, targets)])[0]


def withheld_of_each(wanted: "Sequence[tuple[KnowledgePage, Wanted]]") -> list[Withheld]:
    """The same for many pages at once, in their order.

    No query when no page refers to a file, one when no collection is closed, five otherwise.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for _page, targets in wanted:
        for kind, number in targets:
            if kind != "page":
                ids[kind].add(number)
    site_rules = collection_rules() if ids else SiteRules()
    if not site_rules:
        return [frozenset() for _each in wanted]
    places = _closed_places(ids, site_rules)
    readers = page_audiences(page for page, _targets in wanted)
    return [
        frozenset(
            target
            for target in targets
            if target in places
            and not audience_of(places[target], site_rules).includes(readers[page.pk])
        )
        for page, targets in wanted
    ]


def _closed_places(ids: dict[str, set[int]], site_rules: SiteRules) -> dict[tuple[str, int], str]:
    """The path of the collection of each file that is not open to everybody."""
    models = {"image": RecueilImage, "document": get_document_model()}
    places = {}
    for kind, numbers in ids.items():
        files = models[kind].objects.filter(pk__in=numbers)
        for number, path in files.values_list("pk", "collection__path"):
            if not audience_of(path, site_rules).is_public:
                places[kind, number] = path
    return places
