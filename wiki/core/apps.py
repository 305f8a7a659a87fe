from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "wiki.core"
    label = "core"

    def ready(self) -> None:
        # Each app may have a module `reading` that adds to the context of pages.
        autodiscover_modules("reading")
