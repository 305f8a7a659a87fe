"""Addresses of comments; they are read on their page."""

from django.urls import path

# The converter of ids that the database can hold is registered there.
from guides.urls import PageIdConverter  # noqa: F401
from wiki.feedback import views

app_name = "feedback"

urlpatterns = [
    path("on/<page_id:page_id>/", views.write, name="write"),
    path("on/<page_id:page_id>/people/", views.people, name="people"),
    path("<page_id:pk>/edit/", views.edit, name="edit"),
    path("<page_id:pk>/delete/", views.delete, name="delete"),
    path("<page_id:pk>/hide/", views.hide, name="hide"),
    path("<page_id:pk>/restore/", views.restore, name="restore"),
]
