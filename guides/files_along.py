"""Pictures and documents that go with the pages that show them.

A file stands in the collection of a community and is read by whoever reads that
community. When a page goes elsewhere its files must be read there; those that other
pages of the former community show too stay with them.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, ReferenceIndex

from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage


def bring_files_along(
    pages: Iterable[KnowledgePage], *, before: CommunityPage | None, after: CommunityPage | None
) -> None:
    """Put the files of ``before`` that only these pages show into the collection of ``after``."""
    if before is None or before.collection_id is None:
        return
    ids = [str(page.pk) for page in pages]
    there = after.collection_id if after and after.collection_id else _root()
    for model in (get_image_model(), get_document_model()):
        # Saved one by one, so that whoever listens to files hears of it.
        for file in model.objects.filter(
            collection=before.collection_id, pk__in=_shown_only_by(ids, model)
        ):
            file.collection_id = there
            file.save(update_fields=["collection"])


def all_files(*, before: CommunityPage, after: CommunityPage) -> None:
    """Put every file of ``before`` into the collection of ``after``."""
    if before.collection_id is None:
        return
    for model in (get_image_model(), get_document_model()):
        for file in model.objects.filter(collection=before.collection_id):
            file.collection_id = after.collection_id or _root()
            file.save(update_fields=["collection"])


def _root() -> int:
    return Collection.get_first_root_node().pk


def _shown_only_by(ids: list[str], model: type) -> set[int]:
    """Ids of files to which these pages refer and nothing else does."""
    pages = Q(base_content_type=ContentType.objects.get(app_label="wagtailcore", model="page"))
    own = pages & Q(object_id__in=ids)
    rows = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
    shown = set(rows.filter(own).values_list("to_object_id", flat=True))
    elsewhere = rows.filter(to_object_id__in=shown).exclude(own)
    return {int(pk) for pk in shown - set(elsewhere.values_list("to_object_id", flat=True))}
