"""Skills that people declare to everyone signed in, offered while somebody types."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse

from search.people.entries import indexable_people
from search.wording import key
from wiki.communities.audience import Viewer
from wiki.core.changes import content_version
from wiki.core.text import anchor_slug
from wiki.people.models import Profile, Seen

#: Rows offered, and seconds for which the list is kept (it changes with the version).
MOST, LIFETIME = 3, 600


@dataclass(frozen=True, slots=True)
class SuggestedSkill:
    """A skill as somebody wrote it; the address finds the people who have it."""

    label: str
    url: str


def suggested_skills(words: list[str], viewer: Viewer) -> tuple[SuggestedSkill, ...]:
    """Skills in which every word begins another; none for visitors (two queries at most)."""
    if not viewer.is_authenticated:
        return ()
    fitting = [skill for skill, parts in known_skills() if _fits(words, parts)]
    directory = reverse("directory:people")
    return tuple(
        SuggestedSkill(skill, f"{directory}?{urlencode({'q': skill})}") for skill in fitting[:MOST]
    )


def known_skills() -> list[tuple[str, list[str]]]:
    """Each skill once, by name, with its words as they are compared."""
    name = f"search-skills-{content_version()}"
    kept: list[tuple[str, list[str]]] | None = cache.get(name)
    if kept is None:
        rows = Profile.objects.filter(
            skills_seen=Seen.EVERYBODY, person__in=indexable_people()
        ).exclude(words="")
        found = {key(skill): skill for row in rows.order_by("pk") for skill in row.skills}
        kept = [(skill, anchor_slug(skill).split("-")) for _key, skill in sorted(found.items())]
        cache.set(name, kept, LIFETIME)
    return kept


def _fits(words: list[str], parts: list[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)
