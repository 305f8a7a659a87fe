"""A digest is proposed, arranged, looked at, approved and sent, without the CMS."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import DigestItem, DigestPage
from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.desk import add, begun, form_of, one, order, pressed, url
from wiki.communities.rights import Role
from wiki.digests.composing import services, stages
from wiki.digests.composing.services import edition_of
from wiki.digests.models import DigestSettings, Edition, Mailing
from wiki.feedback import services as comments
from wiki.notifications.models import Notice

pytestmark = pytest.mark.django_db
Stage = Edition.Stage


def test_what_is_proposed(newsroom: Newsroom) -> None:
    community = newsroom.community
    wide = factories.theme("Réglementation")
    narrow = factories.theme("Retraites", parent=wide)
    factories.watch_note(
        community, title="Une loi", themes=[narrow],
        means_for_us=factories.words("Il faut revoir nos accords. Le reste attend."),
    )  # fmt: skip
    guide = factories.guide(community, title="Un guide")
    factories.watch_note(
        community, title="Passée", relevant_until=timezone.localdate() - timedelta(days=1)
    )
    other = factories.community(title="Autre")
    factories.watch_note(other, title="Ailleurs")
    asked = comments.write(guide, newsroom.chief, text="Qui a essayé ?").comment
    answered = comments.write(guide, newsroom.chief, text="Et la suite ?").comment
    comments.write(guide, newsroom.chief, text="Ici.", reply_to=answered)
    _client, edition = begun(newsroom)
    found = order(edition)
    assert ("Réglementation", "Une loi") in found
    assert ("Guides", "Un guide") in found
    assert ("Questions", "Qui a essayé ?") in found
    titles = [title for _section, title in found]
    assert not {"Passée", "Ailleurs", "Et la suite ?"} & set(titles)
    assert titles.index("Une loi") < titles.index("Un guide") < titles.index("Qui a essayé ?")
    item = DigestItem.objects.get(page__title="Une loi")
    assert item.word == "Il faut revoir nos accords."
    assert DigestItem.objects.get(title="Qui a essayé ?").url == f"#comment-{asked.pk}"
    assert edition.digest.period_end == timezone.localdate()


def test_what_was_told_is_not_proposed_again(newsroom: Newsroom) -> None:
    newsroom.send(newsroom.digest())
    new = factories.watch_note(newsroom.community, title="Nouvelle")
    _client, edition = begun(newsroom)
    assert [title for _section, title in order(edition)] == [new.title]


def test_arranged_by_keyboard(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    address = one(newsroom, edition)
    first, second = DigestItem.objects.filter(digest=edition.digest)
    data = form_of(client, address)
    data |= {f"word-{first.pk}": "Notre mot", "title": "Autre titre", "act": f"down:{first.pk}"}
    response = client.post(address, data)
    assert response.status_code == 302
    assert response["Location"].endswith(f"?at=down-{first.pk}")
    rows = list(DigestItem.objects.filter(digest=edition.digest))
    assert [row.pk for row in rows] == [second.pk, first.pk]
    assert rows[1].word == "Notre mot", "what was typed is kept by every button"
    page = client.get(response["Location"])
    assert f'value="down:{first.pk}" autofocus' in page.content.decode()
    assert page.context["form"]["title"].value() == "Autre titre"
    # Into a new section, then over the edge, then the section first.
    data = form_of(client, address) | {f"section-{first.pk}": "À part"}
    client.post(address, data)
    assert [row.section for row in DigestItem.objects.filter(digest=edition.digest)][1] == "À part"
    client.post(address, form_of(client, address) | {"act": "section-up:1"})
    assert DigestItem.objects.filter(digest=edition.digest)[0].pk == first.pk
    client.post(address, form_of(client, address) | {"act": f"down:{first.pk}"})
    assert {section for section, _title in order(edition)} == {second.section}
    client.post(address, form_of(client, address) | {"act": f"remove:{first.pk}"})
    assert [row.pk for row in DigestItem.objects.filter(digest=edition.digest)] == [second.pk]


def test_dropped_before_another_in_a_renamed_section(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    address = one(newsroom, edition)
    first, second = DigestItem.objects.filter(digest=edition.digest)
    data = form_of(client, address) | {
        "name-0": "Veille utile", "act": f"place:{second.pk}", "to": first.section,
        "before": str(first.pk),
    }  # fmt: skip
    client.post(address, data)
    rows = list(DigestItem.objects.filter(digest=edition.digest))
    assert [row.pk for row in rows] == [second.pk, first.pk]
    assert {row.section for row in rows} == {"Veille utile"}


def test_the_tray_and_what_comes_from_elsewhere(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    first = DigestItem.objects.filter(digest=edition.digest)[0]
    services.remove(edition, first.pk, by=newsroom.chief)
    page = client.get(one(newsroom, edition))
    assert [each.page_id for each in page.context["tray"]] == [first.page_id]
    assert pressed(client, newsroom, edition, act=f"take:{first.page_id}").status_code == 302
    assert DigestItem.objects.filter(digest=edition.digest, page=first.page_id).exists()
    assert pressed(client, newsroom, edition, act="take:999999").status_code == 404
    guide = factories.guide(factories.community(title="Autre"), title="D’ailleurs")
    address = f"http://127.0.0.1:8000{guide.url}"
    add(client, newsroom, edition, what=address, section="Ailleurs")
    add(client, newsroom, edition, what="https://example.org/x", title="Un site")
    add(client, newsroom, edition, what="Trois mots seulement")
    found = order(edition)
    assert ("Ailleurs", "D’ailleurs") in found
    assert {"Un site", "Trois mots seulement"} <= {title for _section, title in found}
    add(client, newsroom, edition, what=f"/go/{guide.pk}/")
    assert len(order(edition)) == len(found), "nothing twice"


@pytest.mark.parametrize(
    "data",
    [{"title": ""}, {"title": "x" * 300}, {"summary": ""}, {"period_start": "2026-13-45"},
     {"period_start": "2026-05-02", "period_end": "2026-05-01"}, {"editorial": "x" * 10_001},
     {"title": "a\0b"}, {"period_start": "0001-01-01"}],
)  # fmt: skip
def test_nothing_typed_is_lost(newsroom: Newsroom, data: dict[str, str]) -> None:
    client, edition = begun(newsroom)
    address = one(newsroom, edition)
    item = DigestItem.objects.filter(digest=edition.digest)[0]
    response = client.post(
        address, form_of(client, address) | {f"word-{item.pk}": "Mes mots"} | data
    )
    assert response.status_code == 422
    assert "Mes mots" in response.content.decode()
    item.refresh_from_db()
    assert item.word != "Mes mots"


@pytest.mark.parametrize("act", ["up:x", "up:" + "9" * 30, "place:1", "nothing", "section-up:99"])
def test_nonsense_is_not_found(newsroom: Newsroom, act: str) -> None:
    client, edition = begun(newsroom)
    address = one(newsroom, edition)
    data = form_of(client, address) | {"act": act, "before": "x"}
    assert client.post(address, data).status_code == 404


def test_previews_and_a_test(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    web = client.get(one(newsroom, edition, "preview/web/"))
    assert "Note 0" in web.content.decode()
    message = client.get(one(newsroom, edition, "preview/mail/"))
    assert "Note 0" in message.content.decode()
    assert "script-src 'none'" in message.headers["Content-Security-Policy"]
    text = client.get(one(newsroom, edition, "preview/text/"))
    assert text["Content-Type"].startswith("text/plain")
    assert "Note 0" in text.content.decode()
    pressed(client, newsroom, edition, act="test")
    (letter,) = mail.outbox
    assert letter.to == [newsroom.chief.email]
    assert letter.subject.startswith("[Test]")
    assert not edition_of(edition.digest).sent_at


def test_sent_now(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    address = one(newsroom, edition)
    client.post(address, form_of(client, address) | {"editorial": "Bien."})
    assert client.post(one(newsroom, edition, "decide/"), {"act": "send"}).status_code == 302
    edition.refresh_from_db()
    digest = DigestPage.objects.get(pk=edition.digest_id)
    assert (edition.stage, digest.live) == (Stage.SENT, True)
    assert Mailing.objects.get().digest == digest
    page = Client().get(digest.url).content.decode()
    assert "Bien." in page
    assert "Note 0" in page
    assert client.get(one(newsroom, edition)).status_code == 302
    client.post(one(newsroom, edition, "decide/"), {"act": "send"})
    assert Mailing.objects.count() == 1
    note = Client().get(newsroom.notes[0].url).content.decode()
    assert digest.url in note, "the note says in which digest it was"


def test_sent_later(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    decide = one(newsroom, edition, "decide/")
    client.post(decide, {"act": "send", "at": "2020-01-01T08:00"})
    edition.refresh_from_db()
    assert edition.stage == Stage.COMPOSING
    soon = timezone.localtime() + timedelta(days=1)
    client.post(decide, {"act": "send", "at": f"{soon:%Y-%m-%dT%H:%M}"})
    edition.refresh_from_db()
    assert edition.stage == Stage.SCHEDULED
    assert stages.send_scheduled() == 0
    assert stages.send_scheduled(now=timezone.now() + timedelta(days=2)) == 1
    assert stages.send_scheduled(now=timezone.now() + timedelta(days=2)) == 0
    assert DigestPage.objects.get(pk=edition.digest_id).live


def test_somebody_else_approves(newsroom: Newsroom, committed: Any) -> None:
    DigestSettings.objects.create(community=newsroom.community, needs_approval=True)
    client, edition = begun(newsroom)
    decide = one(newsroom, edition, "decide/")
    expert = factories.member(newsroom.community, role=Role.EXPERT)
    client.post(decide, {"act": "send"})
    edition.refresh_from_db()
    assert edition.stage == Stage.COMPOSING, "not without approval"
    with committed():
        client.post(decide, {"act": "ask"})
    assert Notice.objects.get(kind="digest_waiting").recipient == expert
    client.post(decide, {"act": "approve"})
    edition.refresh_from_db()
    assert edition.stage == Stage.WAITING, "not by oneself"
    other = client_of(expert)
    assert one(newsroom, edition) in other.get("/communities/to-do/").content.decode()
    with committed():
        other.post(decide, {"act": "approve"})
    edition.refresh_from_db()
    assert (edition.stage, edition.approved_by) == (Stage.APPROVED, expert)
    assert Notice.objects.get(kind="digest_approved").recipient == newsroom.chief
    # What changes afterwards has to be approved again.
    data = form_of(client, one(newsroom, edition)) | {"title": "Tout autre"}
    client.post(one(newsroom, edition), data)
    edition.refresh_from_db()
    assert (edition.stage, edition.approved_by) == (Stage.COMPOSING, None)
    assert other.post(decide, {"act": "send"}).status_code == 403, "an expert does not publish"


def test_whoever_is_alone_sends_without(newsroom: Newsroom) -> None:
    DigestSettings.objects.create(community=newsroom.community, needs_approval=True)
    client, edition = begun(newsroom)
    client.post(one(newsroom, edition, "decide/"), {"act": "send"})
    edition.refresh_from_db()
    assert edition.stage == Stage.SENT


def test_who_gets_to_the_screens(newsroom: Newsroom, reader: Any) -> None:
    edition = newsroom.digest()
    member = factories.member(newsroom.community)
    expert = factories.member(newsroom.community, role=Role.EXPERT)
    for rest in ("", f"{edition.digest_id}/", f"{edition.digest_id}/preview/text/"):
        assert client_of(member).get(url(newsroom, rest)).status_code == 403
        assert client_of(reader).get(url(newsroom, rest)).status_code == 403
        assert client_of(expert).get(url(newsroom, rest)).status_code == 200
        assert client_of(newsroom.chief).get(url(newsroom, rest)).status_code == 200
    assert client_of(expert).get(url(newsroom, "settings/")).status_code == 403
    elsewhere = factories.digest(factories.community(title="Autre"))
    assert client_of(newsroom.chief).get(url(newsroom, f"{elsewhere.pk}/")).status_code == 404


def test_the_list_costs_the_same_for_more(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(one(newsroom, edition))
        counts.append(len(queries))
        for number in range(10):
            note = factories.watch_note(newsroom.community, title=f"De plus {_round} {number}")
            services.add_page(edition, note.pk, by=newsroom.chief)
            factories.watch_note(newsroom.community, title=f"Plateau {_round} {number}")
    assert counts[1] <= counts[0] + 2
    assert counts[1] <= 60
