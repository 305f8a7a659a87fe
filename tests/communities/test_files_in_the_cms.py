"""What the CMS takes, and what it shows to editors of another community."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from tests import factories, files
from tests.together import together
from wiki.core.models import RecueilDocument, RecueilImage

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def own(db: None) -> Collection:
    """The collection in which the editor may do everything; closed to other readers."""
    place = files.collection("Rouge")
    files.close(place, groups=["red"])
    return place


@pytest.fixture
def other(db: None) -> Collection:
    """Another community's collection, open to readers."""
    return files.collection("Bleue")


@pytest.fixture
def editor(own: Collection) -> Client:
    """Somebody who may add, change and choose files of one collection."""
    person = factories.user("red@example.org", groups=["red"])
    group = Group.objects.get(name="red")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for kind in ("image", "document"):
        for act in ("add", "change", "choose"):
            permission = Permission.objects.get(codename=f"{act}_{kind}", content_type__model=kind)
            GroupCollectionPermission.objects.create(
                group=group, collection=own, permission=permission
            )
    client = Client()
    client.force_login(person)
    return client


LISTS = [
    "/cms/images/",
    "/cms/images/results/?q=schema",
    "/cms/images/chooser/",
    "/cms/images/chooser/results/?q=schema",
    "/cms/documents/",
    "/cms/documents/results/?q=schema",
    "/cms/documents/chooser/",
    "/cms/documents/chooser/results/?q=schema",
    "/cms/api/main/images/",
    "/cms/api/main/images/?search=schema",
    "/cms/api/main/documents/",
    "/cms/api/main/documents/?search=schema",
]


@together("path", LISTS)
@together("closed", [False, True])
def test_lists_hold_the_files_of_one_s_own_collection(
    editor: Client, own: Collection, other: Collection, path: str, closed: bool
) -> None:
    if closed:
        files.close(other, groups=["blue"])
    files.picture("schema rouge", within=own)
    files.picture("schema secret", within=other)
    files.document("schema rouge", within=own)
    files.document("schema secret", within=other)
    answer = editor.get(path)
    assert answer.status_code == 200
    assert "schema rouge" in answer.content.decode()
    assert "secret" not in answer.content.decode()


OBJECTS = [
    "/cms/images/{}/",
    "/cms/images/{}/delete/",
    "/cms/images/usage/{}/",
    "/cms/images/{}/generate_url/",
    "/cms/images/{}/preview/width-20/",
    "/cms/images/chooser/chosen/{}/",
    "/cms/images/chooser/chosen-multiple/?id={}",
    "/cms/images/chooser/{}/select_format/",
    "/cms/images/multiple/{}/",
    "/cms/api/main/images/{}/",
    "/cms/documents/edit/{}/",
    "/cms/documents/delete/{}/",
    "/cms/documents/usage/{}/",
    "/cms/documents/chooser/chosen/{}/",
    "/cms/documents/chooser/chosen-multiple/?id={}",
    "/cms/documents/multiple/{}/",
    "/cms/api/main/documents/{}/",
    "/cms/bulk/core/recueilimage/add_tags/?id={}",
    "/cms/bulk/core/recueildocument/add_tags/?id={}",
]


@together("path", OBJECTS)
def test_a_file_of_another_collection_cannot_be_opened(
    editor: Client, other: Collection, path: str
) -> None:
    image = files.picture("secret", within=other)
    document = files.document("secret", within=other)
    pk = document.pk if "document" in path else image.pk
    answer = editor.get(path.format(pk), headers={"x-requested-with": "XMLHttpRequest"})
    assert "secret" not in str(getattr(answer, "content", b""))
    if "multiple/?id" not in path:
        assert answer.status_code in {302, 403, 404, 405}


def test_one_s_own_files_can_be_opened(editor: Client, own: Collection) -> None:
    image = files.picture("rouge", within=own)
    document = files.document("rouge", within=own)
    for path in OBJECTS:
        if any(word in path for word in ("delete", "/multiple/", "generate_url")):
            continue  # no right to delete is given, multiple only posts, no address is made
        pk = document.pk if "document" in path else image.pk
        assert editor.get(path.format(pk)).status_code == 200, path


@pytest.mark.parametrize("model", ["image", "document"])
def test_many_at_once_are_only_those_that_one_may_know(
    editor: Client, own: Collection, other: Collection, model: str
) -> None:
    make = files.picture if model == "image" else files.document
    mine, theirs = make("rouge", within=own), make("secret", within=other)
    both = f"/cms/bulk/core/recueil{model}/delete/?id={mine.pk}&id={theirs.pk}"
    refused = editor.get(both)
    assert refused.status_code == 404
    assert "secret" not in refused.content.decode()
    own_alone = f"/cms/bulk/core/recueil{model}/delete/?id={mine.pk}"
    assert "rouge" in editor.get(own_alone).content.decode()
    path = f"/cms/bulk/core/recueil{model}/add_tags/?id={mine.pk}"
    assert editor.post(path, {"tags": "bleu"}).status_code == 302
    assert [tag.name for tag in mine.tags.all()] == ["bleu"]
    assert not theirs.tags.exists()


def test_what_one_may_choose_but_not_change_is_named(editor: Client, own: Collection) -> None:
    image = files.picture("rouge", within=own)
    GroupCollectionPermission.objects.exclude(permission__codename="choose_image").delete()
    said = editor.get(f"/cms/bulk/core/recueilimage/delete/?id={image.pk}").content.decode()
    assert "rouge" in said
    assert "<form" not in said.partition("rouge")[2]  # nothing is left to confirm


@together("act", ["delete", "move", "publish", "unpublish"])
def test_many_pages_at_once_name_no_page_that_one_may_not_read(editor: Client, act: str) -> None:
    section = factories.community(title="Fermée")
    secret = factories.guide(section, title="Plan secret")
    path = f"/cms/bulk/wagtailcore/page/{act}/?id={secret.pk}"
    factories.restrict(section, groups=["blue"])
    refused = editor.get(path)
    assert refused.status_code == 404
    assert "Plan secret" not in refused.content.decode()
    factories.restrict(section, groups=["blue"])
    secret.unpublish()
    assert editor.get(path).status_code == 404


def test_the_search_of_the_cms_names_no_other_file(editor: Client, other: Collection) -> None:
    files.picture("schema secret", within=other)
    home = editor.get("/cms/").content.decode()
    assert "secret" not in home


# ── What is taken ────────────────────────────────────────────────────────────


def form_errors(client: Client, kind: str, upload: Any, collection: Collection) -> str:
    """What the form of the CMS says; "" when the file is in the library."""
    fields = {"title": "A", "file": upload, "collection": collection.pk}
    answer = client.post(f"/cms/{kind}/add/", fields)
    return "" if answer.status_code == 302 else answer.content.decode()


def several_errors(client: Client, kind: str, upload: Any, collection: Collection) -> str:
    """What the form for many files says."""
    answer = client.post(
        f"/cms/{kind}/multiple/add/",
        {"title": "A", "files[]": upload, "collection": collection.pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    said = json.loads(answer.content)
    return "" if said["success"] else said["error_message"]


def chooser_errors(client: Client, kind: str, upload: Any, collection: Collection) -> str:
    """What the form inside the chooser says."""
    prefix = f"{kind[:-1]}-chooser-upload"
    fields = {
        f"{prefix}-title": "A",
        f"{prefix}-file": upload,
        f"{prefix}-collection": collection.pk,
    }
    said = json.loads(client.post(f"/cms/{kind}/chooser/create/", fields).content)
    return "" if said["step"] == "chosen" else said["htmlFragment"]


def name_of(value: Any) -> str:
    """Short names of tests: no bytes."""
    return getattr(value, "__name__", "" if isinstance(value, bytes) else str(value))


FORMS = [form_errors, several_errors, chooser_errors]


@pytest.mark.parametrize("errors", FORMS, ids=name_of)
@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("images", "a.png", files.picture_bytes()),
        ("images", "a.webp", files.picture_bytes(form="WEBP")),
        ("documents", "a.pdf", files.PDF),
        ("documents", "a.csv", b"a;b"),
    ],
    ids=name_of,
)
def test_good_files_are_taken_by_every_form(
    editor: Client, own: Collection, errors: Any, kind: str, name: str, content: bytes
) -> None:
    assert errors(editor, kind, files.upload(name, content), own) == ""
    model = RecueilImage if kind == "images" else RecueilDocument
    taken = model.objects.get()
    assert taken.collection == own
    assert taken.file.read() == content


@pytest.mark.parametrize("errors", FORMS, ids=name_of)
@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("images", "a.svg", SVG),
        ("images", "a.png", SVG),
        ("images", "a.png", files.picture_bytes(form="JPEG")),
        ("images", "a.png", b"\x89PNG\r\n\x1a\n and nothing"),
        ("images", "a.png", files.picture_bytes(size=(400, 300))[:-40]),
        ("images", "a.html", files.picture_bytes()),
        ("documents", "a.svg", SVG),
        ("documents", "a.pdf", b"<html>"),
        ("documents", "a.docx", files.archive({"a": b"a"})),
        ("documents", "a.exe", b"MZ"),
        ("documents", "a.txt", b"a\x00"),
    ],
    ids=name_of,
)
def test_bad_files_are_errors_of_every_form(
    editor: Client, own: Collection, errors: Any, kind: str, name: str, content: bytes
) -> None:
    said = errors(editor, kind, files.upload(name, content), own)
    assert said
    if content == SVG:
        assert "SVG" in said
    assert not RecueilImage.objects.exists()
    assert not RecueilDocument.objects.exists()


@pytest.mark.parametrize("errors", FORMS)
def test_large_files_are_errors_of_every_form(
    editor: Client, own: Collection, errors: Any, settings: Any
) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    assert errors(editor, "images", files.upload("a.png", files.picture_bytes()), own)
    assert errors(editor, "documents", files.upload("a.pdf", files.PDF), own)


def test_a_file_that_replaces_another_is_checked_too(editor: Client, own: Collection) -> None:
    document = files.document(within=own)
    before = document.file.name
    fields = {"title": "A", "collection": own.pk, "file": files.upload("a.pdf", b"<html>")}
    assert editor.post(f"/cms/documents/edit/{document.pk}/", fields).status_code == 200
    document.refresh_from_db()
    assert document.file.name == before


def test_a_title_is_changed_without_a_new_file(editor: Client, own: Collection) -> None:
    image, document = files.picture(within=own), files.document(within=own)
    for path in (f"/cms/images/{image.pk}/", f"/cms/documents/edit/{document.pk}/"):
        answer = editor.post(path, {"title": "Autre", "collection": own.pk})
        assert answer.status_code == 302, answer.content.decode()
    image.refresh_from_db()
    assert image.title == "Autre"
