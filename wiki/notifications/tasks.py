"""Background work of notices: who is told, and what leaves by e-mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django_tasks import task

from wiki.notifications import fan_out
from wiki.notifications.sending import send_due
from wiki.notifications.telling import Event, record


@task()
def send_notices() -> int:
    """Send what should leave at once; how many messages left."""
    return send_due()


@task()
def tell_people(event: Mapping[str, Any], people: Sequence[int]) -> None:
    """Tell these people of an event."""
    if record(Event(**event), people):
        send_notices.enqueue()


@task()
def tell_members(event: Mapping[str, Any]) -> None:
    """Tell all members of the event's community."""
    told = Event(**event)
    if record(told, fan_out.members(told.community)):
        send_notices.enqueue()


@task()
def tell_of_page(page_id: int, new: bool, moment: str, actor: int | None) -> None:
    """Tell those who follow a page, its themes, its people or its communities."""
    if fan_out.of_page(page_id, new=new, moment=moment, actor=actor):
        send_notices.enqueue()


@task()
def tell_of_comment(comment_id: int) -> None:
    """Tell those mentioned, the one who is answered, those who answer for the page or follow it."""
    if fan_out.of_comment(comment_id):
        send_notices.enqueue()
