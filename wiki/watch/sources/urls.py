"""Addresses of the sources of a community."""

from django.urls import path

from wiki.watch.sources import views

urlpatterns = [
    path("<slug:slug>/sources/", views.sources, name="sources"),
    path("<slug:slug>/sources/add/", views.add, name="add_source"),
    path("<slug:slug>/sources/import/", views.import_list, name="import_sources"),
    path("<slug:slug>/sources/export/", views.export_list, name="export_sources"),
    path("<slug:slug>/sources/<row:number>/", views.change, name="source"),
    path("<slug:slug>/sources/<row:number>/remove/", views.remove, name="remove_source"),
    path("<slug:slug>/sources/<row:number>/retry/", views.retry, name="retry_source"),
    path("<slug:slug>/coverage/", views.coverage, name="coverage"),
]
