"""Writing, changing and moderating comments. What one may not read answers 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guides.models import KnowledgePage
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.core.row_numbers import row_number
from wiki.feedback import services
from wiki.feedback.errors import CommentRefused
from wiki.feedback.forms import CommentForm, HidingForm
from wiki.feedback.models import Comment
from wiki.feedback.queries import readable_comments
from wiki.feedback.rights import powers
from wiki.feedback.suggestions import MOST_TYPED, suggested
from wiki.people.models import User

#: The status of a form that comes back.
REFUSED = 422


def _page(request: HttpRequest, page_id: int) -> KnowledgePage:
    pages = readable(KnowledgePage.objects.live(), request.user)
    return get_object_or_404(pages, pk=page_id)


def _comment(request: HttpRequest, pk: int) -> Comment:
    return get_object_or_404(readable_comments(request.user), pk=pk)


def _person(request: HttpRequest) -> User:
    """Whoever the decorator let in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required has seen to it)
    return user


def _back(page: KnowledgePage, anchor: str = "comments") -> HttpResponse:
    return redirect(f"{page.url}#{anchor}")


def _say(request: HttpRequest, written: services.Written, done: str) -> HttpResponse:
    messages.success(request, done)
    for hint in written.hints:
        messages.warning(request, hint)
    return _back(written.comment.page, f"comment-{written.comment.pk}")


@login_required
@require_POST
def write(request: HttpRequest, page_id: int) -> HttpResponse:
    """A new comment or an answer; the form comes back with the text when it is refused."""
    page = _page(request, page_id)
    answered = row_number(request.POST.get("reply_to", ""))
    reply_to = Comment.objects.filter(page=page, pk=answered).first() if answered else None
    form = CommentForm(request.POST)
    form.is_valid()  # for the form that comes back; the service decides
    try:
        written = services.write(
            page, _person(request), text=request.POST.get("text", ""), reply_to=reply_to
        )
    except CommentRefused as refusal:
        context = {"page_on": page, "form": form, "told": refusal.told, "reply_to": reply_to}
        return render(request, "feedback/write.html", context, status=REFUSED)
    return _say(request, written, _("Your comment is published."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for one's own comment."""
    comment = _comment(request, pk)
    if comment.author_id != request.user.pk or not comment.is_shown:
        raise NotAllowed("comment")
    form = CommentForm(request.POST or None, initial={"text": comment.text})
    context = {"page_on": comment.page, "form": form, "told": "", "comment": comment}
    if request.method != "POST":
        return render(request, "feedback/write.html", context)
    form.is_valid()
    try:
        written = services.edit(comment, by=_person(request), text=request.POST.get("text", ""))
    except CommentRefused as refusal:
        context["told"] = refusal.told
        return render(request, "feedback/write.html", context, status=REFUSED)
    return _say(request, written, _("Your comment is changed."))


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment goes."""
    comment = _comment(request, pk)
    services.delete(comment, by=_person(request))
    messages.success(request, _("Your comment is deleted."))
    return _back(comment.page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who moderates hides a comment and says why."""
    comment = _comment(request, pk)
    if not powers(comment.page, request.user).moderate:
        raise NotAllowed("moderate")
    form = HidingForm(request.POST or None)
    if form.is_valid():
        services.hide(comment, by=_person(request), reason=form.cleaned_data["hidden_reason"])
        messages.success(request, _("The comment is hidden; its author reads why."))
        return _back(comment.page)
    status = REFUSED if request.method == "POST" else 200
    context = {"page_on": comment.page, "form": form, "comment": comment}
    return render(request, "feedback/hide.html", context, status=status)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment is shown again."""
    comment = _comment(request, pk)
    services.restore(comment, by=_person(request))
    messages.success(request, _("The comment is shown again."))
    return _back(comment.page, f"comment-{comment.pk}")


@login_required
@require_safe
def people(request: HttpRequest, page_id: int) -> HttpResponse:
    """Rows to choose from while somebody types a name after an @."""
    page = _page(request, page_id)
    if not powers(page, request.user).comment:
        raise NotAllowed("comment")
    typed = request.GET.get("q", "")[:MOST_TYPED]
    response = render(
        request, "feedback/people.html", {"rows": suggested(typed, page, _person(request))}
    )
    response.headers["Cache-Control"] = "private, max-age=30"
    return response
