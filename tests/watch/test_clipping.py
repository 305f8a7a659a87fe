"""From a link to a note: who may, what it holds, when it is usable."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from guides.models import WatchIndexPage, WatchNotePage
from guides.models.watch_note import WatchKind
from tests import factories
from tests.communities import scenes
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.services.life import archive
from wiki.notifications.models import Notice
from wiki.people.models import User
from wiki.watch.clipping.duplicates import already_noted
from wiki.watch.clipping.errors import NotAnAddress, NothingSaid, TooLong
from wiki.watch.clipping.services import clip
from wiki.watch.models import Clip, ClipState

ADDRESS = "https://example.org/une-idee?utm_source=x"


@pytest.fixture(autouse=True)
def _nowhere(settings: object) -> None:
    """Tasks wait for a worker: nothing is fetched here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # type: ignore[attr-defined]


def test_a_note_is_usable_at_once(community: CommunityPage, member: User) -> None:
    theme = factories.theme("Réunions")
    note = clip(
        member, community, address=ADDRESS, means_for_us="À **essayer** en juin.", themes=[theme]
    )
    found = WatchNotePage.objects.live().get(pk=note.pk)
    assert found.title == "example.org – une idee"
    assert found.summary == "À essayer en juin."
    assert found.source_url == "https://example.org/une-idee"
    assert found.owner == member
    assert list(found.themes.all()) == [theme]
    assert found.relevant_until == timezone.localdate() + timedelta(days=365)
    assert found.get_parent().specific == factories.index_of(community, WatchIndexPage)
    assert found.clip.state == ClipState.WAITING
    assert found.clip.canonical_address == "https://example.org/une-idee"
    assert found.latest_revision.user == member


def test_what_is_typed_is_kept(community: CommunityPage, member: User) -> None:
    note = clip(
        member, community, address=ADDRESS, means_for_us="x", title="Titre", summary="Résumé",
        kind=WatchKind.CALL, stays=True, language="en",
    )  # fmt: skip
    found = WatchNotePage.objects.get(pk=note.pk)
    assert (found.title, found.summary, found.kind) == ("Titre", "Résumé", "call")
    assert (found.relevant_until, found.language) == (None, "en")


def test_two_notes_of_one_title_have_addresses_of_their_own(
    community: CommunityPage, member: User
) -> None:
    notes = [clip(member, community, address=ADDRESS, means_for_us="x", title="T") for _ in "ab"]
    assert notes[0].url != notes[1].url


@pytest.mark.parametrize(
    "address",
    ["", "nothing", "javascript:alert(1)", "file:///etc/passwd", "https://me:x@example.org/",
     "https://example.org/" + "a" * 1500, "https://example.org:25/"],
)  # fmt: skip
def test_what_is_no_address(community: CommunityPage, member: User, address: str) -> None:
    with pytest.raises(NotAnAddress):
        clip(member, community, address=address, means_for_us="x")


@pytest.mark.parametrize("words", ["", "  \n ", "\x00", "<script>alert(1)</script>", "<!-- x -->"])
def test_what_it_means_for_us_is_required(
    community: CommunityPage, member: User, words: str
) -> None:
    with pytest.raises(NothingSaid):
        clip(member, community, address=ADDRESS, means_for_us=words)
    with pytest.raises(TooLong):
        clip(member, community, address=ADDRESS, means_for_us="x" * 5_000)
    assert not WatchNotePage.objects.exists()


def test_only_members_clip_and_nobody_in_an_archive(
    community: CommunityPage, member: User, reader: User, admin: User
) -> None:
    with pytest.raises(NotAllowed):
        clip(reader, community, address=ADDRESS, means_for_us="x")
    archive(community, by=admin)
    community.refresh_from_db()
    with pytest.raises(NotAllowed):
        clip(member, community, address=ADDRESS, means_for_us="x")


def test_members_hear_of_a_new_note(
    community: CommunityPage, member: User, settings: object,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    other = factories.member(community, "other@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        clip(member, community, address="https://127.0.0.1/x", means_for_us="x")
    notices = Notice.objects.values_list("recipient", "kind")
    assert list(notices) == [(other.pk, "page_new")]
    assert not mail.outbox
    # Nowhere to read it: the note says so, and stays.
    assert Clip.objects.get().state == ClipState.REFUSED
    assert Clip.objects.get().reason == "address"


def test_a_story_noted_already_is_recognised(community: CommunityPage, member: User) -> None:
    note = clip(
        member, community, address=ADDRESS, means_for_us="x",
        title="Quatre méthodes pour évaluer une formation",
    )  # fmt: skip
    by_address = already_noted(member, address="http://www.example.org/une-idee/#a")
    assert [(each.pk, each.same_address) for each in by_address] == [(note.pk, True)]
    assert by_address[0].author == "Zoé Éluard"
    assert by_address[0].community == "Animation"
    by_title = already_noted(
        member, address="https://other.example/",
        title="Quatre méthodes pour évaluer une formation – Le Site",
    )  # fmt: skip
    assert [(each.pk, each.same_address) for each in by_title] == [(note.pk, False)]
    assert not already_noted(
        member, address="https://other.example/", title="Autre chose, oui vraiment"
    )


def test_a_note_that_one_may_not_read_is_none(member: User) -> None:
    hidden = scenes.hidden()
    note = clip(hidden.member, hidden.community, address=ADDRESS, means_for_us="x")
    assert not already_noted(member, address=ADDRESS)
    assert [each.pk for each in already_noted(hidden.member, address=ADDRESS)] == [note.pk]
    note.unpublish()
    assert not already_noted(hidden.member, address=ADDRESS)


def test_recognising_costs_few_queries(
    community: CommunityPage, member: User, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        clip(
            member,
            community,
            address=ADDRESS,
            means_for_us="x",
            title=f"Un titre assez long {number}",
        )
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(already_noted(member, address=ADDRESS, title="Un titre assez long 1")) == 3


def test_a_note_written_in_the_cms_is_recognised_too(
    community: CommunityPage, member: User
) -> None:
    address = "https://example.org/livre"
    note = factories.watch_note(community, source_url=address)
    assert Clip.objects.get().state == ClipState.COMPLETE
    assert [each.pk for each in already_noted(member, address=address)] == [note.pk]
    note.source_url = "https://example.org/autre"
    note.save_revision().publish()
    assert not already_noted(member, address=address)
    note.source_url = ""
    note.save_revision().publish()
    assert not Clip.objects.exists()
