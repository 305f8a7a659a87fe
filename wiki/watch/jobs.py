"""Work of the watch that comes back: see ``wiki.core.schedule``."""

from django.conf import settings
from django.utils import timezone

from wiki.core.schedule import every
from wiki.watch.clipping.completion import complete_waiting
from wiki.watch.life.links import check_due
from wiki.watch.mail_in.imap import Mailbox, poll
from wiki.watch.sources.rounds import fetch_due
from wiki.watch.triage.forgetting import forget_old
from wiki.watch.triage.rota import tell_watchers

#: Jobs follow one another: notices and scheduled pages must not wait for slow sites.
MOST_SECONDS = 45


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


@every(minutes=5, name="watch.fetch")
def fetch_feeds() -> None:
    """The feeds whose time has come; what is not done in time is due still."""
    fetch_due(seconds=MOST_SECONDS)


@every(hours=1, name="watch.week")
def tell_of_weeks() -> None:
    """Whoever looks after an inbox from today on."""
    tell_watchers(today=timezone.localdate())


@every(days=1, name="watch.forget")
def forget_stories() -> None:
    """Stories of half a year ago that nobody kept."""
    forget_old()
