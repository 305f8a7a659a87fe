"""Signing in, and the language of the interface."""

from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie
from wagtail.users.models import UserProfile

from wiki.people.forms import SignInForm
from wiki.people.limits import forget, origin_of, take_back, too_often, within_limit

#: Failures within a quarter of an hour: for one account, wherever they come from, and from
#: one network address, which a whole office may share.
MOST_FOR_ACCOUNT, MOST_FROM, QUARTER = 10, 50, 900
TO, FROM = "sign-in-to", "sign-in-from"
LANGUAGE_CODES = frozenset(dict(settings.LANGUAGES))


class SignInView(auth_views.LoginView):
    """The sign-in form; somebody already signed in was sent here for want of a right."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    # Django puts the host there; the frame shows the site's own name.
    extra_context = {"site_name": settings.SITE_NAME}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            # Only the CMS sends people here who have signed in; a page that they may not
            # read is not there for them.
            if self.get_redirect_url().startswith(reverse("wagtailadmin_home")):
                return render(request, "people/not_for_you.html", status=403)
            # An address and nothing else: « redirect » would look for a view of this name.
            return HttpResponseRedirect(self.get_redirect_url() or settings.LOGIN_REDIRECT_URL)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Counted before it is tried: of many at once, no more get through."""
        if not self._may_try():
            return too_often(request, seconds=QUARTER, signing_in=True)
        return super().post(request, *args, **kwargs)

    def _may_try(self) -> bool:
        account = self._account()
        within = within_limit(FROM, origin_of(self.request), most=MOST_FROM, seconds=QUARTER)
        if not account:
            return within
        return within_limit(TO, account, most=MOST_FOR_ACCOUNT, seconds=QUARTER) and within

    def _account(self) -> str:
        """The address typed, in the one spelling in which the form looks for it."""
        return normalize("NFKC", self.request.POST.get("username", "")).strip().lower()

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        take_back(FROM, origin_of(self.request))
        forget(TO, self._account())
        response = super().form_valid(form)
        profile = UserProfile.objects.filter(user=form.get_user()).first()
        if profile and profile.preferred_language in LANGUAGE_CODES:
            remember_language(response, profile.preferred_language)
        return response


def remember_language(response: HttpResponseBase, code: str) -> None:
    """Keep the language of the interface in the cookie that the middleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,  # seconds
        secure=settings.HTTPS,
        samesite="Lax",
    )


@require_POST
@csrf_exempt
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Django's view; the choice of somebody signed in is also kept in their profile.

    Only that one is protected by a token: for anybody else nothing changes but a cookie
    of their own, and pages without a token can be kept for all visitors.
    """
    if request.user.is_authenticated:
        return _keep_language(request)
    return _choose_language(request)


def _choose_language(request: HttpRequest) -> HttpResponseBase:
    code = request.POST.get("language", "")
    response = set_language_cookie(request)
    if code in LANGUAGE_CODES:
        remember_language(response, code)
    return response


@csrf_protect
def _keep_language(request: HttpRequest) -> HttpResponseBase:
    code = request.POST.get("language", "")
    if code in LANGUAGE_CODES:
        UserProfile.objects.update_or_create(
            user=request.user, defaults={"preferred_language": code}
        )
    return _choose_language(request)
