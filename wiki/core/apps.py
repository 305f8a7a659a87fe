from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "wiki.core"
    label = "core"

    def ready(self) -> None:
        # Each app may have modules that add to the context of pages.
        autodiscover_modules("reading", "page_reading")
