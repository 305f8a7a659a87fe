"""`manage.py demo`: a whole site with its demo content, on this machine."""

import logging
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home import demo_content, demo_digests
from home.bootstrap import prepare_site
from home.demo_watch import load_watch
from home.static_files import collect_if_changed
from search.healing import heal

HOST = "127.0.0.1"
#: Files: on the console, what the jobs send would push the addresses away.
MAIL = settings.VAR_DIR / "mail"


class Command(BaseCommand):
    help = (
        "Prepares the database, the demo content and the search index, then serves the site "
        "on http://127.0.0.1:PORT. Run it again: it starts in seconds and loses nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to serve on (8000)")
        parser.add_argument(
            "--prepare-only", action="store_true", help="prepare everything, serve nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.INFO)  # the steps below say what matters here
        port = options["port"]
        address = f"http://{HOST}:{port}"
        if not options["prepare_only"]:
            self.refuse_busy_port(port)
        self.say("database", settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1])
        call_command("migrate", verbosity=0, interactive=False)
        prepare_site(address)
        self.say("static files", collect_if_changed())
        self.open_index()
        self.load_content()
        self.say("sources of the watch", f"{load_watch(address)} new")
        self.close_gaps()
        self.print_addresses(address)
        if not options["prepare_only"]:
            self.serve(address, port)

    def say(self, step: str, result: object) -> None:
        self.stdout.write(f"  {step}: {result}")
        self.stdout.flush()

    def refuse_busy_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is in use on this machine; choose another: make demo PORT=8001"
                ) from error

    def load_content(self) -> None:
        people, themes = demo_content.load_people(), demo_content.load_themes()
        synonyms, profiles = demo_content.load_synonyms(), demo_content.load_profiles()
        report = demo_content.load_pages(progress=sys.stderr.isatty())
        members = demo_content.load_members()
        self.say("people, themes and synonyms", f"{people + themes + synonyms + profiles} new")
        self.say("members of communities", f"{members} new")
        self.say("digests", f"{demo_digests.load_digests()} new")
        self.say(
            "pages",
            f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged",
        )
        if report.failed:
            raise CommandError(f"{report.failed} files of the demo could not be loaded.")

    def open_index(self) -> None:
        """An index that answers, before the first page is published into it."""
        heal(rested=False)

    def close_gaps(self) -> None:
        call_command("search_sync", verbosity=0)
        self.say("search index", "up to date")

    def print_addresses(self, address: str) -> None:
        lines = [
            "",
            f"  Site            {address}/",
            f"  Back office     {address}/cms/",
            "",
            f"  Accounts (password of all: {demo_content.PASSWORD})",
            *(f"    {person.email:<34} {person.role}" for person in demo_content.accounts()),
            *(
                f"    {email:<34} {role} of {community}"
                for email, role, community in demo_content.role_holders()
            ),
            "",
            f"  E-mails are kept in {MAIL}",
            "  Letters, feeds and what else comes back: done here, by the server itself.",
            "  Stop with Ctrl+C; everything is kept.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def serve(self, address: str, port: int) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wiki.settings",
            "DEMO": "1",
            "SITE_URL": address,
            # The demo reads files of its own, as if they were somebody else's.
            "FETCH_ALLOWED_NETWORKS": os.environ.get("FETCH_ALLOWED_NETWORKS", "127.0.0.0/8"),
            "EMAIL_URL": os.environ.get("EMAIL_URL", f"filemail:///{quote(str(MAIL))}"),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        }
        # One process: the index has one writer and a demo has few readers; jobs that come back
        # (letters of the week, feeds, retries) are run there too.
        command = [
            sys.executable, "-m", "gunicorn", "home.demo_wsgi:application",
            "--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--threads", "4",
            "--timeout", "120", "--log-level", "warning",
        ]  # fmt: skip
        os.execve(sys.executable, command, environment)  # noqa: S606  (no shell wanted)
