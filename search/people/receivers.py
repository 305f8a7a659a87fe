"""From what happens to people and communities to the entries of people.

As for pages, only who may have changed is said here. Somebody without an entry who gets
none is left out: most accounts that are made say nothing yet.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from search.outbox import queue
from search.people.ids import entries_of, entry_of
from wiki.communities.models import CommunityPage, Membership
from wiki.core.changes import note_change
from wiki.core.models import Theme
from wiki.people.models import Profile, User

#: Fields of an account that decide whether the person stands in the index, and how.
TOLD = frozenset({"first_name", "last_name", "job_title", "is_active", "erased_at"})


def queue_people(people: Iterable[int]) -> None:
    """Note that the entries of these people may have changed."""
    queue(entries_of(people))


@receiver(post_save, sender=User)
def _account_changed(
    sender: type,
    *,
    instance: User,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw or (created and not instance.job_title):
        return
    if update_fields is None or TOLD & set(update_fields):
        queue([entry_of(instance.pk)])


@receiver(pre_delete, sender=User)
def _account_deleted(sender: type, *, instance: User, **kwargs: Any) -> None:
    queue([entry_of(instance.pk)])


@receiver(post_save, sender=Profile)
@receiver(post_delete, sender=Profile)
def _profile_changed(sender: type, *, instance: Profile, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        note_change()
        queue([entry_of(instance.person_id)])


@receiver(m2m_changed, sender=Profile.themes.through)
def _skills_changed(sender: type, *, instance: Profile | Theme, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Profile):
        note_change()
        queue([entry_of(instance.person_id)])


@receiver(post_save, sender=Membership)
@receiver(post_delete, sender=Membership)
def _belongs_or_not(
    sender: type, *, instance: Membership, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        _queue_told(User.objects.filter(pk=instance.person_id))


@receiver(post_save, sender=CommunityPage)
def _community_changed(
    sender: type, *, instance: CommunityPage, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Its name, its address, who may know of it."""
    if not (raw or created):
        _queue_told(User.objects.filter(memberships__community=instance))


@receiver(post_save, sender=PageViewRestriction)
@receiver(pre_delete, sender=PageViewRestriction)
def _restricted(
    sender: type, *, instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    """Communities are named to everyone signed in who may open them."""
    path = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if path and not raw:
        _queue_told_below(path)


@receiver(post_page_move)
def _moved(sender: type, *, instance: Page, **kwargs: Any) -> None:
    _queue_told_below(Page.objects.values_list("path", flat=True).get(pk=instance.pk))


@receiver(post_save, sender=Theme)
@receiver(pre_delete, sender=Theme)
def _theme_changed(sender: type, *, instance: Theme, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        queue_people(Profile.objects.filter(themes=instance).values_list("person_id", flat=True))


def _queue_told_below(path: str) -> None:
    """The people of communities at this place of the tree."""
    _queue_told(User.objects.filter(memberships__community__path__startswith=path).distinct())


def _queue_told(people: QuerySet[User]) -> None:
    """Those who have something that an entry tells."""
    told = people.exclude(job_title="", profile__isnull=True)
    queue_people(told.values_list("pk", flat=True))
