"""The index follows what happens to the pages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import Page

from guides.models import GuideIndexPage, GuidePage
from search import service
from search.eligibility import indexable_pages, is_indexable
from search.engines import engine
from search.models import OutboxEntry
from tests import factories
from tests.search.conftest import Ask, counts, titles
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.every_database


def test_publishing_and_unpublishing(community: CommunityPage, committed, ask: Ask):
    with committed():
        guide = factories.guide(community, title="Mentorat")
    assert titles(ask("q=mentorat")) == ["Mentorat"]
    with committed():
        guide.title = "Parrainage"
        guide.save_revision()
    assert titles(ask("q=parrainage")) == [], "a draft is not published"
    with committed():
        guide.latest_revision.publish()
    assert titles(ask("q=parrainage")) == ["Parrainage"]
    assert "Mentorat" not in titles(ask("q=mentorat"))
    with committed():
        GuidePage.objects.get().unpublish()
    assert ask("q=parrainage").total == 0
    assert not OutboxEntry.objects.exists()


def test_a_publication_for_later_waits(community: CommunityPage, committed, ask: Ask):
    parent = factories.index_of(community, GuideIndexPage)
    with committed():
        guide = GuidePage(title="Demain", summary="Plus tard.", live=False)
        guide.go_live_at = timezone.now() + timedelta(days=1)
        parent.add_child(instance=guide)
        guide.save_revision(approved_go_live_at=guide.go_live_at).publish()
    assert ask("q=demain").total == 0


def test_children_of_an_unpublished_parent_stay(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community, title="Mentorat")
    with committed():
        factories.index_of(community, GuideIndexPage).unpublish()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_deleting_a_section_takes_all_of_it_away(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community, title="Mentorat")
    with committed():
        Page.objects.get(pk=community.pk).delete()
    assert ask("").total == 0
    assert not OutboxEntry.objects.exists()


def test_addresses_follow_moves_and_slugs(community: CommunityPage, committed, ask: Ask):
    with committed():
        other = factories.community(title="Ailleurs")
        guide = factories.guide(community, title="Mentorat")
    section = factories.index_of(community, GuideIndexPage)
    with committed():
        section.move(factories.index_of(other, GuideIndexPage), pos="last-child")
    moved = GuidePage.objects.get(pk=guide.pk)
    assert ask("q=mentorat").hits[0].page_url == moved.url
    with committed():
        other.refresh_from_db()
        other.slug = "nouvelle-adresse"
        other.save_revision().publish()
    assert "nouvelle-adresse" in ask("q=mentorat").hits[0].page_url


def test_privacy_follows_restrictions_at_once(
    community: CommunityPage, committed, ask: Ask, reader: User
):
    with committed():
        factories.guide(community, title="Mentorat")
    with committed():
        restriction = factories.restrict(community, groups=["Ressources"])
    assert ask("q=mentorat").total == 0
    assert ask("q=mentorat", reader).total == 0
    reader.groups.add(Group.objects.get(name="Ressources"))
    assert titles(ask("q=mentorat", User.objects.get(pk=reader.pk))) == ["Mentorat"]
    with committed():
        Group.objects.get(name="Ressources").delete()
    assert ask("q=mentorat", User.objects.get(pk=reader.pk)).total == 0
    with committed():
        restriction.delete()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_a_moved_page_takes_the_privacy_of_its_new_place(
    community: CommunityPage, committed, ask: Ask, reader: User
):
    with committed():
        closed = factories.community(title="Réservé")
        factories.restrict(closed)
        guide = factories.guide(community, title="Mentorat")
    with committed():
        guide.move(factories.index_of(closed, GuideIndexPage), pos="last-child")
    assert ask("q=mentorat").total == 0
    assert titles(ask("q=mentorat", reader)) == ["Mentorat"]


def test_an_alias_is_found_under_the_conditions_of_both_places(
    community: CommunityPage, committed, ask: Ask, reader: User
):
    with committed():
        other = factories.community(title="Ailleurs")
        guide = factories.guide(community, title="Mentorat")
        guide.create_alias(parent=factories.index_of(other, GuideIndexPage))
    assert ask("q=mentorat").total == 2
    with committed():
        factories.restrict(community)
    assert ask("q=mentorat").total == 0
    assert ask("q=mentorat", reader).total == 2


def test_both_forms_of_the_rule_select_the_same_pages(community: CommunityPage, search_index):
    factories.guide(community, title="Un")
    hidden = factories.community(title="Personne")
    factories.guide(hidden, title="Deux")
    factories.restrict(hidden, groups=["Vide"]).groups.clear()
    factories.guide(community, title="Trois").unpublish()
    alias = GuidePage.objects.get(title="Deux").create_alias(
        parent=factories.index_of(community, GuideIndexPage), update_slug="deux-ailleurs"
    )
    Page.objects.get(depth=1).add_child(instance=Page(title="Hors site", slug="hors"))
    by_rule = {page.pk for page in Page.objects.all() if is_indexable(page)}
    assert by_rule == set(indexable_pages().values_list("pk", flat=True))
    assert alias.pk not in by_rule
    assert len(by_rule) == 2


def test_names_follow_their_owner(community: CommunityPage, committed, ask: Ask, reader: User):
    theme = factories.theme("Apprendre", synonyms="formation continue")
    with committed():
        factories.guide(community, title="Mentorat", themes=[theme], owner=reader, tags=["pair"])
    with committed():
        theme.synonyms = "compagnonnage"
        theme.save()
    waiting = OutboxEntry.objects.count()
    assert waiting == 0
    with committed():
        reader.last_login = timezone.now()
        reader.save(update_fields=["last_login"])
        assert not OutboxEntry.objects.exists(), "signing in changes no entry"


def test_a_dead_index_never_fails_a_save(community: CommunityPage, committed, lose_index):
    lose_index()
    with committed():
        guide = factories.guide(community, title="Mentorat")
    assert GuidePage.objects.get(pk=guide.pk).live
    assert OutboxEntry.objects.filter(page_id=guide.pk).exists(), "what waits is kept"
    with pytest.raises(service.SearchUnavailable):
        engine().check()


def test_what_waited_is_found_after_the_rebuild(community: CommunityPage, ask: Ask, lose_index):
    lose_index()
    factories.guide(community, title="Mentorat")
    service.rebuild()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_sync_is_safe_to_repeat_and_for_pages_that_are_gone(community: CommunityPage, ask: Ask):
    guide = factories.guide(community, title="Mentorat")
    for written in (1, 0):
        report = service.sync([guide.pk, 999_999])
        assert (report.written, report.deleted) == (written, 0), "only what has to change"
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_one_unreadable_page_does_not_keep_the_others_out(
    community: CommunityPage, committed, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    facts = GuidePage.facts

    def broken(page: GuidePage):
        if page.title == "Illisible":
            raise ValueError("no content")
        return facts(page)

    monkeypatch.setattr(GuidePage, "facts", broken)
    with committed():
        bad = factories.guide(community, title="Illisible")
        factories.guide(community, title="Lisible")
    assert titles(ask("q=lisible")) == ["Lisible"]
    row = OutboxEntry.objects.filter(page_id=bad.pk).first()
    assert row is not None
    assert "no content" in row.last_error


def test_types_are_counted(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community)
        factories.case_study(community)
    assert counts(ask(""), "type") == {"case": 1, "guide": 1, "community": 1}
    assert ask("", AnonymousUser()).total == 3
