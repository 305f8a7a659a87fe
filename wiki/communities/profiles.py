"""What one person sees of another's profile.

Each field is seen by nobody, by those who share a community with the person, or by
everyone signed in. The person sees all of it, a visitor nothing. Having every right on
the site gives no right on what somebody keeps to their community.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import QuerySet

from wiki.communities.audience import LOGIN, Viewer, audience_of, rules
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.queries import communities
from wiki.communities.rights import Act, Position, Visibility, may
from wiki.core.models import Theme
from wiki.people.models import FIELDS, Contact, Profile, Seen, User
from wiki.people.spoken import Spoken


class Closeness(Enum):
    """How near a viewer stands to a person, and so the fields that they see."""

    COLLEAGUE = frozenset({Seen.EVERYBODY})
    MEMBER = frozenset({Seen.EVERYBODY, Seen.MEMBERS})
    SELF = frozenset(Seen)

    def sees(self, seen: Seen) -> bool:
        return seen in self.value


@dataclass(frozen=True, slots=True)
class VisibleProfile:
    """A profile as one viewer sees it: what is not for them is empty."""

    name: str
    url: str
    job_title: str
    themes: tuple[Theme, ...]
    skills: tuple[str, ...]
    languages: tuple[Spoken, ...]
    availability: str
    contact: str
    #: Only with a contact that may be seen.
    email: str
    phone: str
    text: str
    #: Language in which the free texts are written.
    language: str
    communities: tuple[CommunityPage, ...]

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the name is seen."""
        told = (self.job_title, self.themes, self.skills, self.languages, self.availability)
        return not any((*told, self.contact, self.text, self.communities))


#: Communities that every colleague may read: who belongs there is no secret among them.
OPEN = [v.value for v in Visibility if may(Act.READ, Position.COLLEAGUE, v)]


def shared_places(viewer: User) -> QuerySet:
    """Ids of the communities whose members stand near to this person, for a subquery.

    One that was merged into another keeps its members, who may have left the other since.
    """
    rows = Membership.objects.filter(person=viewer, community__merged_into=None)
    return rows.values("community")


def closeness(person: User, viewer: Viewer) -> Closeness | None:
    """How near the viewer stands; None for visitors and of people who left (one query)."""
    if not (viewer.is_authenticated and viewer.is_active and person.is_active):
        return None
    if viewer.pk == person.pk:
        return Closeness.SELF
    shared = Membership.objects.filter(person=person, community__in=shared_places(viewer))
    return Closeness.MEMBER if shared.exists() else Closeness.COLLEAGUE


def visible_profile(person: User, viewer: Viewer) -> VisibleProfile | None:
    """What the viewer sees of this person; None for visitors and of people who left.

    Of communities, those that the viewer may read: elsewhere, who belongs is told to
    members only.
    """
    near = closeness(person, viewer)
    if near is None:
        return None
    own = communities(viewer).filter(memberships__person=person)
    return _seen(person, stored_profile(person), near, communities=own)


def profile_as_colleague(person: User) -> VisibleProfile:
    """What everyone signed in sees."""
    return profiles_as_colleague([person])[person.pk]


def profile_as_member(person: User) -> VisibleProfile:
    """What somebody sees who belongs to all the communities of the person."""
    profile = stored_profile(person)
    return _seen(person, profile, Closeness.MEMBER, communities=_joined([person])[person.pk])


def profiles_as_colleague(people: Sequence[User]) -> dict[int, VisibleProfile]:
    """What everyone signed in sees of each person, by id (four queries, however many)."""
    rows = Profile.objects.filter(person__in=people).prefetch_related("themes")
    profiles = {row.person_id: row for row in rows}
    joined, site_rules, everyone = _joined(people, visibilities=OPEN), rules(), frozenset({LOGIN})
    return {
        person.pk: _seen(
            person,
            profiles.get(person.pk) or Profile(person=person),
            Closeness.COLLEAGUE,
            # One that is open may be closed by hand, in the tree.
            communities=[
                place
                for place in joined[person.pk]
                if audience_of(place.path, site_rules).admits(everyone)
            ],
        )
        for person in people
    }


def stored_profile(person: User) -> Profile:
    """The person's profile, or one with the defaults (one query)."""
    return Profile.objects.filter(person=person).first() or Profile(person=person)


def _joined(
    people: Sequence[User], *, visibilities: Iterable[str] = Visibility.values
) -> dict[int, list[CommunityPage]]:
    """The published communities of each person, by name."""
    rows = Membership.objects.filter(
        person__in=people, community__live=True, community__visibility__in=list(visibilities)
    ).select_related("community")
    found: dict[int, list[CommunityPage]] = defaultdict(list)
    for row in rows.order_by("community__title", "community"):
        found[row.person_id].append(row.community)
    return found


def _seen(
    person: User, profile: Profile, near: Closeness, *, communities: Iterable[CommunityPage]
) -> VisibleProfile:
    """What is seen from there."""
    sees = {name: near.sees(profile.seen(name)) for name in FIELDS}
    asked = profile.contact if sees["contact"] else ""
    themes = profile.themes.all() if sees["skills"] and profile.pk else ()
    return VisibleProfile(
        name=person.display_name,
        url=person.get_absolute_url(),
        job_title=person.job_title if sees["job_title"] else "",
        themes=tuple(sorted(themes, key=lambda theme: theme.label.casefold())),
        skills=tuple(profile.skills) if sees["skills"] else (),
        languages=tuple(profile.spoken) if sees["languages"] else (),
        availability=profile.availability if sees["availability"] else "",
        contact=str(Contact(asked).label) if asked else "",
        email=person.email if asked == Contact.EMAIL else "",
        phone=profile.phone if asked == Contact.PHONE else "",
        text=profile.text if sees["text"] else "",
        language=profile.language,
        communities=tuple(communities) if sees["communities"] else (),
    )
