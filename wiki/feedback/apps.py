from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "wiki.feedback"
    label = "feedback"
