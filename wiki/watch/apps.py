from importlib import import_module

from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "wiki.watch"
    label = "watch"

    def ready(self) -> None:
        # Django's place for what needs every model.
        import_module("wiki.watch.receivers")
        import_module("wiki.watch.triage.receivers")
