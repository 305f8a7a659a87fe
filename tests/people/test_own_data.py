"""What is kept of somebody: their copy of it, and what erasure takes away."""

import json
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry, PageSubscription

from guides.models import KnowledgePage, SeriesEntry
from tests import factories, files
from tests.people import made
from tests.people.reading import main
from wiki.communities.models import CommunityPage, Invitation, JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.people.data import personal_data
from wiki.people.errors import ErasureRefused
from wiki.people.models import Profile, User
from wiki.people.services import copy_of, erase

LEAVE, COPY = "/account/data/leave/", "/account/data/copy/"
FORGOTTEN = "/account/password/forgotten/"


def copied(archive: bytes) -> tuple[dict[str, Any], list[str]]:
    with ZipFile(BytesIO(archive)) as opened:
        return json.loads(opened.read("data.json")), opened.namelist()


@pytest.fixture
def writer(community: CommunityPage) -> User:
    """Somebody of whom something is kept everywhere."""
    person = made.person(**made.FULL)
    Membership.objects.create(community=community, person=person, role=Role.EXPERT)
    other = factories.community(title="Autre", joining="request")
    JoinRequest.objects.create(community=other, person=person, message="Puis-je ?")
    page = factories.guide(community, title="Mon guide", owner=person)
    Comment.objects.create(page=page, user=person, text="À revoir", contentpath="summary")
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=person)
    PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
    return person


def test_the_copy_holds_all_that_is_kept(client: Client, writer: User) -> None:
    client.force_login(writer)
    answer = client.post(COPY)
    assert answer.headers["Content-Type"] == "application/zip"
    told, names = copied(answer.content)
    assert told["account"]["email"] == "noemie@example.org"
    assert told["profile"]["skills"] == ["veille partagée", "entretiens"]
    assert told["profile"]["seen_by"]["contact"] == "members"
    assert [row["community"] for row in told["memberships"]] == ["Animation"]
    assert [row["message"] for row in told["join_requests"]] == ["Puis-je ?"]
    assert [(row["page"], row["text"]) for row in told["comments"]] == [("Mon guide", "À revoir")]
    assert "wagtail.edit" in [row["action"] for row in told["acts"]]
    assert [row["title"] for row in told["pages"]] == ["Mon guide"]
    assert f"pages/{told['pages'][0]['file']}" in names


def test_the_copy_holds_drafts_and_files(writer: User) -> None:
    guide = KnowledgePage.objects.get(title="Mon guide").specific
    guide.title = "Mon guide revu"
    guide.save_revision(user=writer)
    draft = factories.guide(CommunityPage.objects.get(title="Animation"), title="Projet")
    draft.unpublish()
    KnowledgePage.objects.filter(pk=draft.pk).update(owner=writer)
    mine = [files.picture("Un schéma"), files.document("Une fiche")]
    closed = files.collection("Fermée")
    files.close(closed, groups=["Cercle"])
    mine.append(files.document("Secrète", within=closed))
    for file in mine:
        type(file).objects.filter(pk=file.pk).update(uploaded_by_user=writer)
    files.document("D’une autre")
    told, names = copied(copy_of(writer))
    assert [row["title"] for row in told["pages"]] == ["Mon guide"]
    assert [(row["title"], row["published"]) for row in told["drafts"]] == [
        ("Mon guide revu", True), ("Projet", False),
    ]  # fmt: skip
    assert all(f"drafts/{row['file']}" in names for row in told["drafts"])
    assert [(row["kind"], row["title"]) for row in told["files"]] == [
        ("picture", "Un schéma"), ("document", "Une fiche"),
    ]  # fmt: skip
    assert all(row["url"].startswith("http://127.0.0.1:8000/") for row in told["files"])
    factories.restrict(Page.objects.get(pk=draft.get_parent().pk), groups=["Cercle"])
    assert copied(copy_of(writer))[0]["drafts"] == []


def test_a_draft_of_others_is_named_as_long_as_one_works_there(writer: User) -> None:
    community = CommunityPage.objects.get(title="Animation")
    draft = factories.guide(community, title="Brouillon d’une autre")
    draft.unpublish()
    PageLogEntry.objects.log_action(draft, "wagtail.edit", user=writer)
    Comment.objects.create(page=draft, user=writer, text="À revoir", contentpath="summary")

    def named(part: str) -> set[str]:
        person = User.objects.get(pk=writer.pk)  # rights are kept with the person
        return {row["page"] for row in copied(copy_of(person))[0][part]}

    assert named("acts") == named("comments") == {"Mon guide", "Brouillon d’une autre"}
    Membership.objects.get(person=writer, community=community).delete()
    assert named("acts") == named("comments") == {"Mon guide", ""}


def test_a_draft_of_a_series_names_the_stops_that_one_may_read(writer: User) -> None:
    community = CommunityPage.objects.get(title="Animation")
    stops = [factories.guide(community, title=title) for title in ("Ouverte", "Réservée")]
    factories.restrict(stops[1], groups=["Cercle"])
    entries = [SeriesEntry(page=stop) for stop in stops]
    series = factories.series(community, title="Parcours", entries=entries)
    series.unpublish()
    KnowledgePage.objects.filter(pk=series.pk).update(owner=writer)
    with ZipFile(BytesIO(copy_of(writer))) as archive:
        name = next(name for name in archive.namelist() if name.endswith(f"{series.slug}.md"))
        text = archive.read(name).decode()
    assert "1. [Ouverte]" in text
    assert "Réservée" not in text


def test_no_part_of_the_copy_hides_another(writer: User) -> None:
    parts = [part.name for part in personal_data(writer)]
    assert len(parts) == len(set(parts))


def test_the_copy_names_no_page_that_one_may_not_read_any_more(writer: User) -> None:
    factories.restrict(Page.objects.get(title="Mon guide"), groups=["Cercle"])
    archive = copy_of(writer)
    told, names = copied(archive)
    assert told["pages"] == []
    assert names == ["data.json"]
    assert [(row["page"], row["text"]) for row in told["comments"]] == [("", "À revoir")]
    assert "Mon guide" not in json.dumps(told, ensure_ascii=False)


def test_the_copy_is_asked_for_by_post(client: Client, writer: User) -> None:
    client.force_login(writer)
    assert client.get(COPY).status_code == 405


# ── Leaving for good ──────────────────────────────────────────────────────────


def test_erasure_needs_the_password(client: Client, writer: User) -> None:
    client.force_login(writer)
    answer = client.post(LEAVE, {"password": "wrong"})
    assert answer.status_code == 422
    assert main(answer).select_one(".field-error")
    writer.refresh_from_db()
    assert writer.is_active
    for _try in range(4):
        client.post(LEAVE, {"password": "wrong"})
    assert client.post(LEAVE, {"password": factories.PASSWORD}).status_code == 429


def test_erasure_takes_what_is_personal_and_leaves_what_was_written(
    client: Client, writer: User
) -> None:
    elsewhere = Client()
    elsewhere.force_login(writer)
    client.force_login(writer)
    community = CommunityPage.objects.get(title="Animation")
    Invitation.objects.create(
        community=community, email=writer.email, secret_digest="d" * 64,
        expires_at="2030-01-01T00:00:00Z",
    )  # fmt: skip
    ModelLogEntry.objects.log_action(writer, "wagtail.edit")
    assert client.post(LEAVE, {"password": factories.PASSWORD}).url == "/account/sign-in/"
    left = User.objects.get(pk=writer.pk)
    assert re.fullmatch(r"former-[0-9a-f]{16}@former\.invalid", left.email)
    assert (left.first_name, left.last_name, left.job_title) == ("", "", "")
    assert not any((left.is_active, left.has_usable_password(), left.groups.exists()))
    assert left.display_name in {"Former member", "Ancien membre"}
    for model in (Profile, Membership, JoinRequest, PageSubscription):
        owner = {"user": left} if model is PageSubscription else {"person": left}
        assert not model._default_manager.filter(**owner).exists()  # type: ignore[attr-defined]
    assert not Invitation.objects.filter(email="noemie@example.org").exists()
    assert not ModelLogEntry.objects.filter(label__contains="Noémie").exists()
    assert not [
        each
        for each in Session.objects.all()
        if each.get_decoded().get("_auth_user_id") == str(left.pk)
    ]
    assert elsewhere.get("/account/").status_code == 302
    page = Page.objects.get(title="Mon guide")
    assert page.owner == left
    assert Comment.objects.get().user == left
    shown = client.get(page.url).content.decode()
    assert left.display_name in shown
    assert "Noémie" not in shown


def test_the_last_facilitator_is_refused_with_a_sentence(
    client: Client, community: CommunityPage
) -> None:
    person = factories.member(community, role=Role.FACILITATOR, first_name="Ada", last_name="L")
    client.force_login(person)
    answer = client.post(LEAVE, {"password": factories.PASSWORD})
    assert answer.status_code == 422
    assert "Animation" in main(answer).select_one("[role=alert]").text
    assert "Animation" in main(client.get("/account/data/")).select_one("[role=alert]").text
    assert Membership.objects.filter(person=person).exists()
    factories.member(community, "second@example.org", role=Role.FACILITATOR)
    assert client.post(LEAVE, {"password": factories.PASSWORD}).status_code == 302


def test_the_last_superuser_is_refused(admin: User) -> None:
    with pytest.raises(ErasureRefused) as refusal:
        erase(admin)
    assert len(refusal.value.reasons) == 1
    User.objects.create_superuser("second@example.org", factories.PASSWORD)
    erase(admin)
    admin.refresh_from_db()
    assert not admin.is_superuser


def test_somebody_who_left_gets_no_letter(client: Client, writer: User) -> None:
    erase(writer)
    left = User.objects.get(pk=writer.pk)
    client.post(FORGOTTEN, {"email": left.email})
    assert not mail.outbox
