from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wiki.people"
    label = "people"
