"""What the account itself keeps of a person."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from wiki.people.data import PersonalData, adds_personal_data, erases, hinders_erasure
from wiki.people.models import FIELDS, Profile, User


@adds_personal_data
def _account(person: User) -> Iterator[PersonalData]:
    yield PersonalData(
        "account",
        {
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "job_title": person.job_title,
            "date_joined": person.date_joined,
            "last_login": person.last_login,
            "groups": sorted(person.groups.values_list("name", flat=True)),
            "interface": _interface(person),
        },
    )


def _interface(person: User) -> dict[str, Any]:
    """What the CMS keeps for its own screens."""
    names = [
        field.name
        for field in UserProfile._meta.concrete_fields
        if not field.is_relation and not field.primary_key and field.name != "avatar"
    ]
    return UserProfile.objects.filter(user=person).values(*names).first() or {}


@adds_personal_data
def _profile(person: User) -> Iterator[PersonalData]:
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return
    yield PersonalData(
        "profile",
        {
            "themes": [theme.slug for theme in profile.themes.all()],
            "skills": profile.skills,
            "languages": profile.languages,
            "availability": profile.availability,
            "contact": profile.contact,
            "phone": profile.phone,
            "text": profile.text,
            "language": profile.language,
            "seen_by": {name: profile.seen(name).value for name in FIELDS},
            "listed": profile.listed,
            "may_be_asked": profile.may_be_asked,
        },
    )


@hinders_erasure
def _last_superuser(person: User) -> Iterator[Promise]:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        yield _("You are the last person with every right: give them to somebody else first.")


@erases
def _own_rows(person: User) -> None:
    Profile.objects.filter(person=person).delete()
    for interface in UserProfile.objects.filter(user=person):
        interface.avatar.delete(save=False)
        interface.delete()


@erases
def _sessions(person: User) -> None:
    """Every browser in which the person is still signed in."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


@erases
def _name_in_the_journal(person: User) -> None:
    """The CMS notes the name of an account that somebody edits."""
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    ).update(label="")
