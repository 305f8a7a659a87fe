"""Addresses of the listings that are not pages of the tree."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from guides import community_views, views
from guides.exports import export
from guides.handover_views import handover
from guides.moving_views import move


class PageIdConverter(IntConverter):
    """A page's number; longer ones than the database can hold are no address of ours."""

    regex = "[0-9]{1,18}"


register_converter(PageIdConverter, "page_id")

app_name = "guides"

urlpatterns = [
    path("browse/", views.browse, name="browse"),
    path("communities/new/", community_views.open_community, name="open_community"),
    path("communities/<slug:slug>/begin/", community_views.begin_page, name="begin_page"),
    path("communities/<slug:slug>/merge/", community_views.merge_community, name="merge_community"),
    path("pages/<page_id:page_id>/move/", move, name="move_page"),
    path("communities/", views.communities_directory, name="communities"),
    path("communities/<slug:slug>/handover/", handover, name="handover"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("export/<page_id:page_id>.md", export, name="export"),
    path("go/<page_id:page_id>/", views.go, name="go"),
]
