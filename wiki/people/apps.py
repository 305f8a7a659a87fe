from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wiki.people"
    label = "people"

    def ready(self) -> None:
        import_module("wiki.people.portraits").replace_wagtails_portraits()
