from importlib import import_module

from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "wiki.syndication"
    label = "syndication"

    def ready(self) -> None:
        # Django's place for what needs every model.
        import_module(f"{self.name}.webhooks.receivers")
