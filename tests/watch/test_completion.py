"""What a source says of itself, from real servers, kind and hostile."""

import io
import time
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from PIL import Image as Pillow
from pypdf import PdfWriter

from guides.models import WatchNotePage
from tests import factories
from tests.communities.scenes import client_of
from tests.core.fetching.servers import Server, page, redirect, routes, serving
from wiki.communities.models import CommunityPage
from wiki.core.models import RecueilImage
from wiki.people.models import User
from wiki.watch.clipping import services
from wiki.watch.clipping.completion import complete, complete_waiting
from wiki.watch.clipping.duplicates import already_noted, noted_in
from wiki.watch.models import Clip, ClipState

pytestmark = pytest.mark.usefixtures("loopback")

WORDS = "Des mots pour dire comment on s’y prend, étape par étape, avec des exemples. " * 60
PAGE = f"""<!doctype html><html lang="fr-FR"><head><title>Une idée utile | Le Site</title>
<meta property="og:title" content="Une idée &amp; utile">
<meta property="og:site_name" content="Le Site">
<meta name="description" content="Ce qu’elle dit, en deux phrases.">
<meta name="author" content="Awa Diallo">
<meta property="article:published_time" content="2026-03-05T10:00:00Z">
<meta property="og:image" content="/cover.png"><link rel="canonical" href="/une-idee"></head>
<body><article><h1>Une idée utile</h1><p>{WORDS}</p></article></body></html>"""
#: A PDF whose pages are below themselves.
LOOP = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>"


def png(width: int = 640) -> bytes:
    made = io.BytesIO()
    Pillow.new("RGB", (width, 400), "teal").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def waiting(community: CommunityPage, member: User) -> Any:
    """Makes a note that waits for its source."""

    def make(server: Server, path: str = "/", **fields: Any) -> WatchNotePage:
        return services.clip(
            member, community, address=f"{server.url}{path}", means_for_us="À essayer.",
            at_once=False, **fields,
        )  # fmt: skip

    return make


def test_a_page_tells_all_of_itself(waiting: Any, community: CommunityPage) -> None:
    answers = {
        "/x": page(PAGE.encode()),
        "/cover.png": page(png(), type_="image/png"),
    }
    with serving(routes(answers)) as server:
        note = waiting(server, "/x")
        assert complete(note.pk) == ClipState.COMPLETE
        found = WatchNotePage.objects.get(pk=note.pk)
        assert found.title == found.source_title == "Une idée & utile"
        assert found.summary == "Ce qu’elle dit, en deux phrases."
        assert found.publisher == "Le Site"
        assert found.source_author == "Awa Diallo"
        assert found.source_date == date(2026, 3, 5)
        assert found.source_language == "fr"
        assert found.reading_minutes == 4
        assert found.cover is not None
        assert found.cover.credit == "Le Site"
        community.refresh_from_db()
        assert found.cover.collection == community.collection
        assert found.clip.canonical_address.endswith(f":{server.port}/une-idee")
        assert found.live
        assert not found.has_unpublished_changes
        assert found.url == note.url


def test_what_is_typed_by_hand_stays(waiting: Any) -> None:
    with serving(routes({"/x": page(PAGE.encode())})) as server:
        note = waiting(server, "/x", title="Mon titre", summary="Mon résumé")
        note.source_author = "Moi"
        note.save_revision().publish()
        complete(note.pk)
    found = WatchNotePage.objects.get(pk=note.pk)
    assert (found.title, found.summary, found.source_author) == ("Mon titre", "Mon résumé", "Moi")
    assert found.publisher == "Le Site"


def test_a_draft_written_meanwhile_is_neither_lost_nor_published(waiting: Any) -> None:
    with serving(routes({"/x": page(PAGE.encode())})) as server:
        note = waiting(server, "/x")
        note.publisher = "Dit par moi"
        note.kind = "book"
        note.save_revision()
        complete(note.pk)
    found = WatchNotePage.objects.get(pk=note.pk)
    draft = found.get_latest_revision_as_object()
    assert found.source_author == draft.source_author == "Awa Diallo"
    assert found.title == draft.title == "Une idée & utile"
    assert (draft.publisher, draft.kind) == ("Dit par moi", "book")
    assert (found.publisher, found.kind) == ("", "article")
    assert found.has_unpublished_changes


def test_another_source_meanwhile_takes_nothing(waiting: Any) -> None:
    def change(_asked: bytes, connection: Any) -> None:
        connection.sendall(page(PAGE.encode()))

    with serving(change) as server:
        note = waiting(server)
        WatchNotePage.objects.filter(pk=note.pk).update(source_url="https://example.org/other")
        # The address read is the note's of now; what is compared is what the task began with.
        complete(note.pk)
    assert WatchNotePage.objects.get(pk=note.pk).source_author == ""


@pytest.mark.parametrize(
    "header", ["text/html; charset=utf-8", "text/html", "text/html; charset=martian"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_wrong_charsets_are_read(waiting: Any, header: str, encoding: str) -> None:
    html = (
        "<html><head><title>Où l’été s’évalue, vraiment</title></head><body><p>x</p></body></html>"
    )
    with serving(page(html.encode(encoding), type_=header)) as server:
        note = waiting(server)
        complete(note.pk)
    assert WatchNotePage.objects.get(pk=note.pk).title == "Où l’été s’évalue, vraiment"


def test_scripts_in_titles_are_words(waiting: Any, signed_in: Any) -> None:
    html = (
        "<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x "
        "onerror=alert(1)&gt;</title><meta name=author content='&quot;&gt;&lt;script&gt;x'></head>"
        "<body>" + "<p>mots</p>" * 9 + "</body></html>"
    )
    with serving(page(html.encode())) as server:
        note = waiting(server)
        complete(note.pk)
    answer = signed_in.get(note.url).content.decode()
    assert "<script>alert" not in answer
    assert "<img src=x" not in answer
    assert "alert(1)" in answer


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(b"no", status="403 Forbidden"), "status-403"),
        (page(b"no", status="503 Down"), "status-503"),
        (redirect("http://127.0.0.2/"), "address"),
        (redirect("/"), "redirects"),
        (page(b"x", Content_Length="90000000"), "large"),
        (b"SSH-2.0\r\n", "unreadable"),
    ],
)
def test_a_site_that_refuses_is_told_and_filled_in_by_hand(
    waiting: Any, signed_in: Any, answer: bytes, reason: str
) -> None:
    with serving(answer) as server:
        note = waiting(server)
        assert complete(note.pk) == ClipState.REFUSED
    assert Clip.objects.get().reason == reason
    assert f"/watch/notes/{note.pk}/source/" in signed_in.get(note.url).content.decode()


def test_a_pdf_tells_its_title(waiting: Any) -> None:
    writer = PdfWriter()
    for _page in range(10):
        writer.add_blank_page(200, 200)
    writer.add_metadata(
        {"/Title": "Rapport annuel", "/Author": "La Cour", "/CreationDate": "D:20250102"}
    )
    made = io.BytesIO()
    writer.write(made)
    with serving(page(made.getvalue(), type_="application/pdf")) as server:
        note = waiting(server, "/rapport.pdf")
        complete(note.pk)
    found = WatchNotePage.objects.get(pk=note.pk)
    assert (found.title, found.source_author) == ("Rapport annuel", "La Cour")
    assert (found.reading_minutes, found.source_date) == (16, date(2025, 1, 2))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 broken", "application/pdf"),
        (LOOP, "application/pdf"),
        (b"", "text/html"),
        (b"\x00\xff" * 5000, "text/html"),
        (b"<" * 20_000, "text/html"),
        (b"<div>" * 50_000, "text/html"),
        (b"<!DOCTYPE a [<!ENTITY b 'x'>]><html><title>&b;&b;</title>", "application/xhtml+xml"),
        (b"<html><head><title>" + b"t" * 900_000, "text/html"),
        (b"GIF89a", "image/gif"),
    ],
)  # fmt: skip
def test_odd_contents_leave_a_usable_note(waiting: Any, content: bytes, kind: str) -> None:
    start = time.monotonic()
    with serving(page(content, type_=kind)) as server:
        note = waiting(server, "/a")
        assert complete(note.pk) == ClipState.COMPLETE
    assert WatchNotePage.objects.live().get(pk=note.pk).title
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("picture", [b"not a picture", png(40), b"<svg xmlns='x'></svg>", b""])
def test_a_bad_picture_is_left(waiting: Any, picture: bytes) -> None:
    answers = {"/x": page(PAGE.encode()), "/cover.png": page(picture, type_="image/png")}
    with serving(routes(answers)) as server:
        note = waiting(server, "/x")
        assert complete(note.pk) == ClipState.COMPLETE
    assert not RecueilImage.objects.exists()
    assert WatchNotePage.objects.get(pk=note.pk).source_author == "Awa Diallo"


def test_the_round_completes_lists_and_does_not_insist(waiting: Any) -> None:
    with serving(routes({"/x": page(PAGE.encode())})) as server:
        note = waiting(server, "/x")
        assert complete_waiting() == 0  # a task may be on its way
        earlier = timezone.now() - timezone.timedelta(minutes=5)
        WatchNotePage.objects.update(first_published_at=earlier)
        assert complete_waiting() == 1
        assert complete_waiting() == 0
    assert WatchNotePage.objects.get(pk=note.pk).publisher == "Le Site"
    Clip.objects.update(state=ClipState.WAITING, fetched_at=timezone.now())
    assert complete_waiting() == 0


def test_the_published_canonical_of_another_site_is_not_believed(waiting: Any) -> None:
    html = PAGE.replace('href="/une-idee"', 'href="https://evil.example/"')
    with serving(routes({"/x": page(html.encode())})) as server:
        note = waiting(server, "/x")
        complete(note.pk)
    assert "evil" not in Clip.objects.get(note=note.pk).canonical_address


def test_the_link_as_it_was_shared_is_known_once_its_source_is_read(
    waiting: Any, community: CommunityPage, member: User
) -> None:
    answers = {"/court": redirect("/une-idee"), "/une-idee": page(PAGE.encode())}
    with serving(routes(answers)) as server:
        note = waiting(server, "/court?utm_source=x")
        assert complete(note.pk) == ClipState.COMPLETE
        given, real = f"{server.url}/court", f"{server.url}/une-idee"
    for address in (given, f"{given}?utm_source=lettre", real):
        assert [each.pk for each in already_noted(member, address=address)] == [note.pk]
        found = noted_in(community, address)
        assert found is not None
        assert found.pk == note.pk


def test_a_note_on_the_same_source_is_told_once_it_is_read(
    waiting: Any, community: CommunityPage, signed_in: Any, reader: User
) -> None:
    with serving(routes({"/a": redirect("/x"), "/x": page(PAGE.encode())})) as server:
        other = factories.member(community, "awa@example.org", first_name="Awa", last_name="Diallo")
        first = services.clip(
            other, community, address=f"{server.url}/x", means_for_us="x", at_once=False
        )
        complete(first.pk)
        second = waiting(server, "/a")
        assert "Awa Diallo" not in signed_in.get(second.url).content.decode()
        complete(second.pk)
    shown = signed_in.get(second.url).content.decode()
    assert "Awa Diallo" in shown
    assert f"{first.url}#comments" in shown
    assert f"{first.url}#comments" not in client_of(reader).get(second.url).content.decode()
    WatchNotePage.objects.update(first_published_at=timezone.now() - timezone.timedelta(days=8))
    assert f"{first.url}#comments" not in signed_in.get(second.url).content.decode()


def test_clips_of_before_get_the_address_that_was_given(waiting: Any) -> None:
    with serving(page()) as server:
        note = waiting(server, "/x")
    Clip.objects.update(given_address="", canonical_address="https://elsewhere.example")
    import_module("wiki.watch.migrations.0004_given_addresses_of_before").fill(apps, None)
    assert Clip.objects.get(note=note.pk).given_address.endswith("/x")
