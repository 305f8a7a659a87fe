"""New digests in channels elsewhere: what they are told, and what becomes of each message."""

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from guides.models import DigestPage
from tests import factories
from tests.communities.scenes import Scene, scene
from tests.syndication.channels import Channel, a_channel
from wiki.communities.errors import NotAllowed
from wiki.communities.rights import Visibility
from wiki.core.fetching import Limits
from wiki.notifications.quiet import quietly
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks import delivery, services
from wiki.syndication.webhooks.delivery import deliver_due, retry_after
from wiki.syndication.webhooks.services import Wanted

pytestmark = pytest.mark.django_db
State = WebhookPost.State


@pytest.fixture
def channel(settings: Any) -> Iterator[Channel]:
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with a_channel() as made:
        yield made


@pytest.fixture
def public(home: object) -> Scene:
    return scene("Animation")


def wanted(address: str, service: str = "mattermost", **values: Any) -> Wanted:
    return Wanted(
        **{"name": "Général", "service": service, "address": address, "members_only": False,
           "active": True, **values}
    )  # fmt: skip


def webhook(of: Scene, address: str, service: str = "mattermost", **values: Any) -> Webhook:
    return services.add_channel(
        of.community, wanted=wanted(address, service, **values), by=of.chief
    )


def digest(of: Scene, committed: Any, title: str = "Lettre n° 3") -> DigestPage:
    with committed():
        return factories.digest(of.community, title=title, summary="Ce qu’il faut retenir.")


def only_post() -> WebhookPost:
    return WebhookPost.objects.get()


@pytest.mark.parametrize("service", ["teams", "slack", "mattermost"])
def test_a_published_digest_is_posted_once(
    channel: Channel, public: Scene, committed: Any, service: str
) -> None:
    webhook(public, channel.address, service)
    page = digest(public, committed)
    assert len(channel.told) == 1
    said = str(channel.told[0])
    assert f"http://127.0.0.1:8000{page.url}" in said
    assert "Lettre n" in said
    assert "Animation" in said
    assert (only_post().state, only_post().status) == (State.SENT, 200)
    with committed():
        page.save_revision().publish()
    assert deliver_due() == 0
    assert len(channel.told) == 1


def test_teams_gets_an_adaptive_card(channel: Channel, public: Scene, committed: Any) -> None:
    webhook(public, channel.address, "teams")
    digest(public, committed, "Un *titre* [piégé](https://evil.example)")
    (attachment,) = channel.told[0]["attachments"]
    assert channel.told[0]["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"], card["lang"]) == ("AdaptiveCard", "1.4", "fr")
    assert {block["type"] for block in card["body"]} == {"TextBlock"}
    assert card["actions"][0]["type"] == "Action.OpenUrl"
    assert r"Un \*titre\* \[piégé\]\(https://evil\.example\)" in card["body"][1]["text"]


def test_slack_gets_blocks_and_calls_nobody(
    channel: Channel, public: Scene, committed: Any
) -> None:
    webhook(public, channel.address, "slack")
    digest(public, committed, f"<!channel> & {'x' * 200}")
    told = channel.told[0]
    assert "<!channel>" not in told["text"]
    assert "&lt;!channel&gt; &amp;" in told["text"]
    types = [block["type"] for block in told["blocks"]]
    assert types == ["context", "header", "section", "actions"]
    heading = told["blocks"][1]["text"]
    assert heading["type"] == "plain_text"
    assert len(heading["text"]) <= 150


def test_mattermost_gets_a_text_and_calls_nobody(
    channel: Channel, public: Scene, committed: Any
) -> None:
    webhook(public, channel.address)
    digest(public, committed, "@all **gras** ![x](https://evil.example/x.png)")
    text = channel.told[0]["text"]
    assert "@all" not in text
    assert "![x]" not in text
    assert r"\*\*gras\*\*" in text


@pytest.mark.parametrize(
    ("visibility", "members_only", "told"),
    [(Visibility.PUBLIC, False, True), (Visibility.INTERNAL, False, False),
     (Visibility.RESTRICTED, False, False), (Visibility.RESTRICTED, True, True),
     (Visibility.HIDDEN, True, True)],
)  # fmt: skip
def test_it_is_told_what_its_readers_may_read(
    channel: Channel, home: object, committed: Any, visibility: Visibility, members_only: bool,
    told: bool,
) -> None:  # fmt: skip
    joining = "invitation" if visibility == Visibility.HIDDEN else "request"
    here = scene("Cellule", visibility=visibility, joining=joining)  # type: ignore[arg-type]
    webhook(here, channel.address, members_only=members_only)
    digest(here, committed)
    assert bool(channel.told) is told
    assert only_post().state == (State.SENT if told else State.WITHHELD)


def test_a_page_closed_to_some_members_is_kept_back(
    channel: Channel, home: object, committed: Any
) -> None:
    here = scene("Cellule", visibility=Visibility.RESTRICTED)
    webhook(here, channel.address, members_only=True)
    with committed():
        page = factories.digest(here.community)
        factories.restrict(page, groups=["Quelques-uns"])
    assert channel.told == []
    assert only_post().state == State.WITHHELD


def test_what_closes_before_the_message_leaves_is_kept_back(
    channel: Channel, public: Scene, committed: Any
) -> None:
    webhook(public, channel.address)
    channel.status = 503
    page = digest(public, committed)
    channel.status = 200
    channel.told.clear()
    page.unpublish()
    assert deliver_due(now=timezone.now() + timedelta(hours=1)) == 0
    assert channel.told == []
    assert only_post().state == State.WITHHELD


def test_pages_that_are_no_digests_and_imports_tell_nothing(
    channel: Channel, public: Scene, committed: Any
) -> None:
    webhook(public, channel.address)
    webhook(public, channel.address, name="Éteint", active=False)
    with committed():
        factories.guide(public.community)
        with quietly():
            factories.digest(public.community, title="Importée")
    assert not WebhookPost.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_asked_again_later_and_later(
    channel: Channel, public: Scene, committed: Any, status: int
) -> None:
    webhook(public, channel.address)
    channel.status = status
    digest(public, committed)
    post, waits, now = only_post(), [], timezone.now()
    while post.state == State.WAITING:
        waits.append(post.next_try)
        assert deliver_due(now=post.next_try - timedelta(seconds=1)) == 0
        now = post.next_try + timedelta(seconds=1)
        WebhookPost.objects.update(next_try=now - timedelta(days=1))
        deliver_due()
        post = only_post()
    assert len(channel.told) == delivery.MOST_ATTEMPTS == post.attempts
    assert (post.state, post.status) == (State.FAILED, status)


def test_it_waits_as_long_as_the_service_says(
    channel: Channel, public: Scene, committed: Any
) -> None:
    webhook(public, channel.address)
    channel.status, channel.headers = 429, {"Retry-After": "1800"}
    digest(public, committed)
    wait = only_post().next_try - timezone.now()
    assert timedelta(minutes=29) < wait <= timedelta(minutes=30)
    channel.status = 200
    assert deliver_due(now=timezone.now() + timedelta(minutes=28)) == 0
    assert deliver_due(now=timezone.now() + timedelta(minutes=31)) == 1
    assert only_post().state == State.SENT


def test_retry_after_in_all_its_forms() -> None:
    now = timezone.now().replace(microsecond=0)
    assert retry_after("120", now) == timedelta(seconds=120)
    later = format_datetime(now + timedelta(hours=1), usegmt=True)
    assert retry_after(later, now) == timedelta(hours=1)
    earlier = format_datetime(now - timedelta(hours=1), usegmt=True)
    assert retry_after(earlier, now) == timedelta()
    assert retry_after("9" * 400, now) == delivery.LONGEST_WAIT
    for nonsense in ("", "soon", "-5", "1.5", "²", "Thu, 99 Foo 2026"):
        assert retry_after(nonsense, now) is None, nonsense


@pytest.mark.parametrize("status", [301, 400, 404, 410])
def test_a_refusal_is_final(channel: Channel, public: Scene, committed: Any, status: int) -> None:
    webhook(public, channel.address)
    channel.status, channel.headers = status, {"Location": channel.address}
    digest(public, committed)
    assert (only_post().state, only_post().status) == (State.FAILED, status)
    assert len(channel.told) == 1


@pytest.mark.parametrize("garbage", [b"", b"\x00\xff" * 40, b"HTTP/1.1 abc\r\n\r\n"])
def test_what_breaks_off_is_not_sent_twice(
    channel: Channel, public: Scene, committed: Any, garbage: bytes
) -> None:
    webhook(public, channel.address)
    channel.garbage = garbage
    digest(public, committed)
    assert only_post().state == State.UNKNOWN
    assert deliver_due(now=timezone.now() + timedelta(days=1)) == 0
    assert len(channel.told) == 1
    channel.garbage = None
    with committed():
        services.send_again(only_post(), by=public.chief)
    assert only_post().state == State.SENT


def test_a_service_that_says_nothing_is_left_alone(
    channel: Channel, public: Scene, committed: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(delivery, "LIMITS", Limits(seconds=0.2, redirects=0))
    webhook(public, channel.address)
    channel.silent = True
    digest(public, committed)
    assert (only_post().state, only_post().reason) == (State.UNKNOWN, "slow")


def test_nobody_there_is_tried_again(channel: Channel, public: Scene, committed: Any) -> None:
    webhook(public, "http://127.0.0.1:1999/nobody")
    digest(public, committed)
    assert (only_post().state, only_post().reason) == (State.WAITING, "unreachable")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/x", "http://[::1]:8000/", "http://169.254.169.254/latest/"]
)
def test_internal_addresses_are_never_asked(public: Scene, committed: Any, address: str) -> None:
    webhook(public, address)
    digest(public, committed)
    assert (only_post().state, only_post().reason) == (State.FAILED, "address")


def test_who_died_while_sending_leaves_an_open_question(channel: Channel, public: Scene) -> None:
    row = webhook(public, channel.address)
    long_ago = timezone.now() - timedelta(hours=1)
    WebhookPost.objects.create(webhook=row, state=State.CLAIMED, next_try=long_ago)
    assert deliver_due() == 0
    assert (only_post().state, only_post().reason) == (State.UNKNOWN, "abandoned")


def test_an_address_that_somebody_wrote_in_the_database_is_not_used(
    channel: Channel, public: Scene, committed: Any
) -> None:
    row = webhook(public, "https://example.org/hooks/secret-part")
    assert "secret-part" not in str(row)
    elsewhere = scene("Écoute")
    stolen = webhook(elsewhere, channel.address)
    for sealed in (signing.dumps(channel.address), channel.address, stolen.sealed, ""):
        Webhook.objects.filter(pk=row.pk).update(sealed=sealed)
        assert Webhook.objects.get(pk=row.pk).address == ""
    digest(public, committed)
    assert (only_post().state, only_post().reason) == (State.FAILED, "signature")
    assert channel.told == []


def test_only_those_who_run_the_community_keep_its_channels(
    public: Scene, channel: Channel
) -> None:
    row = webhook(public, channel.address)
    post = WebhookPost.objects.create(webhook=row, state=State.FAILED)
    for act in (
        lambda: services.add_channel(public.community, wanted=wanted("x"), by=public.member),
        lambda: services.change_channel(row, wanted=wanted("x"), by=public.member),
        lambda: services.send_test(row, by=public.member),
        lambda: services.send_again(post, by=public.member),
        lambda: services.remove_channel(row, by=public.member),
    ):
        with pytest.raises(NotAllowed):
            act()
