"""Writes on a digest that is being made: every right is checked here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.models import DigestIndexPage, DigestItem, DigestPage, KnowledgePage
from guides.services import open_section
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.services.opening import free_slug
from wiki.communities.standing import standing_of
from wiki.core.dates import date_format
from wiki.digests.composing import arranging
from wiki.digests.composing.proposing import first_day, proposals, word_for
from wiki.digests.errors import AlreadyInIt, AlreadySent, NoSuchPage, TooMany
from wiki.digests.models import DigestSettings, Edition
from wiki.people.models import User

#: Items of one digest.
MOST_ITEMS = 200
Stage = Edition.Stage


@dataclass(frozen=True, slots=True)
class Words:
    """What one may write over a digest's items."""

    title: str
    summary: str
    #: Markdown.
    editorial: str
    period_start: date | None
    period_end: date | None


@transaction.atomic
def begin(community: CommunityPage, *, by: User, today: date) -> Edition:
    """A draft with what is proposed. Raises NotAllowed."""
    standing_of(by).need(Act.EDIT_OTHERS, community)
    section = DigestIndexPage.objects.child_of(community).live().first()
    if section is None:
        section = open_section(community, DigestIndexPage, user=by)
    since = first_day(community, today=today)
    digest = _draft(section, by=by, since=since, today=today)
    with translation.override(digest.language):
        found = proposals(community, by, since=since)[:MOST_ITEMS]
    DigestItem.objects.bulk_create(
        DigestItem(
            digest=digest,
            page_id=each.page_id,
            title=each.title,
            url=each.url,
            word=each.word,
            section=each.section,
            position=position,
        )
        for position, each in enumerate(found)
    )
    return Edition.objects.create(digest=digest, composed_by=by)


def _draft(section: DigestIndexPage, *, by: User, since: date, today: date) -> DigestPage:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        days = {"since": date_format(since, "j F"), "until": date_format(today, "j F Y")}
        digest = DigestPage(
            title=_("Digest of %(since)s to %(until)s") % days,
            summary=_("What we noted since %(since)s, and what it means for us.") % days,
            slug=free_slug(section, f"lettre-{today.isoformat()}"),
            period_start=since,
            period_end=today,
            language=language,
            owner=by,
            live=False,
        )
    # Read anew: the number of its children may have changed.
    Page.objects.get(pk=section.pk).add_child(instance=digest)
    digest.save_revision(user=by, log_action=True)
    return digest


def edition_of(digest: DigestPage) -> Edition:
    """The making of the digest; one that was begun in the CMS gets its row now."""
    return Edition.objects.get_or_create(digest=digest, defaults={"composed_by": digest.owner})[0]


def needs_approval(community: CommunityPage) -> bool:
    """Whether the community wants a second person to look."""
    return DigestSettings.objects.filter(community=community, needs_approval=True).exists()


def opened(edition: Edition, *, by: User) -> tuple[Edition, CommunityPage]:
    """The row, locked, for somebody who may change the digest. Raises NotAllowed, AlreadySent.

    A change takes back an approval: what was approved is not what would leave.
    """
    rows = Edition.objects.select_for_update(of=("self",)).select_related("digest")
    row = rows.get(pk=edition.pk)
    community = community_of(row.digest)
    if community is None:
        raise NotAllowed("no community")
    standing_of(by).need(Act.EDIT_OTHERS, community)
    if not row.is_open:
        raise AlreadySent
    return row, community


def _changed(edition: Edition, community: CommunityPage) -> None:
    approved = edition.stage in {Stage.WAITING, Stage.APPROVED} or (
        edition.stage == Stage.SCHEDULED and needs_approval(community)
    )
    if approved:
        edition.stage, edition.approved_by, edition.send_at = Stage.COMPOSING, None, None
        edition.save(update_fields=["stage", "approved_by", "send_at"])


@transaction.atomic
def write(
    edition: Edition,
    words: Words,
    *,
    by: User,
    items: Mapping[int, Mapping[str, str]],
    renamed: Mapping[str, str],
) -> None:
    """Store the words over the items, of each item those given, and other names of sections.

    Raises NotAllowed, AlreadySent.
    """
    row, community = opened(edition, by=by)
    changed = _write_page(row.digest, words, by=by)
    rows = list(row.digest.items.all())
    for item in rows:
        values = {"section": renamed.get(item.section, item.section), **items.get(item.pk, {})}
        for name, value in values.items():
            changed = changed or getattr(item, name) != value
            setattr(item, name, value)
    _store(rows)
    if changed:
        _changed(row, community)


def _write_page(digest: DigestPage, words: Words, *, by: User) -> bool:
    """Whether something is different; the draft alone is written, as the CMS does."""
    draft: Any = digest.get_latest_revision_as_object()
    editorial = [("markdown", words.editorial)] if words.editorial else []
    before = (draft.title, draft.summary, draft.period_start, draft.period_end)
    after = (words.title, words.summary, words.period_start, words.period_end)
    if before == after and editorial_of(draft) == words.editorial:
        return False
    draft.title, draft.summary, draft.period_start, draft.period_end = after
    if editorial_of(draft) != words.editorial:
        draft.editorial = editorial
    draft.save_revision(user=by)
    return True


def editorial_of(digest: DigestPage) -> str:
    """The editorial as Markdown; of one written in the CMS with other blocks, those in Markdown."""
    text = "\n\n".join(
        str(block.value) for block in digest.editorial if block.block_type == "markdown"
    )
    # As a form gives it back: to keep what one only looked at is no change.
    return text.replace("\r\n", "\n").strip()


def _store(rows: list[DigestItem]) -> None:
    for position, item in enumerate(arranging.together(rows)):
        item.position = position
    fields = ["title", "url", "word", "section", "position"]
    DigestItem.objects.bulk_update(rows, fields)


@transaction.atomic
def step(edition: Edition, item: int, *, up: bool, by: User) -> None:
    """One item up or down. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    _store(arranging.stepped(list(row.digest.items.all()), item, up=up))
    _changed(row, community)


@transaction.atomic
def place(edition: Edition, item: int, *, section: str, before: int | None, by: User) -> None:
    """One item where it was dropped. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    rows = list(row.digest.items.all())
    _store(arranging.placed(rows, item, section=section[:120], before=before))
    _changed(row, community)


@transaction.atomic
def step_section(edition: Edition, section: str, *, up: bool, by: User) -> None:
    """A whole section up or down. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    rows = arranging.section_stepped(list(row.digest.items.all()), section, up=up)
    _store(rows)
    _changed(row, community)


@transaction.atomic
def add_page(
    edition: Edition, page_id: int, *, by: User, url: str = "", title: str = "", section: str = ""
) -> DigestItem:
    """A page of the site, at the end of a section.

    Raises NotAllowed, AlreadySent, NoSuchPage, AlreadyInIt, TooMany.
    """
    row, community = opened(edition, by=by)
    page = readable(KnowledgePage.objects.live(), by).filter(pk=page_id).first()
    if page is None or page.pk == row.digest_id:
        raise NoSuchPage
    if row.digest.items.filter(page=page, url=url).exists():
        raise AlreadyInIt
    word = "" if url else word_for(page.specific)
    return _add(row, community, page=page, url=url, title=title, section=section, word=word)


@transaction.atomic
def add_words(
    edition: Edition, *, by: User, title: str, url: str = "", word: str = "", section: str = ""
) -> DigestItem:
    """An item without a page. Raises NotAllowed, AlreadySent, TooMany."""
    row, community = opened(edition, by=by)
    return _add(row, community, title=title, url=url, word=word, section=section)


def _add(edition: Edition, community: CommunityPage, **values: Any) -> DigestItem:
    rows = list(edition.digest.items.all())
    if len(rows) >= MOST_ITEMS:
        raise TooMany
    item = DigestItem.objects.create(digest=edition.digest, position=len(rows), **values)
    _store([*rows, item])
    _changed(edition, community)
    return item


@transaction.atomic
def remove(edition: Edition, item: int, *, by: User) -> None:
    """The item goes back to the tray. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    row.digest.items.filter(pk=item).delete()
    _changed(row, community)


@transaction.atomic
def discard(edition: Edition, *, by: User) -> None:
    """The draft goes; what was in it may go into another. Raises NotAllowed, AlreadySent."""
    row, community = opened(edition, by=by)
    standing_of(by).need(Act.PUBLISH, community)
    if row.digest.live:
        raise AlreadySent
    row.digest.delete()


@transaction.atomic
def configure(community: CommunityPage, *, by: User, needs_approval: bool, reply_to: str) -> None:
    """What the community wants for its digests. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, community)
    DigestSettings.objects.update_or_create(
        community=community, defaults={"needs_approval": needs_approval, "reply_to": reply_to}
    )
