"""Who reads a place of the tree, as people; and what a change does to that.

``audience`` answers for one viewer. Here the question is asked the other way round, to
say before a change who would gain and who would lose access.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from wiki.communities.audience import LOGIN, Audience, audience_of, rules, rules_apart_from
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Position, Visibility, may
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody, or the people with these ids; superusers read everything and do not count."""

    anyone: bool
    people: frozenset[int]

    def includes(self, others: "Readers") -> bool:
        """Whether all of ``others`` are among these."""
        return self.people >= others.people and (self.anyone or not others.anyone)


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What a change does to readers: people by their ids, and visitors, whom nobody counts."""

    opens: bool
    closes: bool
    #: Those who read before the change or after it, and not at both times.
    comes: frozenset[int]
    goes: frozenset[int]

    @property
    def gained(self) -> int:
        """How many come in."""
        return len(self.comes)

    @property
    def lost(self) -> int:
        """How many go out."""
        return len(self.goes)

    @property
    def widens(self) -> bool:
        """Whether anybody reads what they could not read before."""
        return self.opens or bool(self.comes)

    @property
    def is_none(self) -> bool:
        return not (self.opens or self.closes or self.comes or self.goes)


def compare(before: Readers, after: Readers) -> AccessChange:
    """Who comes in and who goes out."""
    return AccessChange(
        opens=after.anyone and not before.anyone,
        closes=before.anyone and not after.anyone,
        comes=after.people - before.people,
        goes=before.people - after.people,
    )


def readers_of(audience: Audience) -> Readers:
    """The people who meet every condition (two queries at most)."""
    everybody = frozenset(_active().values_list("pk", flat=True))
    if audience.is_public:
        return Readers(anyone=True, people=everybody)
    members = _people_by_token({token for condition in audience.conditions for token in condition})
    people = everybody
    for condition in audience.conditions:
        if LOGIN not in condition:
            people &= frozenset().union(*(members.get(token, frozenset()) for token in condition))
    return Readers(anyone=False, people=people)


def readers_of_place(place: Page) -> Readers:
    """Who reads what stands here, now."""
    return readers_of(audience_of(place.path, rules()))


def readers_after_move(page: Page, destination: Page) -> Readers:
    """Who would read ``page`` below ``destination``; its own restrictions go with it."""
    site_rules = rules()
    own = {rule.tokens for rule in site_rules if rule.path == page.path}
    there = audience_of(destination.path, site_rules)
    return readers_of(Audience(there.conditions | own))


def readers_after_setting(community: CommunityPage, visibility: str) -> Readers:
    """Who would read the community if it had this visibility."""
    site_rules = rules_apart_from(community.restriction_id)
    others = readers_of(audience_of(community.path, site_rules))
    if visibility == Visibility.PUBLIC:
        return others
    if visibility == Visibility.INTERNAL:
        return Readers(anyone=False, people=others.people)
    members = Membership.objects.filter(community=community, person__in=_active())
    ids = frozenset(members.values_list("person_id", flat=True))
    return Readers(anyone=False, people=others.people & ids)


def knowers(visibility: str) -> tuple[bool, bool]:
    """Whether visitors, and whether colleagues, know of a community with this visibility."""
    return (
        may(Act.SEE, Position.VISITOR, visibility),
        may(Act.SEE, Position.COLLEAGUE, visibility),
    )


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_superuser=False)


def _people_by_token(tokens: Iterable[str]) -> dict[str, frozenset[int]]:
    groups = [int(token.split(":")[1]) for token in tokens if token.startswith("group:")]
    found: dict[str, set[int]] = {}
    rows = User.groups.through.objects.filter(group__in=groups)
    for group, person in rows.values_list("group_id", "user_id"):
        found.setdefault(f"group:{group}", set()).add(person)
    return {token: frozenset(people) for token, people in found.items()}
