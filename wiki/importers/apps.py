from django.apps import AppConfig


class ImportersConfig(AppConfig):
    name = "wiki.importers"
    label = "importers"
