from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "wiki.communities"
    label = "communities"

    def ready(self) -> None:
        # Django's place for what needs every model.
        from wiki.communities import mails, receivers, todo_sources  # noqa: F401, PLC0415
