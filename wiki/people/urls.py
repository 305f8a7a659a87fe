"""Addresses of the account."""

from django.contrib.auth import views as auth_views
from django.urls import path

from wiki.people import account_views, password_views
from wiki.people.views import SignInView

app_name = "people"

urlpatterns = [
    path("", account_views.account, name="account"),
    path("data/", account_views.data, name="data"),
    path("data/copy/", account_views.copy, name="copy"),
    path("data/leave/", account_views.leave, name="leave"),
    path("password/", password_views.ChangePassword.as_view(), name="password_change"),
    path(
        "password/forgotten/", password_views.ForgottenPassword.as_view(), name="password_forgotten"
    ),
    path("password/sent/", password_views.LetterSent.as_view(), name="password_sent"),
    path(
        "password/new/<uidb64>/<token>/", password_views.NewPassword.as_view(), name="password_new"
    ),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="sign_out"),
]
