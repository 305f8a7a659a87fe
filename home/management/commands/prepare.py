"""``manage.py prepare``: what a site needs before it serves, at each start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.bootstrap import prepare_site
from home.static_files import collect_if_changed
from search.engines import engine
from search.engines.base import Reader
from search.errors import IndexMissing, IndexStale, SearchUnavailable
from search.healing import heal


class Command(BaseCommand):
    help = (
        "Brings the tables up to date, gives the site its address and its groups their rights, "
        "collects the static files and makes a search index where there is none. Safe to "
        "repeat; no content is changed."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self.say("database", "up to date")
        prepare_site(settings.SITE_URL)
        self.say("site", settings.SITE_URL)
        self.say("static files", collect_if_changed())
        self.say("search index", self.open_index())

    def open_index(self) -> str:
        """Make the first index. The site serves without one too: nothing here stops it."""
        try:
            try:
                engine().check()
            except IndexMissing:
                return "made" if heal(rested=False) else "is being made"
        except IndexStale as error:
            who = "it goes on answering" if _answers() else "readers get a reduced search"
            return f"{error}; {who} until the worker has made it anew"
        except SearchUnavailable as error:
            return f"{error}; readers get a reduced search meanwhile"
        return "answers"

    def say(self, step: str, result: object) -> None:
        self.stdout.write(f"  {step}: {result}")
        self.stdout.flush()


def _answers() -> bool:
    """Whether the index is asked all the same: Elasticsearch reads what another version wrote."""
    try:
        engine().suggest("a", Reader(), limit=1)
    except SearchUnavailable:
        return False
    return True
