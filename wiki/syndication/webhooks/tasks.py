"""Background work of channels."""

from django_tasks import task

from wiki.syndication.webhooks.delivery import deliver_one


@task()
def deliver(post_id: int) -> bool:
    """Post one message, if it still waits; whether it arrived."""
    return deliver_one(post_id)
