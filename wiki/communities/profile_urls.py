"""Addresses of people's pages and of one's own profile."""

from django.urls import path

from wiki.communities import profile_views

app_name = "profiles"

urlpatterns = [
    path("people/<uuid:public_id>/", profile_views.person, name="person"),
    path("account/profile/", profile_views.mine, name="mine"),
    path("account/profile/preview/", profile_views.preview, name="preview"),
]
