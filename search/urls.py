"""Addresses of the search."""

from django.urls import path

from search import views
from search.log.views import opened

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("suggest/", views.suggestions, name="suggest"),
    path("opened/", opened, name="opened"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
