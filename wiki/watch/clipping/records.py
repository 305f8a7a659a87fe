"""The row that stands beside each watch note with a source."""

from collections.abc import Iterable

from django.db.models import Q

from guides.models import WatchNotePage
from wiki.watch.canonical import canonical_address
from wiki.watch.clipping.titles import title_words
from wiki.watch.models import Clip, ClipState


def keep_record(note: WatchNotePage, *, state: ClipState = ClipState.COMPLETE) -> Clip | None:
    """The row of ``note``, in step with its source; None (and no row) without one.

    ``state`` is that of a new row. Another source starts with a clean sheet.
    """
    if not note.source_url:
        Clip.objects.filter(note=note.pk).delete()
        return None
    address = stored(canonical_address(note.source_url))
    words = title_words(note.source_title or note.title)
    clip, made = Clip.objects.get_or_create(
        note_id=note.pk,
        defaults={
            "address": note.source_url,
            "canonical_address": address,
            "given_address": address,
            "title_words": words,
            "state": state,
        },
    )
    if made:
        return clip
    if clip.address != note.source_url:
        clip.canonical_address = clip.given_address = address
        clip.failures, clip.dead_since, clip.checked_at = 0, None, None
    clip.title_words = words
    clip.address = note.source_url
    clip.save()
    return clip


def about(canonical: Iterable[str]) -> Q:
    """Clips of the pages at these canonical addresses (as ``stored`` gives them)."""
    asked = list(canonical)
    return Q(canonical_address__in=asked) | Q(given_address__in=asked)


def stored(canonical: str) -> str:
    """A canonical address as the column holds it: what is longer is told apart by its start."""
    field = Clip._meta.get_field("canonical_address")
    return canonical[: field.max_length]
