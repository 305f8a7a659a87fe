from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        # Django's place for what needs every model: signals and probes.
        from search import probe, receivers  # noqa: PLC0415

        receivers.connect()
        probe.register()
