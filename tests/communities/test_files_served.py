"""Files at their own addresses: who gets them, how they may be kept, what they may do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import document_served
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from tests import factories, files
from tests.communities.file_readers import addresses, signed_in
from tests.together import together
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_open_files_are_for_everybody(client: Client) -> None:
    image, document = files.picture(), files.document()
    original, size, paper = addresses(image, document)
    answer = client.get(original)
    assert body(answer) == files.picture_bytes()
    assert answer.headers["Content-Type"] == "image/png"
    for url in (original, size):
        kept = client.get(url).headers["Cache-Control"]
        assert kept == "public, max-age=31536000, s-maxage=600, immutable"
        assert "Cookie" not in client.get(url).headers.get("Vary", "")
    answer = client.get(paper)
    assert body(answer) == files.PDF
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_closed_files_are_for_those_who_have_the_right(
    closed: Collection, member: Client, admin: User, reader: User
) -> None:
    urls = addresses(files.picture(within=closed), files.document(within=closed))
    for url in urls:
        for allowed in (member, signed_in(admin)):
            answer = allowed.get(url)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert "Cookie" in answer.headers["Vary"]
            assert answer.headers["X-Robots-Tag"] == "noindex"
        for refused in (Client(), signed_in(reader)):
            answer = refused.get(url)
            assert answer.status_code == 404
            assert "Location" not in answer.headers


def test_a_refusal_is_the_answer_of_a_file_that_is_not_there(closed: Collection) -> None:
    image, document = files.picture(within=closed), files.document(within=closed)
    urls = addresses(image, document)
    refused = [Client().get(url).content for url in urls]
    image.delete()
    document.delete()
    assert [Client().get(url).content for url in urls] == refused


def test_a_right_given_and_taken_counts_at_once(closed: Collection, reader: User) -> None:
    urls = addresses(files.picture(within=closed), files.document(within=closed))
    client = signed_in(reader)
    group = factories.user("red@example.org", groups=["red"]).groups.get()
    for member, status in ((True, 200), (False, 404)):
        if member:
            reader.groups.add(group)
        else:
            reader.groups.remove(group)
        assert [client.get(url).status_code for url in urls] == [status] * 3


def test_a_file_moved_to_a_closed_collection_closes(closed: Collection) -> None:
    image, document = files.picture(), files.document()
    urls = addresses(image, document)
    for file in (image, document):
        file.collection = closed
        file.save()
    assert [Client().get(url).status_code for url in urls] == [404] * 3


def test_behind_a_shared_password_there_is_nothing(admin: User) -> None:
    place = files.collection("Mot de passe")
    restriction = files.close(place, kind="password")
    urls = addresses(files.picture(within=place), files.document(within=place))
    for client in (Client(), signed_in(admin)):
        assert [client.get(url).status_code for url in urls] == [404] * 3
    door = f"/documents/authenticate_with_password/{restriction.pk}/"
    assert Client().get(door).status_code == 404


@together(
    "path",
    [
        "/media/documents/Une_fiche.pdf",
        "/media/original_images/nothing.png",
        "/media/images/nothing.png",
        "/media/images/../original_images/Un_schema.png",
        "/media/original_images/",
        "/media/avatar_images/nothing.png",
        "/media/images/%00.png",
        "/media/db.sqlite3",
        "/documents/999999999999999999999999/a.pdf",
        "/documents/1/",
        "/documents/٣/a.pdf",
    ],
)
def test_unknown_addresses_are_not_found(path: str, admin: User) -> None:
    files.picture()
    files.document()
    for client in (Client(), signed_in(admin)):
        assert client.get(path).status_code == 404


def test_a_document_under_another_name_is_not_found() -> None:
    document = files.document()
    assert Client().get(f"/documents/{document.pk}/autre.pdf").status_code == 404


def test_what_has_not_changed_is_not_sent_again(closed: Collection, member: Client) -> None:
    for url in addresses(files.picture(within=closed), files.document(within=closed)):
        first = member.get(url)
        since = {"if-modified-since": first.headers["Last-Modified"]}
        again = member.get(url, headers=since)
        assert again.status_code == 304
        assert again.headers["Cache-Control"] == "private, no-cache"
        # Whoever lost the right gets no confirmation either.
        assert Client().get(url, headers=since).status_code == 404


def test_a_document_is_told_by_its_content() -> None:
    document = files.document()
    tag = Client().get(document.url).headers["ETag"]
    assert Client().get(document.url, headers={"if-none-match": tag}).status_code == 304
    assert Client().get(document.url, headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(method: str) -> None:
    for url in addresses(files.picture(), files.document()):
        assert getattr(Client(), method)(url).status_code == 405
    assert Client().head(url).status_code == 200


def test_an_open_picture_costs_two_queries(
    closed: Collection, reader: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    original, size, paper = addresses(files.picture(), files.document())
    client = signed_in(reader)
    for url in (original, size, paper):
        for asked_by in (Client(), client):
            with django_assert_num_queries(2):
                asked_by.get(url)


def test_served_files_run_nothing() -> None:
    image, text = files.picture(), files.document(content=b"a;b", extension="csv")
    for url in (image.file.url, text.url):
        headers = Client().get(url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("extension", "content", "kind", "disposition"),
    [
        ("pdf", files.PDF, "application/pdf", "inline"),
        ("csv", b"a;b", "text/csv", "attachment"),
        ("json", b"{}", "application/json", "attachment"),
        ("odt", b"", "application/vnd.oasis.opendocument.text", "attachment"),
    ],
)
def test_only_a_pdf_is_shown_on_the_spot(
    extension: str, content: bytes, kind: str, disposition: str
) -> None:
    document = files.document("Été", content=content, extension=extension)
    headers = Client().get(document.url).headers
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"].startswith(f"{disposition};")
    assert "%C3%89t%C3%A9" in headers["Content-Disposition"]


def test_who_counts_downloads_hears_of_them(closed: Collection, member: Client) -> None:
    document = files.document(within=closed)
    heard: list[Any] = []

    def hear(sender: Any, instance: Any, **kwargs: Any) -> None:
        heard.append(instance)

    document_served.connect(hear)
    try:
        Client().get(document.url)
        assert heard == []
        member.get(document.url)
        assert heard == [document]
    finally:
        document_served.disconnect(hear)


def test_portraits_are_for_people_who_have_signed_in(reader: User) -> None:
    profile = UserProfile.get_for_user(reader)
    profile.avatar.save("moi.png", ContentFile(files.picture_bytes()))
    assert Client().get(profile.avatar.url).status_code == 404
    answer = signed_in(reader).get(profile.avatar.url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_file_that_is_gone_is_not_found() -> None:
    image, document = files.picture(), files.document()
    urls = [image.file.url, document.url]
    for file in (image.file, document.file):
        file.storage.delete(file.name)
    assert [Client().get(url).status_code for url in urls] == [404, 404]
