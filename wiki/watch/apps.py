from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "wiki.watch"
    label = "watch"
