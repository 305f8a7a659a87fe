"""Loads the demo: people, vocabulary, synonyms, and the Markdown files through the importer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from home.bootstrap import MODERATORS
from search.models import Direction, Synonym
from search.wording import key
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.core.languages import Language
from wiki.core.models import Theme
from wiki.importers.reports import ImportReport
from wiki.importers.services import import_folder
from wiki.people.models import User
from wiki.people.services import save_profile

FOLDER = Path(__file__).parent / "demo"
#: Everybody in the demo signs in with it. A site with real people never loads the demo.
PASSWORD = "recueil-demo"  # noqa: S105  (printed on purpose, for a site on one's own machine)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One line of ``people.yaml``."""

    email: str
    first_name: str
    last_name: str
    job_title: str
    role: str


def people() -> list[DemoPerson]:
    """The people of the demo, as the file gives them."""
    rows = yaml.safe_load((FOLDER / "people.yaml").read_text())
    return [DemoPerson(**row) for row in rows]


def accounts() -> list[DemoPerson]:
    """One person of each role, to sign in as: the first of the file."""
    seen: dict[str, DemoPerson] = {}
    for person in people():
        seen.setdefault(person.role, person)
    return list(seen.values())


def role_holders() -> list[tuple[str, str, str]]:
    """One person of each role in a community, the first of the file: address, role, community."""
    seen: dict[str, tuple[str, str, str]] = {}
    for slug, rows in yaml.safe_load((FOLDER / "members.yaml").read_text()).items():
        for row in rows:
            role = row.get("role", Role.MEMBER)
            seen.setdefault(role, (row["email"], role, slug))
    return list(seen.values())


@transaction.atomic
def load_people() -> int:
    """Make the people who are missing; returns how many. Those who exist keep their password."""
    made = 0
    groups = {"moderator": [MODERATORS]}
    for person in people():
        if User.objects.filter(email=person.email).exists():
            continue
        user = User.objects.create_user(
            person.email,
            PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
            job_title=person.job_title,
            is_superuser=person.role == "admin",
            is_staff=person.role == "admin",
        )
        user.groups.set(Group.objects.filter(name__in=groups.get(person.role, [])))
        made += 1
    return made


@transaction.atomic
def load_themes() -> int:
    """Make the themes that are missing; returns how many."""
    rows = yaml.safe_load((FOLDER / "themes.yaml").read_text())
    return _load_themes(rows, parent=None)


def _load_themes(rows: Iterable[dict[str, Any]], *, parent: Theme | None) -> int:
    made = 0
    for row in rows:
        theme, is_new = Theme.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "parent": parent,
                "label_fr": row["fr"],
                "label_en": row.get("en", ""),
                "description": row.get("description", ""),
                "synonyms": "\n".join(row.get("synonyms", [])),
            },
        )
        made += is_new + _load_themes(row.get("children", []), parent=theme)
    return made


@transaction.atomic
def load_profiles() -> int:
    """Give the people of the file their profile; returns how many had none."""
    rows = yaml.safe_load((FOLDER / "profiles.yaml").read_text())
    without = User.objects.filter(profile__isnull=True).in_bulk(field_name="email")
    new = [row for row in rows if row["email"] in without]
    for row in new:
        seen = {f"{name}_seen": who for name, who in row.pop("seen", {}).items()}
        themes = Theme.objects.filter(slug__in=row.pop("themes", []))
        words = "\n".join(row.pop("skills", []))
        person = without[row.pop("email")]
        save_profile(person, {**row, **seen, "words": words, "themes": themes})
    return len(new)


@transaction.atomic
def load_synonyms() -> int:
    """Make the synonyms that are missing; returns how many. What editors say otherwise stays."""
    rows = yaml.safe_load((FOLDER / "synonyms.yaml").read_text())
    return sum(_load_synonym(row) for row in rows)


def _load_synonym(row: dict[str, Any]) -> bool:
    synonym = Synonym(
        words=row["words"],
        equivalents="\n".join(row["equivalents"]),
        direction=Direction.ONE_WAY if row.get("one_way") else Direction.TWO_WAY,
        language=row.get("texts", ""),
    )
    words = key(synonym.words)
    if any(
        key(known.words) == words and {known.language, synonym.language} != set(Language.values)
        for known in Synonym.objects.all()
    ):
        return False
    try:
        synonym.full_clean()
    except ValidationError:
        return False  # an editor links the same words under another one
    synonym.save()
    return True


@transaction.atomic
def load_members() -> int:
    """Let the people of ``members.yaml`` belong to their communities; how many are new there.

    Where there are members already, people may have joined and left since: nothing is done.
    """
    rows = yaml.safe_load((FOLDER / "members.yaml").read_text())
    people = User.objects.in_bulk(field_name="email")
    made = 0
    for community in CommunityPage.objects.filter(slug__in=rows):
        if community.memberships.exclude(role=Role.FACILITATOR).exists():
            continue
        for row in rows[community.slug]:
            _membership, is_new = Membership.objects.get_or_create(
                community=community,
                person=people[row["email"]],
                defaults={
                    "role": row.get("role", Role.MEMBER),
                    "reviews": row.get("reviews", False),
                },
            )
            made += is_new
    return made


def load_pages(*, progress: bool = True) -> ImportReport:
    """Bring the pages of the demo up to date; those edited in the CMS are left alone."""
    return import_folder(FOLDER / "content", progress=progress)
