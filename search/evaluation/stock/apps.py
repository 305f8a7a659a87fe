"""The application's name."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "search.evaluation.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
