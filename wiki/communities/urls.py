"""Addresses of communities beside their pages of the tree."""

from django.urls import URLPattern, URLResolver

app_name = "communities"

urlpatterns: list[URLPattern | URLResolver] = []
