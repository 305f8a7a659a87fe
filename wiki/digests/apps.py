from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "wiki.digests"
    label = "digests"
