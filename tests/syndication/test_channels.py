"""New digests in channels elsewhere: what they are told, and what becomes of each message."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.communities.scenes import Scene, scene
from tests.syndication.channels import Channel, digest, only_post, wanted, webhook
from wiki.communities.errors import NotAllowed
from wiki.communities.rights import Visibility
from wiki.notifications.quiet import quietly
from wiki.syndication.models import WebhookPost
from wiki.syndication.webhooks import services
from wiki.syndication.webhooks.delivery import deliver_due

pytestmark = pytest.mark.django_db
State = WebhookPost.State


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
