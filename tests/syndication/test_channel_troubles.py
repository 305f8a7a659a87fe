"""A service that takes messages and is in trouble, or is none of ours to ask."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from tests.communities.scenes import Scene, scene
from tests.syndication.channels import Channel, digest, only_post, webhook
from wiki.core.fetching import Limits
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks import delivery, services
from wiki.syndication.webhooks.delivery import deliver_due, retry_after

pytestmark = pytest.mark.django_db
State = WebhookPost.State


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
