"""Address of the directory."""

from django.urls import path

from search.people import views

app_name = "directory"

urlpatterns = [path("", views.directory, name="people")]
