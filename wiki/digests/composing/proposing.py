"""What may go into a digest: kept since the last one, published since, asked and not answered."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from guides.models import (
    CaseStudyPage,
    DigestItem,
    DigestPage,
    GuidePage,
    KnowledgePage,
    WatchNotePage,
)
from guides.queries import below, knowledge, of_kind
from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage
from wiki.core.blocks.words import words_of
from wiki.core.text import plain_text
from wiki.feedback.models import Comment

#: Days that a first digest covers.
FIRST_PERIOD = 30
#: Items proposed at once of each sort; what is left over waits in the tray.
MOST = 30
#: What the tray shows: the newest.
TRAY_MOST = 60
#: Characters of a proposed word: two lines of a message.
WORD = 300
_END = re.compile(r"</(?:p|li|h[1-6])>")
_SENTENCE = re.compile(r"(.+?[.!?…])(?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to put in; ``title`` is empty where the page's own says it."""

    page_id: int
    #: What the tray calls it.
    label: str
    language: str
    kind: str
    kind_label: str
    kind_icon: str
    published: datetime | None
    url: str = ""
    title: str = ""
    word: str = ""
    section: str = ""


def first_day(community: CommunityPage, *, today: date) -> date:
    """From when the next digest tells: the end of the last one, else a month ago."""
    sent = DigestPage.objects.descendant_of(community).filter(period_end__isnull=False)
    last = sent.order_by("-period_end").values_list("period_end", flat=True).first()
    return last or today - timedelta(days=FIRST_PERIOD)


def proposals(community: CommunityPage, viewer: Viewer, *, since: date) -> list[Candidate]:
    """What this person would put in, by section: notes by theme, then pages, then questions."""
    start = timezone.make_aware(datetime.combine(since, time.min))
    pages = _not_yet_in(community, viewer).filter(first_published_at__gte=start)
    notes = _notes(of_kind(pages, WatchNotePage)[:MOST])
    sizes = Counter(note.section for note in notes)
    found = sorted(notes, key=lambda note: (note.section == "", -sizes[note.section], note.section))
    other = _("Other news")
    found = [replace(note, section=note.section or other) for note in found]
    for model in (GuidePage, CaseStudyPage):
        label = str(model.kind_label_plural)
        found += [replace(each, section=label) for each in _pages(of_kind(pages, model)[:MOST])]
    return found + list(_questions(community, viewer, start=start))


def tray(community: CommunityPage, viewer: Viewer) -> list[Candidate]:
    """What stands in no digest of the community, the newest first."""
    pages = _not_yet_in(community, viewer)
    pages = pages.order_by("-first_published_at", "-pk")
    rows = [*_notes(of_kind(pages, WatchNotePage)[:TRAY_MOST])]
    for model in (GuidePage, CaseStudyPage):
        rows += _pages(of_kind(pages, model)[:TRAY_MOST])
    rows += _questions(community, viewer)
    newest = timezone.now()
    return sorted(rows, key=lambda row: row.published or newest, reverse=True)[:TRAY_MOST]


def word_for(page: KnowledgePage) -> str:
    """What a digest says of the page unless somebody says better."""
    if isinstance(page, WatchNotePage):
        # Of a list, what announces it: its items would read as one sentence.
        means = plain_text(_END.split(words_of(page.means_for_us.raw_data), maxsplit=1)[0])
        found = _SENTENCE.match(means)
        return Truncator(found[1] if found else means).chars(WORD)
    return Truncator(page.summary).chars(WORD)


def _not_yet_in(community: CommunityPage, viewer: Viewer) -> QuerySet[KnowledgePage]:
    told = DigestItem.objects.filter(page=OuterRef("pk"), digest__path__startswith=community.path)
    return below(knowledge(viewer), community).exclude(Exists(told.filter(url="")))


def _notes(pages: QuerySet[KnowledgePage]) -> list[Candidate]:
    """The notes with their own theme as section (three queries)."""
    ids = list(pages.values_list("pk", flat=True))
    rows = WatchNotePage.objects.filter(pk__in=ids).prefetch_related("themes__parent")
    by_id = {row.pk: row for row in rows}
    today = timezone.localdate()
    return [
        replace(_candidate(by_id[pk]), section=_theme(by_id[pk]))
        for pk in ids
        if not by_id[pk].is_expired(today)
    ]


def _theme(page: KnowledgePage) -> str:
    """The widest theme above the page's first one: sections are few and wide."""
    themes = sorted(page.themes.all(), key=lambda theme: theme.pk)
    if not themes:
        return ""
    wide = themes[0].parent or themes[0]
    return wide.label_in(page.language)


def _pages(pages: QuerySet[KnowledgePage]) -> list[Candidate]:
    return [_candidate(page) for page in pages.select_related("content_type")]


def _candidate(page: KnowledgePage) -> Candidate:
    kind: type[KnowledgePage] = page.specific_class or KnowledgePage
    return Candidate(
        page_id=page.pk,
        label=page.title,
        language=page.language,
        kind=kind.search_kind,
        kind_label=str(kind.kind_label),
        kind_icon=kind.kind_icon,
        published=page.first_published_at,
        word=word_for(page),
    )


def _questions(
    community: CommunityPage, viewer: Viewer, *, start: datetime | None = None
) -> Iterator[Candidate]:
    """Comments that ask something and that nobody has answered (two queries)."""
    shown = Comment.objects.filter(hidden_at=None, deleted_at=None)
    answers = shown.filter(reply_to=OuterRef("pk"))
    rows = (
        readable(shown, viewer, prefix="page__")
        .filter(
            page__live=True,
            page__path__startswith=community.path,
            reply_to=None,
            text__endswith="?",
            **({"written_at__gte": start} if start else {}),
        )
        .exclude(Exists(answers))
        .select_related("page")
        .order_by("-written_at", "-pk")[:MOST]
    )
    told = _told_questions(community, [row.pk for row in rows])
    for row in rows:
        if row.pk not in told:
            yield Candidate(
                page_id=row.page_id,
                label=row.text,
                language=row.page.language,
                kind="question",
                kind_label=_("Question"),
                kind_icon="circle-help",
                published=row.written_at,
                url=f"#comment-{row.pk}",
                title=Truncator(" ".join(row.text.split())).chars(WORD),
                section=_("Questions"),
            )


def _told_questions(community: CommunityPage, comments: Iterable[int]) -> set[int]:
    """Those of these comments that a digest of the community told already (one query)."""
    places = {f"#comment-{pk}": pk for pk in comments}
    rows = DigestItem.objects.filter(url__in=places, digest__path__startswith=community.path)
    return {places[url] for url in rows.values_list("url", flat=True)}
