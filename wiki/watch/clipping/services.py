"""Writes of clips: every right is checked here."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug

from guides.models import WatchIndexPage, WatchNotePage
from guides.services import open_sections
from guides.watch_kinds import WatchKind, usual_end
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.fetching import AddressRefused
from wiki.core.fetching.addresses import target_of
from wiki.core.languages import Language
from wiki.core.models import Theme
from wiki.people.models import User
from wiki.watch.canonical import without_trackers
from wiki.watch.clipping.covers import keep_cover
from wiki.watch.clipping.errors import NotAnAddress
from wiki.watch.clipping.records import keep_record
from wiki.watch.clipping.titles import provisional_title
from wiki.watch.clipping.values import change_values
from wiki.watch.clipping.words import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    clean,
    provisional_summary,
    rich_words,
)
from wiki.watch.models import Clip, ClipState
from wiki.watch.tasks import complete_clip

LONGEST_ADDRESS = 1_000


@transaction.atomic
def clip(
    person: User,
    community: CommunityPage,
    *,
    address: str,
    means_for_us: str,
    title: str = "",
    summary: str = "",
    themes: Iterable[Theme] = (),
    kind: str | None = None,
    relevant_until: date | None = None,
    stays: bool = False,
    language: str = Language.FRENCH,
    at_once: bool = True,
) -> WatchNotePage:
    """A published note in the community's section, in the person's name.

    It is a word among colleagues: comments and facilitators correct it, nobody reviews it
    before. ``means_for_us`` is Markdown. Without ``relevant_until`` its kind says how long it
    stands in front, unless it ``stays``. The source is read in the background, or by the next
    round when not ``at_once``. Raises NotAllowed or a ClipRefused.
    """
    standing_of(person).need(Act.PROPOSE, community)
    source = checked_address(address)
    words = rich_words(means_for_us)
    name = clean(title, LONGEST_TITLE) or provisional_title(source)
    chosen = kind if kind in WatchKind.values else WatchKind.ARTICLE
    end = None if stays else relevant_until or usual_end(chosen, today=timezone.localdate())
    section = _section(community)
    note = WatchNotePage(
        title=name,
        slug=find_available_slug(section, slugify(name.replace(".", " "))[:200] or "note"),
        summary=clean(summary, LONGEST_SUMMARY) or provisional_summary(words),
        source_url=source,
        kind=chosen,
        relevant_until=end,
        means_for_us=[("text", words)],
        language=language if language in Language.values else Language.FRENCH,
        owner=person,
        live=False,
    )
    note.themes = list(themes)
    section.add_child(instance=note)
    keep_record(note, state=ClipState.WAITING)
    revision = note.save_revision(user=person, log_action=True)
    revision.publish(user=person, skip_permission_checks=True)
    if at_once:
        transaction.on_commit(partial(complete_clip.enqueue, note.pk), robust=True)
    return WatchNotePage.objects.get(pk=note.pk)


@transaction.atomic
def fill_in(
    note: WatchNotePage,
    by: User,
    *,
    values: dict[str, object],
    archive: str,
    picture: File | None = None,
) -> None:
    """What somebody says of the source by hand; empty values are kept as such.

    ``values`` by the names of the note's fields; ``picture`` is for its cards. Raises
    NotAllowed, and ValidationError for values that the fields do not take.
    """
    need_care(note, by)
    if picture is not None:
        cover = keep_cover(note, picture, publisher=str(values.get("publisher") or ""), by=by)
        values = values | ({"cover": cover} if cover else {})
    change_values(note.pk, values, user=by)
    Clip.objects.filter(note=note.pk).update(
        state=ClipState.COMPLETE, reason="", archive_address=archive
    )


@transaction.atomic
def read_again(note: WatchNotePage, by: User) -> None:
    """Ask the source once more. Raises NotAllowed."""
    need_care(note, by)
    Clip.objects.filter(note=note.pk).update(state=ClipState.WAITING, reason="")
    transaction.on_commit(partial(complete_clip.enqueue, note.pk), robust=True)


def need_care(note: WatchNotePage, person: User) -> None:
    """Raises NotAllowed unless the person looks after this note."""
    if not takes_care(note, person):
        raise NotAllowed("watch note")


def takes_care(note: WatchNotePage, person: User) -> bool:
    """Whether the note is the person's own, or one of those whose words they may change."""
    community = community_of(note)
    if community is None:
        return note.permissions_for_user(person).can_publish()
    standing = standing_of(person)
    own = note.owner_id == person.pk and standing.may(Act.PROPOSE, community)
    return own or standing.may(Act.EDIT_OTHERS, community)


def checked_address(address: str) -> str:
    """The address to store. Raises NotAnAddress."""
    wanted = without_trackers(address.strip())
    try:
        target_of(wanted)
    except AddressRefused as error:
        raise NotAnAddress from error
    if len(wanted) > LONGEST_ADDRESS:
        raise NotAnAddress
    return wanted


def _section(community: CommunityPage) -> WatchIndexPage:
    """The community's section of watch notes; made when it has none."""
    sections = WatchIndexPage.objects.child_of(community).live()
    found = sections.first()
    if found is None:
        open_sections(community)
        found = sections.first()
    if found is None:  # somebody unpublished it: the community does not want notes
        raise NotAllowed("watch section")
    return found
