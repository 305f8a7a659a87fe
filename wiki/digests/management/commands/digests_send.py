"""``manage.py digests_send``: what is on its way leaves now."""

import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from wiki.core.commands import TaughtCommand
from wiki.digests.composing.stages import send_scheduled
from wiki.digests.delivery.ledger import LEASE
from wiki.digests.delivery.mailings import make_period_mailings
from wiki.digests.delivery.sending import Limits, Tally, send_waiting
from wiki.digests.models import Delivery

HELP = """Sends digests that wait: those whose hour has come, the week's and the month's on
their day, corrections, and what the mail server refused before for a while.

`manage.py worker` does the same, a little each minute; this does all of it now. Several may
run beside each other: each message leaves once; where DIGESTS_PER_MINUTE is set, one goes
on and the others leave it to that one. Stopped or killed at any point and run again, nobody
gets two. A message that was leaving at that very moment may have arrived or not: it is shown
to the author of the digest, who may send it again.

examples:
  manage.py digests_send            all that is due
  manage.py digests_send --most 500 at most so many messages
  manage.py digests_send --alone    after a crash: nothing else sends now, so take back at
                                    once what the dead process held (else after ten minutes)
"""


class Command(TaughtCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, metavar="N", help="send at most N messages")
        parser.add_argument(
            "--alone", action="store_true", help="no other process sends: see above"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        send_scheduled()
        make_period_mailings()
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
        with tqdm(total=waiting or None, unit="message", disable=not sys.stderr.isatty()) as bar:

            def show(tally: Tally) -> None:
                bar.update(tally.done - bar.n)

            lease = timedelta() if options["alone"] else LEASE
            tally = send_waiting(Limits(messages=options["most"]), lease=lease, progress=show)
        self.stdout.write(", ".join(f"{end}: {n}" for end, n in sorted(tally.ends.items())) or "0")
        if tally.elsewhere:
            self.stdout.write("Another process is sending, as fast as it may: it goes on.")
        if tally.away:
            raise CommandError(f"The mail server is away ({tally.away}): run it again later.")
