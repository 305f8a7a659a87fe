"""``manage.py digests_bounce_in``: a message that came back, on standard input."""

import sys
from typing import Any

from wiki.core.commands import TaughtCommand
from wiki.digests.delivery.bounces import read_bounce, take

HELP = """Reads one message on standard input: the report of a mail server that could not
deliver a digest (RFC 3464). An address that does not exist gets nothing more; a mailbox
that is full or a message taken for spam stops nothing, and the author of the digest reads
that it did not arrive. Any other message is left alone.

The report is believed when it returns the Message-ID of a message of ours, which carries a
signature that nobody else can make.

example, in the alias file of the mail server that receives for DEFAULT_FROM_EMAIL:
  recueil: "|/srv/recueil/.venv/bin/python /srv/recueil/manage.py digests_bounce_in"
"""
#: Bytes that are read: a report with the whole message returned is much smaller.
LONGEST = 5 * 1024**2


class Command(TaughtCommand):
    help = HELP

    def handle(self, *args: Any, **options: Any) -> None:
        bounce = read_bounce(sys.stdin.buffer.read(LONGEST))
        if bounce is None:
            self.stdout.write("No report about a digest.")
        elif take(bounce):
            self.stdout.write(f"Stopped: {bounce.status}.")
        else:
            self.stdout.write(f"Nothing to stop: {bounce.status}.")
