from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        # Django's place for what needs every model: signals, probes and checks.
        from search import checks, file_receivers, probe, receivers  # noqa: F401, PLC0415
        from search.people import receivers as of_people  # noqa: F401, PLC0415

        receivers.connect()
        probe.register()
        checks.register_checks()
