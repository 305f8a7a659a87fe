from importlib import import_module

from django.apps import AppConfig

#: Modules of receivers, one for each place where things happen.
SOURCES = ("pages", "communities", "comments", "reviews")


class NotificationsConfig(AppConfig):
    name = "wiki.notifications"
    label = "notifications"

    def ready(self) -> None:
        # Django's place for what needs every model.
        for source in SOURCES:
            import_module(f"{self.name}.sources.{source}")
