from importlib import import_module

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "wiki.digests"
    label = "digests"

    def ready(self) -> None:
        # Django's place for what needs every model.
        for name in ("telling", "receivers"):
            import_module(f"wiki.digests.{name}")
