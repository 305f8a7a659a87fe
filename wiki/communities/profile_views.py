"""A person's page, one's own profile and how others see it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wiki.communities.profiles import (
    profile_as_colleague,
    profile_as_member,
    stored_profile,
    visible_profile,
)
from wiki.core.once import reading_once
from wiki.people.evidence import evidence
from wiki.people.forms import ProfileForm
from wiki.people.models import User
from wiki.people.services import save_profile


@require_safe
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What one can ask this person about; 404 for visitors, and of people who left."""
    if not request.user.is_authenticated:
        raise Http404
    found = User.objects.filter(public_id=public_id, is_active=True).first()
    if found is None:
        raise Http404
    with reading_once():
        context = {
            "profile": visible_profile(found, request.user),
            "evidence": evidence(found, request.user),
            "person_id": found.pk,
            "is_me": found.pk == request.user.pk,
        }
    return render(request, "people/person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The form of one's own profile."""
    me = _me(request)
    form = ProfileForm(
        request.POST or None, instance=stored_profile(me), initial={"job_title": me.job_title}
    )
    if request.method == "POST" and form.is_valid():
        save_profile(me, form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("profiles:preview")
    status = 422 if form.errors else 200
    return render(request, "people/profile_form.html", {"form": form}, status=status)


@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """One's own profile as colleagues, then as members of the same communities see it."""
    me = _me(request)
    views = {"colleagues": profile_as_colleague, "members": profile_as_member}
    seen_by = request.GET.get("as", "")
    seen_by = seen_by if seen_by in views else "colleagues"
    context = {"profile": views[seen_by](me), "seen_by": seen_by}
    return render(request, "people/profile_preview.html", context)


def _me(request: HttpRequest) -> User:
    """Who asks, read anew: the form changes them."""
    return get_object_or_404(User, pk=request.user.pk)
