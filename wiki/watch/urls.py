"""Addresses of the shared watch."""

from django.urls import URLPattern, URLResolver, path

# The converter of ids that the database can hold is registered there.
from guides.urls import PageIdConverter  # noqa: F401
from wiki.watch.clipping import list_views, views
from wiki.watch.life.views import cite_in, thanks
from wiki.watch.sources.urls import urlpatterns as sources
from wiki.watch.triage.urls import urlpatterns as triage

app_name = "watch"

urlpatterns: list[URLPattern | URLResolver] = [
    path("clip/", views.clip, name="clip"),
    path("clip/<page_id:page_id>/done/", views.clipped, name="clipped"),
    path("clip/several/", list_views.several, name="several"),
    path("tools/", views.tools, name="tools"),
    path("notes/<page_id:page_id>/source/", views.source, name="source"),
    path("notes/<page_id:page_id>/again/", views.again, name="again"),
    path("notes/<page_id:page_id>/thanks/", thanks, name="thanks"),
    path("notes/<page_id:page_id>/cite/", cite_in, name="cite"),
    *sources,
    *triage,
]
