"""The fiche of a page: what one wants to know before reading, as terms and values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guides.models import (
    CaseStudyPage,
    DigestPage,
    GuidePage,
    KnowledgePage,
    SeriesPage,
    WatchNotePage,
)
from wiki.communities.models import CommunityPage
from wiki.communities.queries import facilitating
from wiki.core.dates import date_format
from wiki.core.durations import Duration
from wiki.core.models import KnowledgeTag, Theme
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its words, and what they need to be shown right."""

    text: str
    url: str = ""
    #: ISO 8601, when the words are a date or a duration.
    moment: str = ""
    #: Language of the words when an author wrote them; "" for the reader's.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the fiche; ``late`` asks for attention."""

    term: str | Promise
    values: tuple[Value, ...]
    icon: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Who answers for a page, and for the community in which it lives."""

    owner: User | None
    co_authors: tuple[User, ...]
    verified_by: User | None
    facilitators: tuple[User, ...] = ()

    @property
    def authors(self) -> tuple[User, ...]:
        """The owner, then the co-authors; nobody twice."""
        people = [self.owner] if self.owner else []
        return tuple(people + [each for each in self.co_authors if each not in people])


@dataclass(frozen=True, slots=True)
class Labels:
    """Under what a page is filed."""

    themes: tuple[Theme, ...]
    tags: tuple[KnowledgeTag, ...]


def people_of(page: KnowledgePage, *, draft: bool) -> People:
    """Everybody who answers for the page or for its community, in one query."""
    named = {page.owner_id, page.verified_by_id} - {None}
    wrote = KnowledgePage.co_authors.through.objects.filter(knowledgepage=page.pk)
    animate = facilitating(page)
    wanted = Q(pk__in=named) | Q(pk__in=animate.values("person_id"))
    if not draft:
        wanted |= Q(pk__in=wrote.values("user_id"))
    found = list(
        User.objects.filter(wanted)
        .select_related("profile")
        .annotate(
            wrote=Exists(wrote.filter(user_id=OuterRef("pk"))),
            animates=Exists(animate.filter(person_id=OuterRef("pk"))),
        )
    )
    by_id = {each.pk: each for each in found}
    co_authors = page.co_authors.all() if draft else [each for each in found if each.wrote]
    return People(
        owner=by_id.get(page.owner_id),
        co_authors=tuple(co_authors),
        verified_by=by_id.get(page.verified_by_id),
        facilitators=tuple(each for each in found if each.animates),
    )


def labels_of(page: KnowledgePage, *, draft: bool) -> Labels:
    """Themes and tags of the page by their names, in one query."""
    if draft:
        themes, tags = list(page.themes.all()), list(page.tags.all())
    else:
        columns = ("is_theme", "pk", "slug", "first_name", "second_name")
        themed = (
            Theme.objects.filter(pages=page)
            .order_by()
            .annotate(
                is_theme=models.Value(1),
                first_name=models.F("label_fr"),
                second_name=models.F("label_en"),
            )
        )
        tagged = (
            KnowledgeTag.objects.filter(tagged_pages__content_object=page)
            .order_by()
            .annotate(
                is_theme=models.Value(0),
                first_name=models.F("name"),
                second_name=models.Value(""),
            )
        )
        themes, tags = [], []
        rows = themed.values_list(*columns).union(tagged.values_list(*columns))
        for is_theme, pk, slug, first, second in rows:
            if is_theme:
                themes.append(Theme(pk=pk, slug=slug, label_fr=first, label_en=second))
            else:
                tags.append(KnowledgeTag(pk=pk, slug=slug, name=first))
    return Labels(
        tuple(sorted(themes, key=lambda theme: theme.label.casefold())),
        tuple(sorted(tags, key=lambda tag: tag.name.casefold())),
    )


def fiche(
    page: KnowledgePage,
    *,
    people: People,
    labels: Labels,
    communities: Iterable[CommunityPage],
    today: date | None = None,
) -> list[Fact]:
    """The lines that have something to say, in the order in which people ask."""
    communities = tuple(communities)
    facts = [
        *_own(page),
        *_archive(page, communities),
        Fact(_("Responsible"), _people([people.owner] if people.owner else []), "user"),
        Fact(_("With"), _people(each for each in people.co_authors if each != people.owner)),
        *_verification(page, people.verified_by, today=today or timezone.localdate()),
        Fact(
            _("Communities"),
            tuple(Value(each.title, url=each.url or "") for each in communities),
            "users",
        ),
        Fact(
            _("Themes"),
            tuple(Value(each.label, url=each.get_absolute_url()) for each in labels.themes),
            "library",
        ),
        Fact(
            _("Tags"),
            tuple(Value(each.name, url=each.get_absolute_url()) for each in labels.tags),
            "tag",
        ),
        Fact(_("Licence"), _texts(page.get_licence_display() if page.licence else ""), "scale"),
        Fact(_("First published"), _day(page.first_published_at), "calendar"),
        Fact(_("Updated"), _changed(page), "history"),
    ]
    return [fact for fact in facts if fact.values]


def _own(page: KnowledgePage) -> Iterator[Fact]:
    """What only this type of page has."""
    language = page.language
    if isinstance(page, GuidePage):
        yield Fact(_("Duration"), _length(page.length), "clock")
        yield Fact(_("Level"), _texts(page.get_level_display() if page.level else ""), "gauge")
        yield Fact(_("For whom"), _texts(page.audience, language=language), "target")
        yield Fact(_("Material"), _texts(*page.material_list, language=language), "package")
        before = page.prerequisite_list
        yield Fact(_("Before you start"), _texts(*before, language=language), "list-checks")
    if isinstance(page, SeriesPage):
        yield Fact(_("Duration"), _length(page.length), "clock")
    if isinstance(page, DigestPage):
        yield Fact(_("Period"), _period(page), "calendar")
    if isinstance(page, WatchNotePage) and page.relevant_until:
        late = page.is_expired()
        term = _("Was relevant until") if late else _("Relevant until")
        yield Fact(term, _day(page.relevant_until), "hourglass", late=late)


def _period(page: DigestPage) -> tuple[Value, ...]:
    """From which day to which."""
    days = [date_format(day, "DATE_FORMAT") for day in (page.period_start, page.period_end) if day]
    return (Value(" – ".join(days)),) if days else ()


def _archive(page: KnowledgePage, communities: Iterable[CommunityPage]) -> Iterator[Fact]:
    """Nobody looks after the page any more."""
    for each in communities:
        if each.is_archived and page.path.startswith(each.path):
            yield Fact(_("Archived community, since"), _day(each.archived_at), "package", late=True)


def _verification(page: KnowledgePage, by: User | None, *, today: date) -> Iterator[Fact]:
    if page.verified_until and page.verified_until < today:
        yield Fact(_("To be read again since"), _day(page.verified_until), "hourglass", late=True)
    else:
        yield Fact(_("Verified until"), _day(page.verified_until), "badge-check")
    yield Fact(_("Verified by"), _people([by] if by else []))


def _people(people: Iterable[User]) -> tuple[Value, ...]:
    return tuple(Value(each.display_name) for each in people)


def _texts(*texts: object, language: str = "") -> tuple[Value, ...]:
    return tuple(Value(str(text), language=language) for text in texts if text)


def _length(length: Duration | None) -> tuple[Value, ...]:
    return (Value(str(length), moment=length.iso),) if length else ()


def _day(moment: date | None) -> tuple[Value, ...]:
    """A day as people write it; of a point in time, the day here."""
    if moment is None:
        return ()
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return (Value(date_format(day, "DATE_FORMAT"), moment=day.isoformat()),)


def _changed(page: KnowledgePage) -> tuple[Value, ...]:
    """The last update, unless it is the first publication."""
    first, last = page.first_published_at, page.last_published_at
    if first and last and timezone.localdate(first) == timezone.localdate(last):
        return ()
    return _day(last)


def context_band(page: KnowledgePage) -> list[Fact]:
    """Where a case happened, for readers who ask whether it resembles their own place."""
    if not isinstance(page, CaseStudyPage):
        return []
    language = page.language
    size = page.get_organisation_size_display() if page.organisation_size else ""
    stage = page.get_stage_display() if page.stage else ""
    facts = [
        Fact(_("Sector"), _texts(page.sector, language=language), "building-2"),
        Fact(_("Size"), _texts(size), "users"),
        Fact(_("Stage"), _texts(stage), "git-branch"),
        Fact(_("When"), _day(page.case_date), "calendar"),
        Fact(_("Constraints"), _texts(*page.constraint_list, language=language), "lock"),
    ]
    return [fact for fact in facts if fact.values]
