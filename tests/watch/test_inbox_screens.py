"""The inbox as members see it, with and without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import WatchNotePage
from tests import factories
from tests.communities.scenes import Scene, client_of, hidden, scene
from tests.watch.scenes import story
from tests.watch.sites import source
from wiki.communities.rights import Visibility
from wiki.people.models import User
from wiki.watch.models import Clip, Item, Remark, Story, StoryState, Watcher
from wiki.watch.triage import services
from wiki.watch.triage.rota import monday_of

pytestmark = pytest.mark.django_db

STORY, SOURCE = "inbox/{story}/", "sources/{source}/"
SCREENS = (
    "inbox/", STORY, "sources/", "sources/export/", "sources/add/", SOURCE, "sources/import/",
    "coverage/", "rota/",
)  # fmt: skip
ACTS = (
    "inbox/ignore/", "inbox/undo/", "sources/add/", SOURCE, "sources/import/", "rota/",
    *(f"{STORY}{act}/" for act in ("keep", "assign", "remark", "ignore", "undo")),
    f"{SOURCE}remove/", f"{SOURCE}retry/",
)  # fmt: skip


@pytest.fixture
def place(home: object) -> Scene:
    return scene("Veille")


def url(place: Scene, rest: str = "inbox/") -> str:
    return f"/watch/{place.community.slug}/{rest}"


def soup(client: Client, address: str, **headers: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, headers=headers).content, "html.parser")


def test_a_line_says_who_told_what(place: Scene) -> None:
    row = source(place.community, "https://a.org/", title="Journal")
    row.themes.add(factories.theme("Archives"))
    other = source(place.community, "https://b.org/", title="Revue")
    before = story(place.community, "Avant", state=StoryState.IGNORED, decided_by=place.chief,
                   decided_at=timezone.now())  # fmt: skip
    one = story(place.community, "<b>Nouvelle</b>", sources=[row, other], before=before)
    services.remark(one, by=place.member, text="Lu\nhier <i>")
    found = soup(client_of(place.member), url(place)).select_one(f"#story-{one.pk}")
    words = " ".join(found.text.split())
    assert "<b>Nouvelle</b>" in words
    for said in ("Journal", "Revue", "Archives", "Awa Diallo", "Zoé Éluard", "hier <i>"):
        assert said in words
    assert found.select_one("details").text.split()
    link = found.select_one("[data-open]")
    assert link["rel"] == ["noopener", "noreferrer"]
    assert link["href"] == f"https://journal.example/{one.pk}"


def test_others_find_nothing(place: Scene, reader: User) -> None:
    one, row = story(place.community), source(place.community, "https://z.org/")
    for person, status in ((reader, 404), (None, 302)):
        client = client_of(person)
        for rest in SCREENS:
            address = url(place, rest.format(story=one.pk, source=row.pk))
            assert client.get(address).status_code == status, rest
        for rest in ACTS:
            address = url(place, rest.format(story=one.pk, source=row.pk))
            assert client.post(address).status_code == status, rest
    secret = hidden()
    nowhere = client_of(reader).get("/watch/nulle-part/inbox/")
    answer = client_of(reader).get(url(secret))
    assert answer.status_code == nowhere.status_code == 404


def test_a_member_changes_no_source(place: Scene) -> None:
    row = source(place.community, "https://a.org/")
    client = client_of(place.member)
    for rest in ("sources/add/", "sources/import/", f"sources/{row.pk}/"):
        assert client.get(url(place, rest)).status_code == 403
    for rest in (f"sources/{row.pk}/remove/", f"sources/{row.pk}/retry/", "rota/"):
        assert client.post(url(place, rest)).status_code == 403


def test_what_belongs_to_another_community_is_nothing_here(place: Scene) -> None:
    other = scene("Autre")
    one, row = story(other.community), source(other.community, "https://z.org/")
    client = client_of(place.chief)
    assert client.get(url(place, f"inbox/{one.pk}/")).status_code == 404
    assert client.get(url(place, f"sources/{row.pk}/")).status_code == 404
    for rest in ("keep", "assign", "remark", "ignore", "undo"):
        assert client.post(url(place, f"inbox/{one.pk}/{rest}/")).status_code == 404


def test_sorting_by_plain_forms(place: Scene) -> None:
    one, two = story(place.community, "Un"), story(place.community, "Deux")
    client = client_of(place.member)
    page = soup(client, url(place, f"inbox/{one.pk}/?do=keep&back=theme%3Dx"))
    form = page.select_one("form.story-panel")
    assert form.select_one("input[name=back]")["value"] == "theme=x"
    empty = client.post(form["action"], {"means_for_us": "", "title": "Mon titre"})
    assert b"field-error" in empty.content
    assert b"Mon titre" in empty.content
    done = client.post(form["action"], {"means_for_us": "À lire", "back": "theme=x&\r\nX: y"})
    assert done.status_code == 302
    assert done.headers["Location"].startswith(f"{url(place)}?theme=x")
    assert "\n" not in done.headers["Location"]
    one.refresh_from_db()
    assert one.state == StoryState.KEPT
    client.post(url(place, "inbox/ignore/"), {"story": [two.pk, "x", "9" * 30, one.pk]})
    two.refresh_from_db()
    one.refresh_from_db()
    assert (one.state, two.state) == (StoryState.KEPT, StoryState.IGNORED)
    page = soup(client, url(place))
    assert page.select_one(".empty")
    assert page.select_one("form.triage-bar")
    client.post(url(place, "inbox/undo/"))
    two.refresh_from_db()
    assert two.state == StoryState.NEW


def test_htmx_gets_the_row_alone(place: Scene) -> None:
    one = story(place.community, "Un")
    client = client_of(place.member)
    row = soup(client, url(place, f"inbox/{one.pk}/?do=assign"), HX_Request="true")
    assert not row.select("html")
    assert [each.text for each in row.select("option")] == ["Awa Diallo", "Zoé Éluard"]
    answer = client.post(
        url(place, f"inbox/{one.pk}/assign/"),
        {"to": place.chief.pk, "message": "Pour toi"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert "Awa Diallo" in answer.content.decode()
    assert Remark.objects.get().text == "Pour toi"
    for wrong in ({"to": "9" * 30}, {"to": ""}, {"to": place.chief.pk, "message": "x" * 5000}):
        refused = client.post(
            url(place, f"inbox/{one.pk}/assign/"), wrong, headers={"HX-Request": "true"}
        )
        assert b"field-error" in refused.content


@pytest.mark.parametrize(
    "query",
    ["source=abc", f"source={'9' * 30}", "theme=%00", "whose=x", "state=zzz", "page=1",
     "state=kept&source=1&theme=x&whose=me"],
)  # fmt: skip
def test_filters_that_mean_nothing_do_no_harm(query: str, place: Scene) -> None:
    story(place.community)
    assert client_of(place.member).get(f"{url(place)}?{query}").status_code == 200


def test_words_of_any_size_are_refused_with_a_reason(place: Scene) -> None:
    one = story(place.community)
    client = client_of(place.member)
    for rest, data in (
        ("keep", {"means_for_us": "mot " * 10_000}),
        ("keep", {"means_for_us": "\x00"}),
        ("remark", {"text": "mot " * 10_000}),
        ("remark", {"text": "\x00"}),
    ):
        answer = client.post(url(place, f"inbox/{one.pk}/{rest}/"), data)
        assert answer.status_code == 200
        assert b"error" in answer.content
    one.refresh_from_db()
    assert one.state == StoryState.NEW


def test_the_count_of_what_waits_follows_each_act(place: Scene) -> None:
    one, two = story(place.community, "Un"), story(place.community, "Deux")
    client = client_of(place.member)
    assert soup(client, url(place)).select_one("nav #watch-waiting").text == "(2)"
    for act, left in (("ignore", "(1)"), ("undo", "(2)")):
        answer = client.post(url(place, f"inbox/{one.pk}/{act}/"), headers={"HX-Request": "true"})
        told = BeautifulSoup(answer.content, "html.parser").select_one("#watch-waiting")
        assert told["hx-swap-oob"] == "true"
        assert told.text == left
    opened = soup(client, url(place, f"inbox/{two.pk}/?do=keep"), HX_Request="true")
    assert opened.select_one("#watch-waiting") is None


def test_five_hundred_stories_cost_as_much_as_fifty(place: Scene) -> None:
    client = client_of(place.member)
    rows = [source(place.community, f"https://{n}.org/", title=f"S{n}") for n in range(20)]
    theme = factories.theme("Archives")
    for row in rows:
        row.themes.add(theme)

    def fill(count: int) -> None:
        now = timezone.now()
        made = Story.objects.bulk_create(
            Story(community=place.community, title=f"T{n}", dated_at=now) for n in range(count)
        )
        Item.objects.bulk_create(
            Item(source=rows[n % 20], story=each, uid=f"{each.pk}", address="https://e.org/",
                 canonical_address=f"https://e.org/{each.pk}", title=each.title)
            for n, each in enumerate(made)
        )  # fmt: skip

    def cost() -> int:
        client.get(url(place))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(place)).status_code == 200
        return len(queries)

    fill(50)
    few = cost()
    fill(450)
    assert cost() == few
    assert few <= 15
    assert soup(client, url(place)).select(".pagination")


def test_a_story_that_is_noted_says_by_whom_and_where(place: Scene) -> None:
    other = scene("Écoute")
    row = Item.objects.get(story=story(place.community))
    note = factories.watch_note(
        other.community, owner=factories.user("awa@example.org", first_name="Awa", last_name="Sy"),
        source_url=row.address,
    )  # fmt: skip
    Clip.objects.update(canonical_address="https://elsewhere.example/")
    client = client_of(place.member)
    shown = soup(client, url(place)).select_one(f"a[href='/go/{note.pk}/']").parent.text
    assert "Awa Sy" in shown
    assert "Écoute" in shown
    factories.restrict(other.community, groups=["red"])
    assert not soup(client, url(place)).select(f"a[href='/go/{note.pk}/']")


def test_whose_week_it_is_stands_above_the_list(place: Scene) -> None:
    client, monday = client_of(place.member), monday_of(timezone.localdate())
    row = Watcher.objects.create(community=place.community, person=place.chief, monday=monday)
    assert "Awa Diallo" in soup(client, url(place)).main.text
    row.monday -= timedelta(days=7)
    row.save()
    assert "Awa Diallo" not in soup(client, url(place)).main.text


def test_a_story_is_kept_as_what_it_is(place: Scene, settings: Any) -> None:
    one, client = story(place.community), client_of(place.member)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    panel = soup(client, url(place, f"inbox/{one.pk}/?do=keep")).select_one("form.story-panel")
    assert panel.select_one("select[name=kind] option[value=call]")
    client.post(panel["action"], {"means_for_us": "To read", "kind": "call"})
    note = WatchNotePage.objects.get()
    assert (note.kind, note.language) == ("call", "en")


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.RESTRICTED])
def test_stories_that_are_notes_cost_no_more(home: object, visibility: Visibility) -> None:
    place = scene("Veille", visibility=visibility)
    monday = monday_of(timezone.localdate())
    Watcher.objects.create(community=place.community, person=place.chief, monday=monday)
    for number in range(12):
        row = Item.objects.get(story=story(place.community, f"Une nouvelle {number}"))
        if number % 2:
            factories.watch_note(place.community, owner=place.chief, title=f"Note {number}",
                                 source_url=row.address)  # fmt: skip
    client = client_of(place.member)
    assert len(soup(client, url(place)).select("a[href^='/go/']")) == 6
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(place)).status_code == 200
    assert len(queries) <= 15
