"""What the four reading screens show: guide, case study, watch note, series."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from guides.fiche import Fact, People, context_band, fiche, labels_of, people_of
from guides.models import GuidePage, KnowledgePage, WatchNotePage
from guides.neighbours import LinkedPage, Neighbours, neighbours
from guides.rendering import RenderedPage, rendered
from guides.structured_data import Described, Step, json_ld
from guides.withheld import withheld_files
from wiki.communities.models import CommunityPage
from wiki.communities.person_cards import PersonCard, person_cards
from wiki.core.durations import Duration, DurationUnit
from wiki.core.once import reading_once
from wiki.core.page_context import adds_context
from wiki.people.knowing import Knower, knowers
from wiki.people.models import User

#: The size that sites ask for when they show a link with a picture.
COVER = "fill-1200x630"
#: Where a page's template lists whom to ask.
TO_ASK = "r-contacts"
MINUTES = {DurationUnit.MINUTE: 1, DurationUnit.HOUR: 60}


@dataclass(frozen=True, slots=True)
class Place:
    """A place above the page; ``url`` is empty when it cannot be opened."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask; all but the names only for people who have signed in."""

    name: str
    role: str
    job_title: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a watch note is about, and where its link goes."""

    title: str
    url: str
    host: str
    language: str
    language_name: str
    length: Duration | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reading template shows of a page besides its own fields."""

    text: RenderedPage
    fiche: list[Fact]
    band: list[Fact]
    around: Neighbours
    trail: list[Place]
    people: People
    contacts: list[Contact]
    #: Who else knows about it, for people who have signed in.
    knowers: tuple[Knower, ...]
    source: Source | None
    total_length: Duration | None
    is_draft: bool
    #: Path of the page; "" while a draft has none.
    path: str
    #: Absolute address of the picture for sites that show a link; "" for none.
    image: str
    export_url: str
    #: A letter to the facilitators, or where to find whom to ask; "" for visitors.
    report_url: str
    structured_data: SafeString


@adds_context(KnowledgePage)
def reading_context(page: KnowledgePage, request: HttpRequest) -> dict[str, Any]:
    """``reading``: what the template shows besides the page's own fields."""
    with reading_once():
        return {"reading": reading(page, request)}


def reading(page: KnowledgePage, request: HttpRequest) -> Reading:
    """The page as this person reads it; of a draft, what the form holds now."""
    draft = bool(getattr(request, "is_preview", False))
    labels = labels_of(page, draft=draft)
    people = people_of(page, draft=draft)
    text = rendered(page, preview=draft)
    around = neighbours(page, request, theme_ids=[each.pk for each in labels.themes], draft=draft)
    path = page.get_url(request) or ""
    trail = [Place(each.title, each.get_url(request) or "") for each in around.places]
    asked = _to_ask(people, around.communities[:1])
    cards = person_cards((each for each, _role in asked.values()), request.user)
    described = Described(
        page=page,
        url=f"{settings.SITE_URL}{path}",
        site_url=settings.SITE_URL,
        site_name=settings.SITE_NAME,
        people=people,
        labels=labels,
        trail=[(place.title, f"{settings.SITE_URL}{place.url}") for place in trail if place.url],
        steps=_steps(page, text),
        stops=around.stops,
        image=_cover(page),
    )
    return Reading(
        text=text,
        fiche=fiche(page, people=people, labels=labels, communities=around.communities),
        band=context_band(page),
        around=around,
        trail=trail,
        people=people,
        contacts=[_contact(cards[pk], role) for pk, (_each, role) in asked.items()],
        knowers=() if draft else knowers(page, request),
        source=_source(page),
        total_length=page_length(page) or total_length(around.stops),
        is_draft=draft,
        path=path,
        image=described.image,
        export_url=reverse("guides:export", args=[page.pk]) if page.pk and page.live else "",
        report_url=_report(page, people.facilitators, cards, request.user, path=path),
        structured_data=json_ld(described),
    )


def page_length(page: KnowledgePage) -> Duration | None:
    """How long the author says that it takes; None for types without a duration."""
    return getattr(page, "length", None)


def total_length(stops: Iterable[LinkedPage]) -> Duration | None:
    """The sum of what the stops take; None unless all are told in minutes or hours."""
    minutes = 0
    for stop in stops:
        if stop.length is None or stop.length.unit not in MINUTES:
            return None
        minutes += stop.length.amount * MINUTES[stop.length.unit]
    return Duration.of(minutes, DurationUnit.MINUTE)


def _steps(page: KnowledgePage, text: RenderedPage) -> list[Step]:
    """The steps of a guide with the anchors and the plain text that were rendered."""
    if not isinstance(page, GuidePage):
        return []
    anchors = next((entry.children for entry in text.toc if entry.anchor == "steps"), ())
    sections = {section.anchor: section.text for section in text.sections}
    return [
        Step(anchor=entry.anchor, name=entry.text, text=sections.get(entry.anchor, ""))
        for entry in anchors
    ]


def _source(page: KnowledgePage) -> Source | None:
    if not isinstance(page, WatchNotePage):
        return None
    try:
        name = get_language_info(page.source_language)["name_translated"]
    except KeyError:  # a code that Django has no name for: shown as it is
        name = page.source_language
    return Source(
        title=page.source_title or page.source_name or page.source_url,
        url=page.source_url,
        host=(urlsplit(page.source_url).hostname or "").removeprefix("www."),
        language=page.source_language,
        language_name=str(name),
        length=Duration.of(page.reading_minutes, DurationUnit.MINUTE),
    )


def _to_ask(people: People, section: tuple[CommunityPage, ...]) -> dict[int, tuple[User, str]]:
    """The owner, the co-authors, then the facilitators; nobody twice, nobody who has left."""
    listed: dict[int, tuple[User, str]] = {}
    if people.owner:
        listed[people.owner.pk] = (people.owner, _("Owner of this page"))
    for each in people.co_authors:
        listed.setdefault(each.pk, (each, _("Co-author")))
    for community in section:
        role = _("Facilitates %(community)s") % {"community": community.title}
        for each in people.facilitators:
            listed.setdefault(each.pk, (each, role))
    return {pk: (each, role) for pk, (each, role) in listed.items() if each.is_active}


def _contact(card: PersonCard, role: str) -> Contact:
    return Contact(
        name=card.display_name,
        role=role,
        job_title=card.job_title,
        email=card.email,
        url=card.url,
    )


def _report(
    page: KnowledgePage,
    people: tuple[User, ...],
    cards: Mapping[int, PersonCard],
    viewer: Any,
    *,
    path: str,
) -> str:
    """A letter to those who facilitate the community, for people who have signed in.

    To those whose address the viewer may see; else the list of whom to ask, in which each
    name leads to how that person likes to be asked.
    """
    if not people or not viewer.is_authenticated:
        return ""
    addresses = [cards[each.pk].email for each in people if each.pk in cards]
    to = ",".join(quote(address) for address in addresses if address)
    if not to:
        return f"#{TO_ASK}"
    subject = _("A problem in “%(title)s”") % {"title": page.title}
    body = f"{settings.SITE_URL}{path}"
    return f"mailto:{to}?subject={quote(subject)}&body={quote(body)}"


def _cover(page: KnowledgePage) -> str:
    """Absolute address of the cover for other sites; "" when its file is gone or withheld."""
    if page.cover is None or withheld_files(page, [("image", page.cover.pk)]):
        return ""
    try:
        address = page.cover.get_rendition(COVER).url
    except (SourceImageIOError, InvalidFilterSpecError):
        return ""
    return address if urlsplit(address).scheme else f"{settings.SITE_URL}{address}"
