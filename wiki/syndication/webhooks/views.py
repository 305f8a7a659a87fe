"""The channels of a community, for those who run it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.running.access import community_for, frame, person_of
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks import services
from wiki.syndication.webhooks.errors import TooManyChannels
from wiki.syndication.webhooks.forms import ChannelForm
from wiki.syndication.webhooks.words import reason_in_words

#: Messages of the log that are shown.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class PostRow:
    """One message of the log; the title is empty for a page that the reader may not read."""

    post: WebhookPost
    title: str
    language: str
    reason: str
    may_repeat: bool


@login_required
@never_cache
@require_safe
def channels(request: HttpRequest, slug: str) -> HttpResponse:
    """The channels, and what was posted there lately."""
    community = community_for(request, slug, Act.CONFIGURE)
    rows = [
        (webhook, urlsplit(webhook.address).hostname or "")
        for webhook in Webhook.objects.filter(community=community)
    ]
    context = frame(
        community,
        rows=rows,
        posts=_log(request, community),
        full=len(rows) >= services.MOST_CHANNELS,
        most=services.MOST_CHANNELS,
    )
    return render(request, "syndication/channels.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A new channel, or the one with this number."""
    community = community_for(request, slug, Act.CONFIGURE)
    present = _present(community, number) if number is not None else None
    form = ChannelForm(
        request.POST if request.method == "POST" else None,
        instance=present or Webhook(community=community, active=True),
    )
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        try:
            if number is None:
                services.add_channel(community, wanted=form.wanted(), by=person)
            else:
                services.change_channel(
                    _present(community, number), wanted=form.wanted(), by=person
                )
        except TooManyChannels:
            text = _("The community has %(number)s channels already: remove one first.")
            form.add_error(None, text % {"number": services.MOST_CHANNELS})
        else:
            messages.success(request, _("The channel is saved. Send a test to be sure."))
            return redirect("syndication:channels", slug=slug)
    status = 422 if request.method == "POST" else 200
    context = frame(community, form=form, number=number)
    return render(request, "syndication/channel_form.html", context, status=status)


@login_required
@require_POST
def act(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A test, a message once more, or the end of a channel."""
    community = community_for(request, slug, Act.CONFIGURE)
    webhook, person = _present(community, number), person_of(request)
    match request.POST.get("act", ""):
        case "test":
            services.send_test(webhook, by=person)
            messages.success(request, _("A test leaves. What became of it stands below."))
        case "again":
            services.send_again(_post(request, webhook), by=person)
            messages.success(request, _("The message leaves once more."))
        case "remove":
            services.remove_channel(webhook, by=person)
            messages.success(request, _("The channel is removed."))
        case _:
            raise Http404
    return redirect("syndication:channels", slug=slug)


def _present(community: CommunityPage, number: int) -> Webhook:
    found: Webhook = get_object_or_404(Webhook, pk=number, community=community)
    return found


def _post(request: HttpRequest, webhook: Webhook) -> WebhookPost:
    number = request.POST.get("post", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        raise Http404
    found: WebhookPost = get_object_or_404(WebhookPost, pk=int(number), webhook=webhook)
    return found


def _log(request: HttpRequest, community: CommunityPage) -> list[PostRow]:
    """What was posted, with the titles of the pages that this person may read (three queries)."""
    posts = WebhookPost.objects.filter(webhook__community=community)
    rows = list(posts.select_related("webhook", "page")[:SHOWN])
    # As everywhere on the site: a page that is not published any more has no title here.
    named = WebhookPost.objects.filter(pk__in=[row.pk for row in rows], page__live=True)
    named = readable(named, request.user, prefix="page__")
    open_to = set(named.values_list("pk", flat=True))
    return [_row(row, named=row.pk in open_to) for row in rows]


def _row(post: WebhookPost, *, named: bool) -> PostRow:
    page = post.page if named else None
    state = WebhookPost.State
    return PostRow(
        post=post,
        title=page.title if page else "",
        language=page.language if page else "",
        reason=str(reason_in_words(post)),
        may_repeat=post.state in {state.FAILED, state.UNKNOWN, state.WITHHELD},
    )
