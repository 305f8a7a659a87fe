"""Pages about the same, found by the search and shown at the end of each page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guides.models import CaseStudyGuide, GuidePage
from search import service
from search.engines import engine
from search.errors import SearchUnavailable
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User

Committed = Callable[[], AbstractContextManager[list]]

#: On the same matter, in other words; no theme is shared.
MENTORING = {
    "Choisir un mentor": "Le mentorat repose sur la confiance entre mentor et mentoré.",
    "Premier entretien de mentorat": "Le mentor accueille son mentoré et pose le cadre.",
    "Finir un mentorat": "Mentor et mentoré font le bilan de leur confiance.",
}
OTHERS = {
    "Archiver des plans": "Les plans papier se numérisent et se rangent par commune.",
    "Régler un vidéoprojecteur": "La netteté se règle par la bague, la taille par le zoom.",
    "Lire une facture": "Le numéro, la date et la taxe figurent en haut.",
}


@pytest.fixture
def mentoring(community: CommunityPage, committed: Committed) -> GuidePage:
    """A guide with two others on its matter and three on other things."""
    with committed():
        pages = {
            title: factories.guide(
                community, title=title, summary=text, body=factories.words(f"{text} {text}")
            )
            for title, text in (MENTORING | OTHERS).items()
        }
    return pages["Choisir un mentor"]


def shown(client: Client, page: GuidePage) -> list[str]:
    """The titles under « Related pages », as somebody reads the page who has no kept copy."""
    answer = client.get(page.url, {"fresh": "1"})
    assert answer.status_code == 200
    section = BeautifulSoup(answer.content, "html.parser").find(
        attrs={"aria-labelledby": "r-related"}
    )
    return [link.get_text() for link in section.find_all("a")] if section else []


def test_pages_about_the_same_are_shown(mentoring: GuidePage, client: Client) -> None:
    assert set(shown(client, mentoring)[:2]) == MENTORING.keys() - {mentoring.title}


def test_only_those_that_the_reader_may_read(
    mentoring: GuidePage, committed: Committed, client: Client, reader: User
) -> None:
    with committed():
        closed = factories.community(title="Réservé")
        factories.restrict(closed, groups=["Mentors"])
        factories.guide(
            closed, title="Mentor secret", body=factories.words("Mentor, mentoré, confiance.")
        )
    assert "Mentor secret" not in shown(client, mentoring)
    reader.groups.add(Group.objects.get(name="Mentors"))
    client.force_login(reader)
    assert "Mentor secret" in shown(client, mentoring)
    reader.groups.clear()
    assert "Mentor secret" not in shown(client, mentoring), "kept for those with the same rights"


def test_what_is_closed_since_is_not_told(mentoring: GuidePage, client: Client) -> None:
    """The index still holds the page as it was: the change has not been drained yet."""
    other = GuidePage.objects.get(title="Finir un mentorat")
    other.unpublish()
    found = service.related(mentoring.pk, AnonymousUser())
    assert other.pk not in {content.page_id for content in found}
    assert other.title not in shown(client, mentoring)


def test_pages_to_which_the_page_leads_already_are_left_out(
    mentoring: GuidePage, community: CommunityPage, committed: Committed, client: Client
) -> None:
    named = GuidePage.objects.get(title="Finir un mentorat")
    with committed():
        factories.case_study(
            community,
            title="Un mentorat réussi",
            problem=factories.words("Mentor et mentoré, confiance et bilan."),
            applied_guides=[CaseStudyGuide(guide=mentoring)],
        )
        factories.guide(
            community,
            title="Choosing a mentor",
            language="en",
            translation_of=mentoring,
            body=factories.words("Mentor, mentoré, mentorat, confiance."),
        )
        mentoring.see_also = [("page", {"page": named})]
        mentoring.save_revision().publish()
    assert not {named.title, "Un mentorat réussi", "Choosing a mentor"} & set(
        shown(client, mentoring)
    )
    assert "Premier entretien de mentorat" in shown(client, mentoring)


def test_a_kept_list_costs_two_queries_at_most(mentoring: GuidePage, client: Client) -> None:
    """The version of the content, and the pages themselves with all that stands around."""
    shown(client, mentoring)
    with CaptureQueriesContext(connection) as captured:
        service.related(mentoring.pk, AnonymousUser())
    asked = len(captured)
    with CaptureQueriesContext(connection) as captured:
        shown(client, mentoring)
    assert asked <= 4
    assert len(captured) <= 15
    assert not [query for query in captured if "outboxentry" in query["sql"]], "nothing is asked"


def test_without_an_index_the_themes_still_tell(
    community: CommunityPage, client: Client, settings, tmp_path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "never-built"
    theme = factories.theme("Apprendre")
    first, second = (
        factories.guide(community, title=title, themes=[theme]) for title in ("Un", "Deux")
    )
    with pytest.raises(SearchUnavailable):
        engine().related(first.pk, service.Access.of(AnonymousUser()).reader(), limit=1)
    assert shown(client, first) == [second.title]


def test_themes_fill_the_list(
    mentoring: GuidePage, community: CommunityPage, committed: Committed, client: Client
) -> None:
    theme = factories.theme("Apprendre")
    with committed():
        mentoring.themes = [theme]
        mentoring.save_revision().publish()
        factories.guide(community, title="Calculer une moyenne", themes=[theme])
    titles = shown(client, mentoring)
    assert "Calculer une moyenne" in titles
    assert len(titles) == len(set(titles)) <= 4


def test_a_preview_asks_nothing(mentoring: GuidePage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_options: object) -> None:
        raise AssertionError("a draft stands in no index")

    monkeypatch.setattr(type(engine()), "related", refused)
    answer = mentoring.make_preview_request()
    assert answer.status_code == 200
