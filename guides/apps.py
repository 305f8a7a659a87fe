from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "guides"

    def ready(self) -> None:
        # Django's place for what needs every model.
        from guides import receivers  # noqa: F401, PLC0415
