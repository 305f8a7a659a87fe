from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "wiki.syndication"
    label = "syndication"
