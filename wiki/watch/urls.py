"""Addresses of the shared watch."""

from wiki.watch.sources.urls import urlpatterns as sources
from wiki.watch.triage.urls import urlpatterns as triage

app_name = "watch"

urlpatterns = [*sources, *triage]
