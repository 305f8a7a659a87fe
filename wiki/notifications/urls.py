"""Addresses of one's notices and of what one follows, below the account."""

from django.urls import path

# The converter of ids that the database can hold is registered there.
from guides.urls import PageIdConverter  # noqa: F401
from wiki.notifications import views

app_name = "notifications"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="read"),
    path("notices/settings/", views.wishes, name="settings"),
    path("notices/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("following/", views.following, name="following"),
    path("following/<slug:target>/<page_id:pk>/", views.follow, name="follow"),
]
