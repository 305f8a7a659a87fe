"""Who may open which file: the view restrictions of collections, as tokens.

A picture and a document belong to a collection. Every restriction on it and on the
collections above must accept the reader, as for pages (``wiki.communities.audience``).
The rule is given twice and a test proves that both agree: for one file (``may_open``)
and for a queryset (``readable_files``).
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.models import CollectionMember

from wiki.communities.audience import (
    Audience,
    Viewer,
    audience_of,
    below_any,
    closed_paths,
    collection_rules,
    viewer_tokens,
)


def audience_of_collections(paths: Iterable[str]) -> Audience:
    """What it takes to open something that all the collections with these paths hold."""
    site_rules = collection_rules()
    return Audience(
        frozenset().union(*(audience_of(path, site_rules).conditions for path in paths))
    )


def may_open(file: CollectionMember, viewer: Viewer) -> bool:
    """Whether the viewer may open this picture or document."""
    return admits(audience_of_collections([file.collection.path]), viewer)


def admits(audience: Audience, viewer: Viewer) -> bool:
    """Whether the viewer meets the conditions; what is public asks nothing of the viewer."""
    return audience.is_public or audience.admits(viewer_tokens(viewer))


def readable_files(files: QuerySet, viewer: Viewer, *, prefix: str = "") -> QuerySet:
    """``files`` without those that the viewer may not open.

    ``prefix`` is the look-up that leads from the queryset's rows to a picture or a
    document, with its trailing underscores (``image__``).
    """
    closed = closed_paths(collection_rules(), viewer)
    return files.exclude(below_any(f"{prefix}collection__path", closed)) if closed else files
