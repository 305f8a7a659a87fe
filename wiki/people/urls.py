"""Addresses of the account."""

from django.contrib.auth import views as auth_views
from django.urls import path

from wiki.people.views import SignInView

app_name = "people"

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="sign_out"),
]
