"""Addresses of the listings that are not pages of the tree."""

from django.urls import path

from guides import views
from guides.exports import export

app_name = "guides"

urlpatterns = [
    path("browse/", views.browse, name="browse"),
    path("communities/", views.communities_directory, name="communities"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("export/<int:page_id>.md", export, name="export"),
]
