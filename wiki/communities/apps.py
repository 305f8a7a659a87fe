from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "wiki.communities"
    label = "communities"
