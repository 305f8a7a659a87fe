"""People named beside pages and communities, with what the viewer may see of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wiki.communities.audience import Viewer
from wiki.communities.models import Membership
from wiki.communities.profiles import Closeness, shared_places
from wiki.people.models import Contact, Profile, Seen, User


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A name, and for people who have signed in what the person lets them see."""

    display_name: str
    #: Of the person's page; "" for visitors and of people who left.
    url: str = ""
    job_title: str = ""
    email: str = ""


def person_cards(people: Iterable[User], viewer: Viewer) -> dict[int, PersonCard]:
    """A card for each person, by id (no query for visitors, otherwise two at most).

    None either for people read with their profile, unless one keeps to their communities.

    Whoever answers for something can be written to, unless their profile says otherwise or
    names another way.
    """
    people = list({person.pk: person for person in people}.values())
    if not viewer.is_authenticated:
        return {person.pk: PersonCard(person.display_name) for person in people}
    profiles = _profiles(people)
    near = _near(profiles, viewer)
    return {
        person.pk: _card(person, profiles.get(person.pk), near.get(person.pk, Closeness.COLLEAGUE))
        for person in people
    }


def add_cards(rows: Iterable[Any], viewer: Viewer) -> None:
    """Each row (a membership, a request) with the ``card`` of its ``person``; as many queries."""
    rows = list(rows)
    cards = person_cards([row.person for row in rows], viewer)
    for row in rows:
        row.card = cards[row.person_id]


def _profiles(people: list[User]) -> dict[int, Profile]:
    """The saved profiles, by person."""
    read = [person for person in people if User.profile.is_cached(person)]  # type: ignore[attr-defined]
    found = {person.pk: profile for person in read if (profile := getattr(person, "profile", None))}
    others = [person for person in people if person not in read]
    if others:
        rows = Profile.objects.filter(person__in=others)
        found |= {row.person_id: row for row in rows}
    return found


def _near(profiles: dict[int, Profile], viewer: User) -> dict[int, Closeness]:
    """Who stands nearer than a colleague, asked only when it makes a difference."""
    kept = [
        pk
        for pk, profile in profiles.items()
        if Seen.MEMBERS in {profile.seen("job_title"), profile.seen("contact")}
    ]
    found = {}
    if kept:
        shared = Membership.objects.filter(person__in=kept, community__in=shared_places(viewer))
        found = dict.fromkeys(shared.values_list("person_id", flat=True), Closeness.MEMBER)
    return {**found, viewer.pk: Closeness.SELF}


def _card(person: User, profile: Profile | None, near: Closeness) -> PersonCard:
    if not person.is_active:
        return PersonCard(person.display_name)
    sees_job = profile is None or near.sees(profile.seen("job_title"))
    sees_address = profile is None or (
        near.sees(profile.seen("contact")) and profile.contact in {"", Contact.EMAIL}
    )
    return PersonCard(
        person.display_name,
        url=person.get_absolute_url(),
        job_title=person.job_title if sees_job else "",
        email=person.email if sees_address else "",
    )
