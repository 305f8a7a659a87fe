"""Several links: pasted, bookmarks, OPML."""

import time

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guides.models import WatchNotePage
from tests import factories
from tests.communities import scenes
from wiki.communities.models import CommunityPage
from wiki.watch.clipping.list_views import MOST_LOST, MOST_NOTED
from wiki.watch.clipping.lists import (
    MOST_LINKS,
    Link,
    ListUnreadable,
    not_understood,
    pasted,
    read_file,
)
from wiki.watch.models import Clip, ClipState

BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>Bookmarks</TITLE>
<DL><p><DT><H3 ADD_DATE="1">Veille</H3><DL><p>
<DT><A HREF="https://example.org/a?utm_source=x" ADD_DATE="1" ICON="data:image/png;base64,xx">Une &amp; idée</A>
<DD>Une description
<DT><A HREF="https://www.example.org/a">La même</A>
<DT><A HREF="javascript:alert(1)">Un programme</A>
<DT><A HREF="place:sort=8">Récents</A>
<DT><A HREF="https://example.org/b">Sans fin
<DT><A HREF="https://example.org/c"></A>
</DL></DL>"""  # noqa: E501
OPML = """<opml version="2.0"><body><outline text="Veille">
<outline text="Un fil" xmlUrl="https://example.org/feed" htmlUrl="https://example.org/"/>
<outline text="Un lien" type="link" url="https://example.org/d"/></outline></body></opml>"""


def test_bookmarks_are_read_with_their_names() -> None:
    assert read_file(BOOKMARKS.encode()) == [
        Link("https://example.org/a", "Une & idée"),
        Link("https://example.org/b", "Sans fin"),
        Link("https://example.org/c", ""),
    ]
    assert read_file(BOOKMARKS.encode("cp1252"))[0].title == "Une & idée"


def test_opml_is_read_as_links() -> None:
    assert read_file(OPML.encode()) == [
        Link("https://example.org/", "Un fil"),
        Link("https://example.org/d", "Un lien"),
    ]


def test_pasted_links_take_the_words_before_them() -> None:
    text = "- Une idée : https://example.org/a\nhttps://example.org/b https://example.org/c\n\nrien"
    assert pasted(text) == [
        Link("https://example.org/a", "Une idée"),
        Link("https://example.org/b"),
        Link("https://example.org/c"),
    ]


def test_lines_without_a_link_are_handed_back() -> None:
    text = "https://example.org/a\npas une adresse\n\nexemple.org/b\nawa@exemple.org"
    assert [link.address for link in pasted(text)] == [
        "https://example.org/a",
        "https://exemple.org/b",
    ]
    assert not_understood(text) == ["pas une adresse", "awa@exemple.org"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG", b"<html><a href='x'>", b"x" * 6_000_000, b"<opml></opml>", b"<a " * 100_000],
)
def test_files_without_links_are_refused_quickly(content: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(ListUnreadable):
        read_file(content)
    assert time.monotonic() - start < 2


def test_lists_are_cut() -> None:
    many = "\n".join(f"https://example.org/{n}" for n in range(MOST_LINKS + 50))
    assert len(pasted(many)) == MOST_LINKS


def rows_of(answer: object) -> dict[str, str]:
    """What the second screen would post as it is."""
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    data = {}
    for field in page.find("main").find_all("input"):
        if field.get("type") != "checkbox" or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "")
    return data


def test_links_are_chosen_and_noted(signed_in: Client, community: CommunityPage) -> None:
    factories.watch_note(community, source_url="https://example.org/b")
    file = SimpleUploadedFile("bookmarks.html", BOOKMARKS.encode())
    answer = signed_in.post("/watch/clip/several/", {"links": "", "file": file})
    assert answer.status_code == 200
    data = rows_of(answer)
    assert "take-0" in data
    assert "take-1" not in data  # noted already
    assert WatchNotePage.objects.count() == 1
    refused = signed_in.post("/watch/clip/several/", {**data, "community": "animation"})
    assert refused.status_code == 422
    assert WatchNotePage.objects.count() == 1
    data |= {"community": "animation", "means_for_us": "Pour juin.", "words-2": "Autre chose."}
    data["title-2"] = "C"
    assert signed_in.post("/watch/clip/several/", data)["Location"] == community.url
    notes = WatchNotePage.objects.order_by("pk")[1:]
    assert [(note.title, note.summary) for note in notes] == [
        ("Une & idée", "Pour juin."),
        ("C", "Autre chose."),
    ]
    assert {note.clip.state for note in notes} == {ClipState.WAITING}


@pytest.mark.parametrize(
    "data",
    [
        {}, {"links": "rien"}, {"links": "\0"}, {"rows": "x"}, {"rows": "1", "community": "x"},
        {"rows": "1", "address-0": "nothing", "take-0": "1", "community": "animation",
         "means_for_us": "x"},
    ],
)  # fmt: skip
def test_nonsense_notes_nothing(signed_in: Client, data: dict[str, str]) -> None:
    assert signed_in.post("/watch/clip/several/", data).status_code in {200, 422}
    assert not WatchNotePage.objects.exists()


def test_a_file_without_links_is_told(signed_in: Client) -> None:
    file = SimpleUploadedFile("x.png", b"\x89PNG nonsense")
    answer = signed_in.post("/watch/clip/several/", {"links": "", "file": file})
    assert answer.status_code == 422


def test_more_than_is_noted_at_once_is_told_and_not_chosen(
    signed_in: Client, community: CommunityPage
) -> None:
    factories.watch_note(community, source_url="https://example.org/0")
    links = "\n".join(f"https://example.org/{n}" for n in range(MOST_LINKS + 7))
    answer = signed_in.post("/watch/clip/several/", {"links": links})
    data = rows_of(answer)
    chosen = [name for name in data if name.startswith("take-")]
    assert len([name for name in data if name.startswith("address-")]) == MOST_LINKS
    assert chosen == [f"take-{number}" for number in range(1, MOST_NOTED + 1)]
    notice = BeautifulSoup(answer.content, "html.parser").select_one("main .notice")
    assert "7" in notice.text
    few = signed_in.post("/watch/clip/several/", {"links": "https://example.org/a"})
    assert not BeautifulSoup(few.content, "html.parser").select("main .notice")


def test_lines_that_are_not_understood_are_told(signed_in: Client) -> None:
    lost = [f"pas une adresse {number}" for number in range(MOST_LOST + 2)]
    links = "\n".join(["https://example.org/a", *lost])
    answer = signed_in.post("/watch/clip/several/", {"links": links})
    notice = BeautifulSoup(answer.content, "html.parser").select_one("main .notice")
    assert str(len(lost)) in notice.p.text
    told = [line.text.strip("“”«» \u00a0\u202f") for line in notice.select("p")[1:-1]]
    assert told == lost[:MOST_LOST]


def test_links_without_words_are_told_at_the_field(
    signed_in: Client, community: CommunityPage
) -> None:
    brought = signed_in.post(
        "/watch/clip/several/", {"links": "\n".join(f"https://example.org/{n}" for n in "abc")}
    )
    data = rows_of(brought) | {"community": "animation", "words-1": "Pour juin."}
    answer = signed_in.post("/watch/clip/several/", data)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert "2" in page.select_one("#id_means_for_us_error").text
    assert page.select_one("#id_means_for_us")["aria-invalid"] == "true"
    assert not WatchNotePage.objects.exists()


def test_what_is_noted_leads_to_the_note_and_says_by_whom(
    signed_in: Client, community: CommunityPage
) -> None:
    owner = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    title = "Ce que les communautés de pratique apprennent en dix ans"
    note = factories.watch_note(
        community, owner=owner, source_url="https://journal.example/x", source_title=title
    )
    Clip.objects.update(canonical_address="https://journal.example/y")
    links = (
        f"https://journal.example/x\nhttps://journal.example/y\n{title} : https://autre.example/"
    )
    answer = signed_in.post("/watch/clip/several/", {"links": f"{links}\nhttps://neuf.example/"})
    rows = BeautifulSoup(answer.content, "html.parser").select("ol.rows > li")
    for row in rows[:3]:
        assert row.select_one(f"a[href='/go/{note.pk}/']")
        assert "Awa Diallo" in row.text
        assert not row.select_one("[checked]")
    assert not rows[3].select("a")
    assert rows[3].select_one("[checked]")


def test_a_note_that_one_may_not_read_is_not_told_of(signed_in: Client, home: object) -> None:
    hidden = scenes.hidden()
    factories.watch_note(hidden.community, source_url="https://example.org/a")
    answer = signed_in.post("/watch/clip/several/", {"links": "https://example.org/a"})
    assert "take-0" in rows_of(answer)
    assert "/go/" not in answer.content.decode()
