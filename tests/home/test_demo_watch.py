"""The watch of the demo, and the made-up web that it reads."""

import os
import sys
import threading
from importlib import import_module

import pytest
import yaml
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from environ import Env

from home import demo_content, demo_feeds
from home.demo_watch import load_watch
from home.management.commands import demo as demo_command
from home.models import HomePage
from tests import factories
from wiki.communities.models import Membership
from wiki.communities.rights import Role
from wiki.core import worker
from wiki.people.models import User
from wiki.watch.models import FeedKind, Source, Story, StoryState, Watcher
from wiki.watch.sources.reading import read_feed

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def demo(home: HomePage) -> None:
    demo_content.load_people()
    demo_content.load_themes()
    runner = User.objects.get(email="thi-mai.nguyen@recueil.example")
    for slug in yaml.safe_load((demo_content.FOLDER / "members.yaml").read_text()):
        page = factories.community(title=slug, slug=slug)
        Membership.objects.create(community=page, person=runner, role=Role.FACILITATOR)
    demo_content.load_members()


def test_the_inbox_of_the_demo_is_filled_once(demo: None) -> None:
    assert load_watch(SITE) == Source.objects.count() == 9
    states = {state: Story.objects.filter(state=state).count() for state in StoryState}
    assert states[StoryState.NEW] > 10
    assert states[StoryState.KEPT] == 2
    assert states[StoryState.IGNORED] == 5
    assert Watcher.objects.count() == 4
    assert set(Source.objects.values_list("kind", flat=True)) >= set(FeedKind.values)
    two = [story for story in Story.objects.all() if story.items.count() > 1]
    assert two
    assert load_watch("http://127.0.0.1:9999") == 0
    moved = Source.objects.values_list("address", flat=True)
    assert all(address.startswith("http://127.0.0.1:9999/demo/feeds/") for address in moved)


@override_settings(SITE_URL=SITE)
def test_its_web_is_there_for_the_demo_alone(client: Client, home: HomePage) -> None:
    names = [feed["name"] for feed in demo_feeds.watch()["feeds"]]
    addresses = [f"/demo/feeds/{names[0]}", "/demo/pages/charte-des-communautes"]
    for address in addresses:
        assert client.get(address).status_code == 404
    with override_settings(DEMO=True):
        for name in names:
            answer = client.get(f"/demo/feeds/{name}")
            feed = read_feed(
                answer.content, address=f"{SITE}/demo/feeds/{name}",
                content_type=answer.headers["Content-Type"], now=timezone.now(),
            )  # fmt: skip
            assert feed.entries
            for entry in feed.entries:
                assert client.get(entry.address.removeprefix(SITE)).status_code == 200
        assert client.get("/demo/feeds/nothing").status_code == 404
        assert client.get("/demo/pages/nothing").status_code == 404


def test_the_demo_s_server_runs_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[list[str], dict[str, str]]] = []
    started: list[threading.Event] = []
    monkeypatch.setattr(os, "execve", lambda _program, *told: served.append(told))
    monkeypatch.delenv("EMAIL_URL", raising=False)
    demo_command.Command().serve(SITE, 8000)
    ((command, environment),) = served
    mail = Env.email_url_config(environment["EMAIL_URL"])
    assert mail["EMAIL_FILE_PATH"] == str(demo_command.MAIL)  # not among the words on the screen
    (module,) = [part.partition(":")[0] for part in command if part.endswith(":application")]
    monkeypatch.setattr(worker, "start_jobs", started.append)
    application = import_module(module).application
    sys.modules.pop(module)
    assert len(started) == 1
    assert callable(application)
