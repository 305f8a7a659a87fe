from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "wiki.communities"
    label = "communities"

    def ready(self) -> None:
        # Django's place for what needs every model.
        from wiki.communities import mails as invitation_mails  # noqa: F401, PLC0415
        from wiki.communities import receivers, tally_sources, todo_sources  # noqa: F401, PLC0415
        from wiki.communities.review import receivers as review_receivers  # noqa: PLC0415
        from wiki.communities.review import todo  # noqa: F401, PLC0415

        review_receivers.replace_wagtails_mails()
