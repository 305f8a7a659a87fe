"""Addresses of the screens of those who run a community."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from wiki.communities.running.gatherings import gathering_form, gathering_remove, gatherings
from wiki.communities.running.life import life
from wiki.communities.running.pins import pins
from wiki.communities.running.settings import settings


class RowIdConverter(IntConverter):
    """A row's number; longer ones than the database can hold are no address of ours."""

    regex = "[0-9]{1,18}"


register_converter(RowIdConverter, "row_id")

urlpatterns = [
    path("<slug:slug>/settings/", settings, name="settings"),
    path("<slug:slug>/meetings/", gatherings, name="gatherings"),
    path("<slug:slug>/meetings/new/", gathering_form, name="gathering_new"),
    path("<slug:slug>/meetings/<row_id:number>/", gathering_form, name="gathering"),
    path("<slug:slug>/meetings/<row_id:number>/remove/", gathering_remove, name="gathering_remove"),
    path("<slug:slug>/pins/", pins, name="pins"),
    path("<slug:slug>/life/", life, name="life"),
]
