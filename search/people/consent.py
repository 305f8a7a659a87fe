"""People who agreed to be suggested as people to ask, with what they declare to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from search.reduced.roots import Root, roots
from wiki.communities.profiles import profiles_as_colleague
from wiki.core.changes import content_version
from wiki.people.models import User

#: Seconds; the list changes with the version of the content.
LIFETIME = 600


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill or a theme as it is shown, with the roots of its words; a theme has its id."""

    label: str
    roots: tuple[Root, ...]
    theme_id: int = 0


@dataclass(frozen=True, slots=True)
class Consenting:
    """Somebody who may be asked."""

    person_id: int
    name: str
    url: str
    job_title: str
    skills: tuple[Skill, ...]


def consenting() -> dict[int, Consenting]:
    """Everybody who said yes and has an account, by id (one query; five after a change)."""
    name = f"search-consenting-{content_version()}"
    kept: dict[int, Consenting] | None = cache.get(name)
    if kept is None:
        people = list(User.objects.filter(is_active=True, profile__may_be_asked=True))
        seen = profiles_as_colleague(people) if people else {}
        kept = {
            person.pk: Consenting(
                person.pk,
                seen[person.pk].name,
                seen[person.pk].url,
                seen[person.pk].job_title,
                (
                    *(Skill(words, roots(words)) for words in seen[person.pk].skills),
                    *(
                        Skill(theme.label_fr, roots(theme.label_fr), theme.pk)
                        for theme in seen[person.pk].themes
                    ),
                ),
            )
            for person in people
        }
        cache.set(name, kept, LIFETIME)
    return kept


def says(told: Sequence[Root], words: Sequence[Root]) -> bool:
    """Whether every one of ``words`` is a form of one that is told, whichever is longer.

    « évaluation » says « évaluer », and the reverse.
    """
    return bool(words) and all(any(_alike(word, root) for root in told) for word in words)


def fits(asked: Sequence[Root], words: Sequence[Root]) -> bool:
    """Whether one of the two says all of the other: « veille » and « veille partagée »."""
    return says(asked, words) or says(words, asked)


def _alike(one: Root, other: Root) -> bool:
    return one.admits(other.text) or other.admits(one.text)
