"""Addresses of communities beside their pages of the tree."""

from django.urls import URLPattern, URLResolver

from wiki.communities.running.urls import urlpatterns as running

app_name = "communities"

urlpatterns: list[URLPattern | URLResolver] = [*running]
