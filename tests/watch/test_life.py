"""What becomes of a note: thanks, pages that it feeds, its end."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from guides.models import GuidePage, WatchNotePage
from tests import factories
from tests.communities import scenes
from tests.communities.scenes import client_of
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Role
from wiki.notifications.models import Notice
from wiki.people.data import erase_rows, personal_data
from wiki.people.models import User
from wiki.watch.life.citing import begin_guide, cite
from wiki.watch.life.thanking import thank
from wiki.watch.models import Citation, Thanks


@pytest.fixture
def note(community: CommunityPage, member: User) -> WatchNotePage:
    """Zoé's note."""
    return factories.watch_note(
        community, owner=member, source_url="https://example.org/a", source_title="L’article",
        publisher="Le Site", title="Une note",
    )  # fmt: skip


def linking(note: WatchNotePage) -> list:
    return [("text", f'<p>Voir <a linktype="page" id="{note.pk}">ici</a>.</p>')]


def test_thanks_are_counted_and_told(
    note: WatchNotePage, reader: User, member: User,
    client: Client, django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    browser = client_of(reader)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for _again in range(2):
            assert browser.post(f"/watch/notes/{note.pk}/thanks/").status_code == 302
    assert Thanks.objects.get().person == reader
    assert [n.kind for n in Notice.objects.filter(recipient=member)] == ["thanked"]
    assert (
        "1 personne" in client.get(note.url).content.decode()
        or "1 person" in client.get(note.url).content.decode()
    )
    browser.post(f"/watch/notes/{note.pk}/thanks/", {"stop": "1"})
    assert not Thanks.objects.exists()
    assert "1 pers" not in client.get(note.url).content.decode()


def test_nobody_thanks_themselves_nor_for_what_they_may_not_read(
    note: WatchNotePage, member: User, reader: User
) -> None:
    with pytest.raises(NotAllowed):
        thank(note, member)
    hidden = scenes.hidden()
    closed = factories.watch_note(hidden.community)
    with pytest.raises(NotAllowed):
        thank(closed, reader)


def test_a_guide_that_links_to_a_note_says_what_fed_it(
    community: CommunityPage, note: WatchNotePage, client: Client
) -> None:
    guide = factories.guide(community, title="Un guide", body=linking(note))
    assert Citation.objects.get().in_text
    shown = BeautifulSoup(client.get(guide.url).content, "html.parser")
    fed = shown.find(attrs={"aria-labelledby": "r-fed"})
    assert fed.find("a", href=note.url).text == "Une note"
    assert fed.find("a", href="https://example.org/a").text == "L’article"
    assert "Le Site" in fed.text
    life = BeautifulSoup(client.get(note.url).content, "html.parser").find(id="life")
    assert life.find("a", href=guide.url).text == "Un guide"
    guide.body = []
    guide.save_revision().publish()
    assert not Citation.objects.exists()


def test_a_visitor_meets_no_empty_section(
    note: WatchNotePage, client: Client, reader: User, community: CommunityPage
) -> None:
    def section(viewer: Client) -> object:
        return BeautifulSoup(viewer.get(note.url).content, "html.parser").select_one("#life")

    assert section(client) is None
    assert section(client_of(reader))  # who can say thank you
    factories.guide(community, body=linking(note))
    assert section(client)


def test_each_side_shows_only_what_one_may_read(
    community: CommunityPage, note: WatchNotePage, client: Client
) -> None:
    hidden = scenes.hidden()
    secret = factories.guide(hidden.community, title="Guide secret", body=linking(note))
    assert "Guide secret" not in client.get(note.url).content.decode()
    assert "Guide secret" in client_of(hidden.member).get(note.url).content.decode()
    closed = factories.watch_note(hidden.community, title="Note secrète")
    guide = factories.guide(community, title="Ouvert")
    Citation.objects.create(note=closed, page=guide, by_hand=True)
    assert "Note secrète" not in client.get(guide.url).content.decode()
    assert "Note secrète" in client_of(hidden.member).get(guide.url).content.decode()
    assert secret.live


def test_a_note_is_cited_in_a_page_that_one_may_change(
    community: CommunityPage, note: WatchNotePage, member: User, reader: User
) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    guide = factories.guide(community, title="Un guide")
    elsewhere = factories.guide(scenes.hidden().community, title="Guide secret")
    browser = client_of(chief)
    address = f"/watch/notes/{note.pk}/cite/"
    shown = browser.get(address, {"q": "guide"}).content.decode()
    assert "Un guide" in shown
    assert "Guide secret" not in shown
    assert browser.post(address, {"page": str(guide.pk)}).status_code == 302
    assert Citation.objects.get().made_by == chief
    guide.save_revision().publish()  # the text says nothing of it: somebody did
    assert Citation.objects.exists()
    assert Notice.objects.filter(recipient=member, kind="note_used").count() <= 1
    for wrong in (str(elsewhere.pk), str(note.pk), "x", "9" * 30, ""):
        assert browser.post(address, {"page": wrong}).status_code == 404, wrong
    assert client_of(reader).post(address, {"page": str(guide.pk)}).status_code == 404
    with pytest.raises(NotAllowed):
        cite(note, guide, by=reader)


def test_the_author_hears_once_that_a_note_feeds_a_page(
    community: CommunityPage, note: WatchNotePage, member: User,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            guide = factories.guide(community, body=linking(note), title="Un guide")
    kinds = list(Notice.objects.filter(recipient=member).values_list("kind", "page"))
    assert ("note_used", guide.pk) in kinds
    assert len([kind for kind, _page in kinds if kind == "note_used"]) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        guide.save_revision().publish()
    assert Notice.objects.filter(recipient=member, kind="note_used").count() == 2


def test_a_guide_begins_with_a_note(
    community: CommunityPage, note: WatchNotePage, member: User, reader: User
) -> None:
    address = f"/watch/notes/{note.pk}/cite/"
    given = {"begin": "1", "community": "animation", "title": "Un guide neuf"}
    answer = client_of(member).post(address, given)
    guide = GuidePage.objects.get()
    assert answer["Location"] == f"/cms/pages/{guide.pk}/edit/"
    assert (guide.live, guide.owner) == (False, member)
    assert Citation.objects.get().page_id == guide.pk
    assert guide.see_also[0].value["page"].pk == note.pk
    assert client_of(member).post(address, {**given, "title": ""}).status_code == 422
    with pytest.raises(NotAllowed):
        begin_guide(note, community, title="x", by=reader)


def test_notes_out_of_date_leave_the_front_and_say_so(
    community: CommunityPage, client: Client
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    old = factories.watch_note(community, title="Note ancienne", relevant_until=yesterday)
    factories.watch_note(community, title="Note fraîche")
    elsewhere = factories.community(title="Écoute")
    for title, end in (("Partagée ancienne", yesterday), ("Partagée fraîche", None)):
        factories.watch_note(elsewhere, title=title, relevant_until=end, communities=[community])
    front = client.get(community.url).content.decode()
    assert "Partagée fraîche" in front
    assert "Partagée ancienne" not in front
    for address in ("/", community.url):
        shown = client.get(address).content.decode()
        assert "Note fraîche" in shown, address
        assert "Note ancienne" not in shown, address
    index = f"{community.url}veille/"
    shown = client.get(index).content.decode()
    assert "Note ancienne" not in shown
    assert "?expired=1" in shown
    assert "Note ancienne" in client.get(index, {"expired": "1"}).content.decode()
    assert "notice-signal" in client.get(old.url).content.decode()


def test_what_is_kept_of_a_person(
    note: WatchNotePage, reader: User, community: CommunityPage
) -> None:
    thank(note, reader)
    guide = factories.guide(community)
    Citation.objects.create(note=note, page=guide, made_by=reader, by_hand=True)
    kept = {part.name: part.values for part in personal_data(reader)}
    assert [row["note"] for row in kept["watch_thanks"]] == [note.pk]
    assert [row["page"] for row in kept["watch_citations"]] == [guide.pk]
    erase_rows(reader)
    assert not Thanks.objects.exists()
    assert Citation.objects.get().made_by is None


def test_a_note_costs_few_queries_however_much_it_fed(
    community: CommunityPage, note: WatchNotePage, client: Client
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(note.url, {"comments": "all"})
        return len(queries)

    factories.guide(community, body=linking(note), title="Premier")
    cost()
    one = cost()
    for number in range(4):
        factories.guide(community, body=linking(note), title=f"Guide {number}")
    cost()
    assert cost() <= one + 1
