"""Addresses of what leaves the site: feeds, saved searches, calendars."""

from django.urls import URLPattern, URLResolver

app_name = "syndication"

urlpatterns: list[URLPattern | URLResolver] = []
