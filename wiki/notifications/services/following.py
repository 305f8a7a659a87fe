"""Following and no longer following."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from guides.models import KnowledgePage
from wiki.communities.audience import readable
from wiki.communities.queries import listed
from wiki.core.models import Theme
from wiki.notifications.models import Follow
from wiki.notifications.models.follow import TARGETS
from wiki.people.models import User


@transaction.atomic
def follow(person: User, target: str, pk: int) -> Follow:
    """``person`` follows the page, theme, person or community of this id. Safe to repeat.

    Raises Http404 for what does not exist or what the person may not know of.
    """
    _existing(person, target, pk)
    values: dict[str, Any] = {f"{target}_id": pk}
    row, _made = Follow.objects.get_or_create(follower=person, **values)
    return row


@transaction.atomic
def unfollow(person: User, target: str, pk: int) -> None:
    """``person`` no longer follows it, whether or not they may still know of it."""
    if target not in TARGETS:
        raise Http404
    Follow.objects.filter(follower=person, **{f"{target}_id": pk}).delete()


def is_following(person: User, target: str, pk: int) -> bool:
    """Whether the person follows it (one query)."""
    return Follow.objects.filter(follower=person, **{f"{target}_id": pk}).exists()


def _existing(person: User, target: str, pk: int) -> None:
    match target:
        case "page":
            get_object_or_404(readable(KnowledgePage.objects.live(), person), pk=pk)
        case "theme":
            get_object_or_404(Theme, pk=pk)
        case "person":
            get_object_or_404(User.objects.filter(is_active=True).exclude(pk=person.pk), pk=pk)
        case "community":
            get_object_or_404(listed(person), pk=pk)
        case _:
            raise Http404
