"""A web server in front sends the files: the application decides."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client, override_settings
from wagtail.models import Collection

from tests import files
from tests.communities.file_readers import addresses

pytestmark = pytest.mark.django_db


@override_settings(FILE_SENDING="x-accel", FILE_SENDING_PREFIX="/inside/")
def test_nginx(closed: Collection, member: Client) -> None:
    image, document = files.picture(within=closed), files.document("Été", within=closed)
    answer = member.get(document.url)
    assert answer.content == b""
    assert answer.headers["X-Accel-Redirect"] == "/inside/documents/%C3%89t%C3%A9.pdf"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    answer = member.get(image.file.url)
    assert answer.headers["X-Accel-Redirect"] == f"/inside/{image.file.name}"
    assert answer.headers["Content-Type"] == "image/png"
    for url in addresses(image, document):
        refused = Client().get(url)
        assert refused.status_code == 404
        assert "X-Accel-Redirect" not in refused.headers


@override_settings(FILE_SENDING="x-sendfile")
def test_apache(closed: Collection, member: Client) -> None:
    image = files.picture(within=closed)
    answer = member.get(image.file.url)
    assert answer.content == b""
    assert answer.headers["X-Sendfile"] == image.file.path
    assert "X-Sendfile" not in Client().get(image.file.url).headers


@override_settings(FILE_SENDING="x-sendfile")
def test_apache_decodes_no_name() -> None:
    """And tells all files by the same tag, unless they come with their own."""
    image, paper = files.picture(), files.document("Été")
    sent = Client().get(paper.url).headers["X-Sendfile"]
    assert sent.encode("latin-1").decode() == paper.file.path
    for url in addresses(image, paper):
        answer = Client().get(url)
        assert answer.headers["Last-Modified"].endswith("GMT")
        etag = answer.headers["ETag"]
        assert Client().get(url, headers={"if-none-match": etag}).status_code == 304
        assert Client().get(url, headers={"if-none-match": '"0"'}).status_code == 200


@override_settings(FILE_SENDING="x-sendfile")
def test_a_file_that_is_gone() -> None:
    image = files.picture()
    image.file.storage.delete(image.file.name)
    assert Client().get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    ("way", "prefix"),
    [("nginx", "/inside/"), ("x-accel", "inside"), ("x-accel", "/media/")],
)
def test_a_wrong_setting_is_told(way: str, prefix: str) -> None:
    with (
        override_settings(FILE_SENDING=way, FILE_SENDING_PREFIX=prefix),
        pytest.raises(SystemCheckError, match="FILE_SENDING"),
    ):
        call_command("check", tags=["files"])
