"""Changes of an account: its profile, its copy, its end."""

import json
from io import BytesIO
from secrets import token_hex
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.auth.models import Group
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from wiki.people.data import erase_rows, obstacles, personal_data
from wiki.people.errors import ErasureRefused
from wiki.people.models import Profile, User

#: No mail ever reaches it: the domain is reserved (RFC 2606).
NOWHERE = "former.invalid"


@transaction.atomic
def save_profile(person: User, values: dict[str, Any]) -> Profile:
    """Keep what the person says of themselves; ``values`` by the names of the fields.

    ``job_title`` stands with the account, all others with the profile.
    """
    given = dict(values)
    job_title = given.pop("job_title", person.job_title)
    themes = given.pop("themes", None)
    profile, _made = Profile.objects.update_or_create(person=person, defaults=given)
    if themes is not None:
        profile.themes.set(themes)
    if job_title != person.job_title:
        person.job_title = job_title
        person.save(update_fields=["job_title"])
    return profile


def copy_of(person: User) -> bytes:
    """A zip with ``data.json``, one entry per part, and the files that belong to it."""
    parts = personal_data(person)
    told = {part.name: part.values for part in parts}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        for part in parts:
            for name, content in part.files.items():
                archive.writestr(f"{part.name}/{name}", content)
    return made.getvalue()


@transaction.atomic
def erase(person: User) -> None:
    """Take everything personal out of the account; what the person wrote stays.

    The row is kept, so that pages still have an owner: « Former member ». Raises
    ErasureRefused.
    """
    # Two people who leave at once wait for each other: one of them may be the last one.
    list(User.objects.select_for_update().filter(is_superuser=True).values_list("pk"))
    person = User.objects.select_for_update().get(pk=person.pk)
    reasons = obstacles(person)
    if reasons:
        raise ErasureRefused(reasons)
    erase_rows(person)
    person.email = f"former-{token_hex(8)}@{NOWHERE}"
    person.first_name = person.last_name = person.job_title = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = timezone.now()
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.set(Group.objects.none())
    person.user_permissions.clear()
