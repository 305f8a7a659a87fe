"""Reads the source of a note in the background and adds what it says of itself.

Only what nobody has said is filled in: whoever types a title keeps it.
"""

import logging
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guides.models import WatchNotePage
from wiki.core.fetching import Fetched, FetchRefused, fetch
from wiki.watch.canonical import canonical_address
from wiki.watch.clipping.covers import fetched_cover, keep_cover
from wiki.watch.clipping.metadata import Metadata, read_page
from wiki.watch.clipping.pdf import read_pdf
from wiki.watch.clipping.records import stored
from wiki.watch.clipping.titles import provisional_title, title_words
from wiki.watch.clipping.values import change_values
from wiki.watch.clipping.words import LONGEST_SUMMARY, clean, provisional_summary
from wiki.watch.models import Clip, ClipState

logger = logging.getLogger(__name__)

HEADERS = {"Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"}
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")
#: A task may still be on its way to those that are younger.
SOON = timedelta(minutes=1)
#: After an attempt that ended nowhere.
AGAIN = timedelta(hours=1)
GIVEN_UP = timedelta(days=1)
#: Sources read in one round: none takes longer than 15 seconds.
ROUND = 20
#: Fields of the note and the lengths that they take.
TEXTS = {"source_title": 300, "publisher": 200, "source_author": 200}


def complete(note_id: int) -> str:
    """Read the source of this note and fill in what is missing; the state it is in then.

    Safe to repeat. "" when the note is gone, or needs nothing.
    """
    note = WatchNotePage.objects.filter(pk=note_id, clip__state=ClipState.WAITING).first()
    if note is None:
        return ""
    # Told before, so that a page on which the reading breaks is not tried each minute.
    Clip.objects.filter(note=note_id).update(fetched_at=timezone.now())
    try:
        fetched = fetch(note.source_url, headers=HEADERS)
    except FetchRefused as refusal:
        return _refused(note, refusal.reason)
    if not fetched.is_success:
        return _refused(note, f"status-{fetched.status}")
    source = described(fetched, today=timezone.localdate())
    cover = fetched_cover(source.picture) if source.picture and note.cover_id is None else None
    try:
        _fill(note_id, source, cover=cover, address=note.source_url, final=fetched.address)
    except ValidationError as error:
        # The fields know better than the page: nothing of it is taken, the note stays usable.
        fields = sorted(error.message_dict)
        logger.warning("clip.not_taken", extra={"note": note_id, "fields": fields})
        return _refused(note, "unreadable")
    return ClipState.COMPLETE.value


def complete_waiting() -> int:
    """Those that no task has completed: of lists, or of a queue that was lost; how many."""
    now = timezone.now()
    tried = Q(fetched_at=None) | Q(fetched_at__lt=now - AGAIN)
    waiting = Clip.objects.filter(
        tried, state=ClipState.WAITING, note__first_published_at__lt=now - SOON
    )
    given_up = waiting.filter(note__first_published_at__lt=now - GIVEN_UP, fetched_at__isnull=False)
    given_up.update(state=ClipState.REFUSED, reason="unreadable")
    ids = list(waiting.order_by("note__first_published_at").values_list("pk", flat=True)[:ROUND])
    for note_id in ids:
        complete(note_id)
    return len(ids)


def described(fetched: Fetched, *, today: date) -> Metadata:
    """What a page or a PDF says of itself; of other files, where they come from."""
    kind = fetched.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "application/pdf" or fetched.content.startswith(b"%PDF-"):
        return read_pdf(fetched, today=today)
    return read_page(fetched, today=today) if kind in PAGES else Metadata()


def _refused(note: WatchNotePage, reason: str) -> str:
    waiting = Clip.objects.filter(note=note.pk, state=ClipState.WAITING)
    waiting.update(state=ClipState.REFUSED, reason=reason)
    logger.info("clip.refused", extra={"note": note.pk, "reason": reason})
    return ClipState.REFUSED.value


@transaction.atomic
def _fill(
    note_id: int, source: Metadata, *, cover: ContentFile | None, address: str, final: str
) -> None:
    """Write what came, unless the note has gone or speaks of another source by now."""
    clip = Clip.objects.select_for_update().filter(note=note_id, state=ClipState.WAITING).first()
    note = WatchNotePage.objects.filter(pk=note_id).first()
    if clip is None or note is None or note.source_url != address:
        return
    values = missing(_latest(note), source)
    if cover is not None and note.cover_id is None:
        picture = keep_cover(note, cover, publisher=source.publisher)
        values |= {"cover": picture} if picture else {}
    change_values(note_id, values, user=None)
    # The publication above has brought the row in step with the note, the address given too.
    clip.refresh_from_db()
    clip.canonical_address = stored(canonical_address(source.canonical or final))
    clip.title_words = title_words(values.get("source_title") or note.source_title or note.title)
    clip.state, clip.reason = ClipState.COMPLETE, ""
    clip.checked_at = timezone.now()
    clip.save()


def _latest(note: WatchNotePage) -> WatchNotePage:
    """The note as whoever works on it sees it: what a draft says is said too."""
    return note.get_latest_revision_as_object() if note.has_unpublished_changes else note


def missing(note: WatchNotePage, source: Metadata) -> dict[str, Any]:
    """The values of the source for the fields of the note that nobody has filled in."""
    title = clean(source.title, TEXTS["source_title"])
    found: dict[str, Any] = {
        "source_title": title,
        "publisher": clean(source.publisher, TEXTS["publisher"]),
        "source_author": clean(source.author, TEXTS["source_author"]),
        "source_date": source.published,
        "source_language": source.language,
        "reading_minutes": source.minutes,
    }
    values = {name: value for name, value in found.items() if value and not getattr(note, name)}
    if title and note.title == provisional_title(note.source_url):
        values["title"] = clean(title, 255)
    summary = clean(source.description, LONGEST_SUMMARY)
    first = next((block.value for block in note.means_for_us if block.block_type == "text"), None)
    if summary and first and note.summary == provisional_summary(first.source):
        values["summary"] = summary
    return values
