"""Changing a password, and choosing a new one when it is forgotten."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordResetForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from wiki.people.limits import origin_of, too_often, within_limit

#: Letters that one address gets, and requests that one network address makes, in an hour.
#: A whole office may share one of the latter.
MOST_LETTERS, MOST_REQUESTS, HOUR = 3, 20, 3600


class ChangePassword(auth_views.PasswordChangeView):
    """The old one, then the new one twice."""

    template_name = "people/password_change.html"
    success_url = reverse_lazy("people:account")
    extra_context = {"site_name": settings.SITE_NAME}

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


class ForgottenPassword(auth_views.PasswordResetView):
    """Sends a letter; says the same whether the address is known or not."""

    template_name = "people/password_forgotten.html"
    email_template_name = "people/mail/password.txt"
    html_email_template_name = "people/mail/password.html"
    subject_template_name = "people/mail/password_subject.txt"
    success_url = reverse_lazy("people:password_sent")
    # The links name the site's own address, whatever host the request was made to.
    extra_email_context = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    extra_context = {"site_name": settings.SITE_NAME}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not within_limit("password-from", origin_of(request), most=MOST_REQUESTS, seconds=HOUR):
            return too_often(request, seconds=HOUR)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        address = form.cleaned_data["email"].lower()
        if within_limit("password-to", address, most=MOST_LETTERS, seconds=HOUR):
            return super().form_valid(form)
        # The same answer: whether letters were sent before is nobody else's business.
        return super(auth_views.PasswordResetView, self).form_valid(form)


class LetterSent(auth_views.PasswordResetDoneView):
    """Says to look for the letter."""

    template_name = "people/password_sent.html"
    extra_context = {"site_name": settings.SITE_NAME}


class NewPassword(auth_views.PasswordResetConfirmView):
    """The new password twice, for whoever has the letter."""

    template_name = "people/password_new.html"
    success_url = reverse_lazy("people:sign_in")
    extra_context = {"site_name": settings.SITE_NAME}

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed: sign in with the new one."))
        return super().form_valid(form)
