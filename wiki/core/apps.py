from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "wiki.core"
    label = "core"

    def ready(self) -> None:
        # Receivers that tell when content changed.
        import_module("wiki.core.changes")
        # Old addresses that are too long to be kept stop no move.
        import_module("wiki.core.redirects").replace_wagtails_redirects()
        # Checks of the settings.
        import_module("wiki.core.checks")
        # Each app may have modules that add to the context of pages.
        autodiscover_modules("reading", "page_reading")
        # … and work that comes back: see wiki/core/schedule.py.
        autodiscover_modules("jobs")
        # … and to what waits for facilitators: see wiki/communities/todo.py.
        autodiscover_modules("todo")
        # … and to the figures of a community: see wiki/communities/tallies.py.
        autodiscover_modules("tallies")
        # … and to what is told and kept of people: see account, data and evidence in wiki/people.
        autodiscover_modules("account_entries", "personal_data", "evidence")
