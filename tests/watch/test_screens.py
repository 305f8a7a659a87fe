"""The form, the small window, what is noted already, what is filled in by hand."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from guides.models import WatchNotePage
from tests import factories
from tests.communities import scenes
from tests.communities.scenes import client_of
from tests.watch.test_completion import png
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Role
from wiki.core.models import RecueilImage
from wiki.feedback.models import Comment
from wiki.people.models import User
from wiki.watch.clipping.services import clip
from wiki.watch.clipping.sharing import bookmarklet, links_in, shared
from wiki.watch.models import Clip, ClipState

ADDRESS = "https://example.org/une-idee"
DATA = {"address": ADDRESS, "community": "animation", "means_for_us": "À essayer."}


@pytest.fixture(autouse=True)
def _nowhere(settings: object) -> None:
    """Tasks wait for a worker: nothing is fetched here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # type: ignore[attr-defined]


def text_of(answer: object) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())  # type: ignore[attr-defined]


def test_the_form_is_for_people_who_have_signed_in(client: Client, home: object) -> None:
    answer = client.get("/watch/clip/", {"url": ADDRESS})
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_a_link_is_noted(signed_in: Client, member: User) -> None:
    answer = signed_in.post("/watch/clip/", {**DATA, "title": "Une idée", "shelf_life": "3"})
    note = WatchNotePage.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, note.url)
    assert (note.title, note.owner) == ("Une idée", member)
    assert note.relevant_until == timezone.localdate() + timedelta(days=90)
    assert BeautifulSoup(signed_in.get(note.url).content, "html.parser").select(".messages li")


def test_a_browser_hands_over_a_page(signed_in: Client) -> None:
    given = {"url": ADDRESS, "title": "Une idée", "text": "Choisi", "window": "1"}
    page = BeautifulSoup(signed_in.get("/watch/clip/", given).content, "html.parser")
    assert page.find(id="id_address")["value"] == ADDRESS
    assert page.find(id="id_title")["value"] == "Une idée"
    assert page.find(id="id_summary").text.strip() == "Choisi"
    assert not page.find("header")
    assert not WatchNotePage.objects.exists()
    answer = signed_in.post("/watch/clip/", {**DATA, "window": "1"}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(attrs={"data-close": True})
    assert not page.find("header")


def test_phones_put_the_address_into_the_text() -> None:
    came = shared({"text": "Une idée (https://example.org/a_(b)).", "title": "Une idée"})
    assert came.address == "https://example.org/a_(b)"
    assert links_in("voir http://a.org, <https://b.org/x>; http://a.org") == [
        "http://a.org", "https://b.org/x",
    ]  # fmt: skip
    assert shared({"url": "x\x00" * 50_000}).address == "x" * 1000


def test_the_manifest_and_the_bookmark_lead_to_the_form(signed_in: Client) -> None:
    target = signed_in.get("/manifest.webmanifest").json()["share_target"]
    assert target["action"] == "/watch/clip/"
    assert set(target["params"].values()) == {"title", "text", "url"}
    manifest = signed_in.get("/manifest.webmanifest").json()
    # Phones install, and share to, what has a window of its own only.
    assert manifest["display"] in {"minimal-ui", "standalone"}
    assert manifest["scope"] == manifest["id"] == "/"
    assert bookmarklet().startswith("javascript:(function()")
    page = BeautifulSoup(signed_in.get("/watch/tools/").content, "html.parser")
    assert page.find("a", attrs={"data-bookmarklet": True})["href"] == bookmarklet()


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "nothing"}, {"address": "https://a:b@example.org/"}, {"address": "x" * 5000},
        {"means_for_us": ""}, {"means_for_us": "x" * 9999}, {"means_for_us": "<i></i>"},
        {"community": "elsewhere"}, {"kind": "x"}, {"themes": ["9" * 30, "x"]},
        {"shelf_life": "99"}, {"address": "https://a\0b.org/"}, {"title": "x" * 9999},
    ],
)  # fmt: skip
def test_what_is_wrong_comes_back_with_all_that_was_typed(
    signed_in: Client, wrong: dict[str, object]
) -> None:
    answer = signed_in.post("/watch/clip/", {**DATA, "summary": "Gardé", **wrong})
    assert answer.status_code == 422
    assert "Gardé" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not WatchNotePage.objects.exists()


def test_whoever_is_in_no_community_is_led_to_one(reader: User, community: CommunityPage) -> None:
    client = client_of(reader)
    assert "/communities/" in client.get("/watch/clip/").content.decode()
    assert client.post("/watch/clip/", DATA).status_code == 422
    assert not WatchNotePage.objects.exists()


def test_a_hidden_community_is_offered_to_its_members_only(signed_in: Client) -> None:
    hidden = scenes.hidden()
    assert "Secrète" not in signed_in.get("/watch/clip/").content.decode()
    assert signed_in.post("/watch/clip/", {**DATA, "community": "secrete"}).status_code == 422
    assert "Secrète" in client_of(hidden.member).get("/watch/clip/").content.decode()


def test_what_is_noted_already_takes_one_s_angle(
    signed_in: Client, community: CommunityPage
) -> None:
    other = factories.member(community, "awa@example.org", first_name="Awa", last_name="Diallo")
    note = clip(other, community, address=ADDRESS, means_for_us="x", title="Une idée")
    assert "Awa Diallo" in text_of(signed_in.get("/watch/clip/", {"url": ADDRESS}))
    answer = signed_in.post("/watch/clip/", DATA)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    form = page.find("form", action=f"/comments/on/{note.pk}/")
    assert form.find("input", attrs={"name": "text"})["value"] == "À essayer."
    assert page.find("button", attrs={"name": "anyway"})
    signed_in.post(form["action"], {"text": "À essayer."})
    assert Comment.objects.get().page_id == note.pk
    assert signed_in.post("/watch/clip/", {**DATA, "anyway": "1"}).status_code == 302
    assert WatchNotePage.objects.count() == 2


def test_a_closed_note_is_not_told_of(signed_in: Client) -> None:
    hidden = scenes.hidden()
    clip(hidden.member, hidden.community, address=ADDRESS, means_for_us="x", title="Secret")
    assert signed_in.post("/watch/clip/", DATA).status_code == 302


def test_the_source_is_filled_in_by_hand(
    signed_in: Client, community: CommunityPage, member: User, reader: User
) -> None:
    note = clip(member, community, address=ADDRESS, means_for_us="x")
    Clip.objects.update(state=ClipState.REFUSED, reason="status-403")
    address = f"/watch/notes/{note.pk}/source/"
    assert address in signed_in.get(note.url).content.decode()
    assert address not in client_of(reader).get(note.url).content.decode()
    given = {
        "title": "Titre", "summary": "Résumé", "publisher": "Le Site", "source_date": "2026-03-05",
        "kind": "book", "archive_address": "https://web.archive.example/x",
    }  # fmt: skip
    assert client_of(reader).post(address, given).status_code == 403
    assert signed_in.post(address, {**given, "summary": ""}).status_code == 422
    assert signed_in.post(address, {**given, "reading_minutes": "9" * 30}).status_code == 422
    assert signed_in.post(address, given).status_code == 302
    found = WatchNotePage.objects.get()
    assert (found.title, found.publisher, found.kind) == ("Titre", "Le Site", "book")
    assert found.clip.state == ClipState.COMPLETE
    assert "https://web.archive.example/x" in signed_in.get(note.url).content.decode()


def test_somebody_else_s_note_is_filled_in_by_those_who_edit(
    community: CommunityPage, member: User
) -> None:
    note = clip(member, community, address=ADDRESS, means_for_us="x")
    other = factories.member(community, "autre@example.org")
    expert = factories.member(community, role=Role.EXPERT)
    address = f"/watch/notes/{note.pk}/again/"
    Clip.objects.update(state=ClipState.REFUSED)
    assert client_of(other).post(address).status_code == 403
    assert client_of(expert).post(address).status_code == 302
    assert Clip.objects.get().state == ClipState.WAITING


def test_closed_notes_answer_as_missing_ones(signed_in: Client) -> None:
    hidden = scenes.hidden()
    note = clip(hidden.member, hidden.community, address=ADDRESS, means_for_us="x")
    for name in ("clip/{}/done/", "notes/{}/source/", "notes/{}/cite/"):
        assert signed_in.get("/watch/" + name.format(note.pk)).status_code == 404
    for name in ("again", "thanks"):
        assert signed_in.post(f"/watch/notes/{note.pk}/{name}/").status_code == 404


def test_one_clips_from_the_community_s_screens(
    signed_in: Client, community: CommunityPage, reader: User
) -> None:
    link = re.compile(r"/watch/clip/\?community=animation")
    for address in (community.url, f"{community.url}veille/"):
        assert link.search(signed_in.get(address).content.decode()), address
        assert not link.search(client_of(reader).get(address).content.decode()), address


def test_a_picture_is_brought_by_hand(
    signed_in: Client, community: CommunityPage, member: User
) -> None:
    note = clip(member, community, address=ADDRESS, means_for_us="x")
    address = f"/watch/notes/{note.pk}/source/"
    given = {"title": "Titre", "summary": "Résumé", "kind": "article", "publisher": "Le Site"}
    wrong = (png(40), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"not a picture")
    for content in wrong:
        file = SimpleUploadedFile("image.png", content)
        answer = signed_in.post(address, {**given, "picture": file})
        assert answer.status_code == 422
        assert "field-error" in answer.content.decode()
    assert not RecueilImage.objects.exists()
    page = BeautifulSoup(signed_in.get(address).content, "html.parser")
    assert page.select_one("main form")["enctype"] == "multipart/form-data"
    file = SimpleUploadedFile("image.png", png(640))
    assert signed_in.post(address, {**given, "picture": file}).status_code == 302
    cover = WatchNotePage.objects.get().cover
    community.refresh_from_db()
    assert (cover.collection, cover.credit) == (community.collection, "Le Site")
    assert cover.uploaded_by_user == member
    assert signed_in.post(address, given).status_code == 302
    assert WatchNotePage.objects.get().cover == cover


def test_an_address_is_typed_without_its_beginning(
    signed_in: Client, community: CommunityPage
) -> None:
    given = {"address": "exemple.fr/page", "community": "animation", "means_for_us": "Pour juin."}
    assert signed_in.post("/watch/clip/", given).status_code == 302
    assert WatchNotePage.objects.get().source_url == "https://exemple.fr/page"
    for nonsense in ("pas une adresse", "awa@exemple.fr", "bonjour", "javascript:alert(1)"):
        assert signed_in.post("/watch/clip/", {**given, "address": nonsense}).status_code == 422


def test_a_form_that_comes_back_leads_to_each_field_that_is_wrong(
    signed_in: Client, community: CommunityPage
) -> None:
    answer = signed_in.post("/watch/clip/", {"community": "animation", "title": "x" * 300})
    page = BeautifulSoup(answer.content, "html.parser")
    marked = [field["id"] for field in page.select("main [aria-invalid=true]")]
    assert marked == ["id_address", "id_means_for_us", "id_title"]
    links = [link["href"] for link in page.select("main [role=alert] a")]
    assert links == [f"#{name}" for name in marked]
    for name in marked[1:]:
        # Help stays below its field; what is wrong follows it.
        helped = page.select_one(f"#{name} + small")
        assert helped.find_next_sibling()["id"] == f"{name}_error"
