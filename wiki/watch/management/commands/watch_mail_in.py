"""`manage.py watch_mail_in`: watch notes from e-mails."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wiki.watch.mail_in.imap import Mailbox, MailboxUnreachable, poll
from wiki.watch.mail_in.message import MAX_BYTES
from wiki.watch.mail_in.service import receive


class Command(BaseCommand):
    help = (
        "Makes a watch note of a message on standard input, as a mail server hands it over, or of "
        "each unseen message of the mailbox WATCH_IMAP_URL (--imap). The sender must have an "
        "account with that address and may propose pages in the community. The first link is "
        "noted; the words of the message are what it means for us. Messages that do not fit are "
        "left aside; a sender who has an account is told why, a few times a day at most."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", default="", metavar="SLUG", help="for which community")
        parser.add_argument("--imap", action="store_true", help="read the mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["imap"]:
            self.read_mailbox(options["community"])
            return
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        self.stdout.write(receive(content, community=options["community"]).value)

    def read_mailbox(self, community: str) -> None:
        if not settings.WATCH_IMAP_URL:
            raise CommandError("WATCH_IMAP_URL is not set.")
        try:
            outcomes = poll(Mailbox.of(settings.WATCH_IMAP_URL), community=community)
        except (MailboxUnreachable, ValueError) as error:
            raise CommandError(f"The mailbox cannot be read: {error.__cause__ or error}") from error
        for outcome in outcomes:
            self.stdout.write(outcome.value)
