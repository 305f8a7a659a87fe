"""A note that feeds a guide or a case study."""

from dataclasses import asdict

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug

from guides.models import CaseStudyPage, GuideIndexPage, GuidePage, KnowledgePage, WatchNotePage
from guides.services import open_sections
from guides.targets import references
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.notifications.tasks import tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User
from wiki.watch.models import Citation

#: Types of pages that a note may feed.
FED: tuple[type[KnowledgePage], ...] = (GuidePage, CaseStudyPage)


@transaction.atomic
def cite(note: WatchNotePage, page: KnowledgePage, *, by: User) -> Citation:
    """Say that the note fed the page. Raises NotAllowed.

    For whoever reads the note and may change the page.
    """
    _need_reading(note, by)
    specific = page.specific
    if not isinstance(specific, FED) or not specific.permissions_for_user(by).can_edit():
        raise NotAllowed("cite")
    citation, _made = Citation.objects.update_or_create(
        note=note, page_id=page.pk, defaults={"by_hand": True, "made_by": by}
    )
    note_change()
    if specific.live:
        tell_authors(specific, actor=by.pk)
    return citation


@transaction.atomic
def begin_guide(
    note: WatchNotePage, community: CommunityPage, *, title: str, by: User
) -> GuidePage:
    """A draft of a guide that leads to the note and names it as its source. Raises NotAllowed."""
    _need_reading(note, by)
    standing_of(by).need(Act.PROPOSE, community)
    section = GuideIndexPage.objects.child_of(community).first()
    if section is None:
        open_sections(community)
        section = GuideIndexPage.objects.child_of(community).get()
    guide = GuidePage(
        title=title,
        slug=find_available_slug(section, slugify(title)[:200] or "guide"),
        summary=note.summary,
        language=note.language,
        see_also=[("page", {"page": note.page_ptr, "why": ""})],
        owner=by,
        live=False,
    )
    guide.themes = list(note.themes.all())
    section.add_child(instance=guide)
    guide.save_revision(user=by, log_action=True)
    Citation.objects.create(note=note, page=guide, by_hand=True, made_by=by)
    return guide


@transaction.atomic
def keep_citations(page: KnowledgePage) -> None:
    """Bring the citations in step with the links of the published text. Safe to repeat."""
    targets, _chosen = references(page.parts())
    named = [number for kind, number in targets if kind == "page"]
    linked = set(WatchNotePage.objects.filter(pk__in=named).values_list("pk", flat=True))
    rows = {row.note_id: row for row in Citation.objects.filter(page=page.pk)}
    new = [Citation(note_id=pk, page_id=page.pk, in_text=True) for pk in linked - rows.keys()]
    Citation.objects.bulk_create(new, ignore_conflicts=True)
    for note_id, row in rows.items():
        if row.in_text == (note_id in linked):
            continue
        if row.in_text and not row.by_hand:
            row.delete()
        else:
            row.in_text = note_id in linked
            row.save(update_fields=["in_text"])


def tell_authors(page: KnowledgePage, *, actor: int | None) -> None:
    """Those whose notes fed this page hear of it, once."""
    rows = Citation.objects.filter(page=page.pk, note__owner__isnull=False)
    for note_id, owner in rows.values_list("note", "note__owner"):
        event = Event(kind="note_used", key=f"used:{note_id}:{page.pk}", page=page.pk, actor=actor)
        after_commit(tell_people, asdict(event), [owner])


def _need_reading(note: WatchNotePage, person: User) -> None:
    if not readable(WatchNotePage.objects.live().filter(pk=note.pk), person).exists():
        raise NotAllowed("watch note")
