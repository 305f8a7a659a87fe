"""People with profiles, as their form would save them."""

from collections.abc import Iterable
from typing import Any

from tests import factories
from wiki.core.models import Theme
from wiki.people.models import FIELDS, Seen, User
from wiki.people.services import save_profile

#: Something to see in each field.
FULL = {
    "job_title": "Chargée de veille",
    "words": "veille partagée\nentretiens",
    "languages": ["fr", "de"],
    "availability": "Le mardi",
    "contact": "email",
    "phone": "01 02 03 04 05",
    "text": "J’aime transmettre.",
}


def person(
    email: str = "noemie@example.org",
    *,
    first_name: str = "Noémie",
    last_name: str = "Lefort",
    themes: Iterable[Theme] = (),
    **fields: Any,
) -> User:
    """Somebody who saved a profile with these fields."""
    made = factories.user(email, first_name=first_name, last_name=last_name)
    save_profile(made, {**fields, "themes": list(themes)})
    return made


def seen_by(seen: Seen | str) -> dict[str, str]:
    """All fields seen by the same people."""
    return {f"{name}_seen": Seen(seen).value for name in FIELDS}


def form(**changes: Any) -> dict[str, Any]:
    """What the form of the profile posts."""
    return {
        **FULL, "language": "fr", "listed": "on", **seen_by(Seen.EVERYBODY), **changes,
    }  # fmt: skip
