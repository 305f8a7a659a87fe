"""People looked up in the database while the index does not answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from search.engines.base import Suggestion
from search.kinds import PERSON
from search.people.entries import indexable_people
from search.people.ids import entry_of
from search.reduced.roots import Root, alternatives
from wiki.communities.audience import Viewer
from wiki.people.models import Profile, Seen


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of somebody: what everyone signed in may see."""

    entry: int
    name: str
    text: str


def people_told(pattern: str, viewer: Viewer, *, most: int) -> Iterator[Told]:
    """People with a word that fits, all without a pattern; nobody for visitors (two queries)."""
    if not viewer.is_authenticated:
        return
    told = _declared(pattern)
    people = indexable_people()
    if pattern:
        named = Q(first_name__iregex=pattern) | Q(last_name__iregex=pattern)
        role = Q(job_title__iregex=pattern) & (
            Q(profile__isnull=True) | Q(profile__job_title_seen=Seen.EVERYBODY)
        )
        people = people.filter(named | role | Q(pk__in=told))
    for person in people.select_related("profile").order_by("last_name", "first_name", "pk")[:most]:
        profile = getattr(person, "profile", None) or Profile(person=person)
        role_told = person.job_title if profile.job_title_seen == Seen.EVERYBODY else ""
        text = "\n".join(filter(None, (role_told, told.get(person.pk, ""))))
        yield Told(entry_of(person.pk), person.display_name, text)


def _declared(pattern: str) -> dict[int, str]:
    """Skills and themes that fit, by person."""
    rows = Profile.objects.filter(skills_seen=Seen.EVERYBODY)
    if pattern:
        rows = rows.filter(
            Q(words__iregex=pattern)
            | Q(themes__label_fr__iregex=pattern)
            | Q(themes__label_en__iregex=pattern)
        ).distinct()
    return {
        row.person_id: "\n".join((row.words, *(t.label_fr for t in row.themes.all())))
        for row in rows.prefetch_related("themes")
    }


def people_named(asked: Iterable[Root], viewer: Viewer, *, most: int) -> list[Suggestion]:
    """People in whose name every word begins another; nobody for visitors (one query)."""
    if not viewer.is_authenticated:
        return []
    people = indexable_people()
    for root in asked:
        begins = alternatives((root,))
        people = people.filter(Q(first_name__iregex=begins) | Q(last_name__iregex=begins))
    return [
        Suggestion(
            page_id=entry_of(person.pk),
            kind=PERSON.key,
            title=person.display_name,
            url=person.get_absolute_url(),
            context_key="",
            context="",
        )
        for person in people[:most]
    ]
