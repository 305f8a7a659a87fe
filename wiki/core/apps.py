from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "wiki.core"
    label = "core"

    def ready(self) -> None:
        # Receivers that tell when content changed.
        import_module("wiki.core.changes")
        # Checks of the settings.
        import_module("wiki.core.checks")
        # Each app may have modules that add to the context of pages.
        autodiscover_modules("reading", "page_reading")
        # … and work that comes back: see wiki/core/schedule.py.
        autodiscover_modules("jobs")
        # … and to what waits for facilitators: see wiki/communities/todo.py.
        autodiscover_modules("todo")
