"""Files taken in by an import go to the collection of the community whose pages show them."""

from collections import defaultdict
from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from wiki.communities.models import CommunityPage
from wiki.core.changes import note_change


@transaction.atomic
def shelve(made: Mapping[type[Model], list[int]]) -> int:
    """Put each file that one community alone shows into its collection; how many moved.

    So that who may not read the community's pages may not open their pictures either. A
    file that several communities show, or none, stays where everybody opens it.
    """
    places = {
        page.path: page.collection_id
        for page in CommunityPage.objects.exclude(collection=None).only("path", "collection_id")
    }
    moved = 0
    for model, ids in made.items():
        if not places or not ids:
            continue
        by_collection: dict[int, list[int]] = defaultdict(list)
        for file_id, paths in _shown_at(model, ids).items():
            found = {_collection(path, places) for path in paths}
            collection = found.pop() if len(found) == 1 else None
            if collection is not None:
                by_collection[collection].append(file_id)
        for collection, files in by_collection.items():
            moved += model._default_manager.filter(pk__in=files).update(collection=collection)
    if moved:
        note_change()
    return moved


def _shown_at(model: type[Model], ids: list[int]) -> dict[int, set[str]]:
    """The tree paths of the pages that refer to each file."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(pk) for pk in ids],
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("to_object_id", "object_id")
    pairs = [(int(file_id), int(page_id)) for file_id, page_id in rows]
    paths = dict(
        Page.objects.filter(pk__in={page for _file, page in pairs}).values_list("pk", "path")
    )
    found: dict[int, set[str]] = defaultdict(set)
    for file_id, page_id in pairs:
        if page_id in paths:
            found[file_id].add(paths[page_id])
    return found


def _collection(path: str, places: Mapping[str, int]) -> int | None:
    return next((pk for place, pk in places.items() if path.startswith(place)), None)
