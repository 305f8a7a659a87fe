"""Background work of digests: what is on its way leaves."""

from django_tasks import task

from wiki.digests.delivery.sending import Limits, send_waiting

#: Messages and seconds that a task takes at once; the job takes the rest, minute after minute.
AT_ONCE = Limits(messages=200, seconds=20)


@task()
def send_mailings() -> int:
    """Send what waits, for some seconds; how many messages left."""
    return send_waiting(AT_ONCE).sent
