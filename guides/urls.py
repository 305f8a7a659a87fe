"""Addresses of themes and tags."""

from django.urls import URLPattern

app_name = "guides"

urlpatterns: list[URLPattern] = []
