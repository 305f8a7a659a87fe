"""Work of the watch that comes back: see ``wiki.core.schedule``."""

from django.conf import settings

from wiki.core.schedule import every
from wiki.watch.clipping.completion import complete_waiting
from wiki.watch.life.links import check_due
from wiki.watch.mail_in.imap import Mailbox, poll


@every(minutes=1, name="watch.complete")
def complete_clips() -> None:
    """Sources of clips that came in lists, or whose task was lost."""
    complete_waiting()


@every(hours=1, name="watch.links")
def check_links() -> None:
    """Some of the sources that nobody has looked at for a month."""
    check_due()


@every(minutes=5, name="watch.mail")
def read_mail() -> None:
    """The mailbox of the settings, where there is one."""
    if settings.WATCH_IMAP_URL:
        poll(Mailbox.of(settings.WATCH_IMAP_URL))
