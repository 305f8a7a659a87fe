"""« type:guide » and its like: filters for what is known, plain words for everything else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from search import service
from search.fields import NAMES
from search.params import FACETS, SearchParams
from search.results import ResultPage
from search.wording import key
from tests import factories
from tests.search.conftest import titles
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.core.languages import Language
from wiki.people.models import User

Typed = Callable[..., ResultPage]


@pytest.fixture
def typed(search_index: Any) -> Typed:
    """``typed('mentorat type:guide', viewer)`` asks what somebody typed."""

    def asked(text: str, viewer: Any = None) -> ResultPage:
        return service.search(SearchParams(text=text), viewer or AnonymousUser())

    return asked


@pytest.fixture
def pages(community: CommunityPage, committed: Any) -> CommunityPage:
    """Two communities with a guide and a case study about the same."""
    quality = factories.community(title="Qualité et usagers")
    lea = factories.user("lea@example.org", first_name="Léa", last_name="Martin")
    theme = factories.theme("Retours d’expérience", slug="rex", label_en="Lessons learned",
                            synonyms="RETEX")  # fmt: skip
    with committed():
        factories.guide(community, title="Mentorat à deux", owner=lea, tags=["à chaud"])
        factories.case_study(quality, title="Mentorat en cas", themes=[theme])
        factories.guide(quality, title="Mentoring guide", language="en")
    return quality


@pytest.mark.usefixtures("pages")
@together(
    ("text", "filters"),
    [
        ("type:guide", {"type": ("guide",)}),
        ("Type:Guides", {"type": ("guide",)}),
        ('type:"étude de cas"', {"type": ("case",)}),
        ("type:etude", {"type": ("case",)}),
        ("type:cas", {"type": ("case",)}),
        ("type:“case study”", {"type": ("case",)}),
        ("type:guide,case", {"type": ("guide", "case")}),
        ("type:guide TYPE:case", {"type": ("guide", "case")}),
        ('communauté:"Qualité et usagers"', {"community": ("qualite-et-usagers",)}),
        ("COMMUNAUTE:«qualite et usager»", {"community": ("qualite-et-usagers",)}),
        ("community:qualite-et-usagers", {"community": ("qualite-et-usagers",)}),
        ("community:animation", {"community": ("animation",)}),
        ('thème:"retour d\'experience"', {"theme": ("rex",)}),
        ("theme:retex", {"theme": ("rex",)}),
        ('theme:"lessons learned"', {"theme": ("rex",)}),
        ("langue:anglais", {"language": ("en",)}),
        ("language:Français", {"language": ("fr",)}),
        ("langue:en", {"language": ("en",)}),
        ('étiquette:"À chaud"', {"tag": ("a-chaud",)}),
        ("tag:a-chaud", {"tag": ("a-chaud",)}),
        ("mot-clé:a-chaud", {"tag": ("a-chaud",)}),
        ("année:2026", {"year": ("2026",)}),
        ("year:2026", {"year": ("2026",)}),
    ],
)
def test_a_known_field_is_a_filter(typed: Typed, text: str, filters: dict):
    alone = typed(text)
    assert (alone.params.text, alone.params.filters) == ("", filters)
    among = typed(f"mentorat {text} deux")
    assert (among.params.text, among.params.filters) == ("mentorat deux", filters)


@pytest.mark.usefixtures("pages")
def test_an_author_is_found_by_name(typed: Typed):
    lea = str(User.objects.get(email="lea@example.org").pk)
    for text in ("auteur:martin", 'auteur:"lea martin"', "autrice:LÉA", 'author:"Martin, Léa"'):
        assert typed(text).params.filters == {"author": (lea,)}, text
        assert titles(typed(text)) == ["Mentorat à deux"]


@pytest.mark.usefixtures("pages")
@together(
    "text",
    [
        "type:zzz", "type:", ":guide", "type: guide", "type :guide", "type:guide,zzz", 'type:""',
        "communauté:Inconnue", "titre:mentorat", "a:b:c", "type:guide:x", "http://example.org",
        "année:20", "année:deux", "étiquette:inconnue", "auteur:zzz", "12:30", "type::guide",
        "-type:guide", "theme:-", "langue:🙂",
    ],
)  # fmt: skip
def test_anything_else_is_plain_words(typed: Typed, text: str):
    page = typed(f"mentorat {text}")
    assert page.params.text == f"mentorat {text}"
    assert page.params.filters == {}


@pytest.mark.usefixtures("pages")
def test_fields_narrow_the_results_and_show_as_filters(typed: Typed, client: Client):
    assert sorted(titles(typed("mentorat type:guide"))) == ["Mentorat à deux"]
    html = client.get("/search/", {"q": "mentorat type:guide"}).content.decode()
    assert "?q=mentorat&amp;type=guide&amp;sort=title" in html
    assert 'class="chip" href="?q=mentorat"' in html
    assert 'value="mentorat type:guide"' in html  # the field keeps what was typed
    assert "type:guide”" not in html


@pytest.mark.usefixtures("pages")
def test_fields_add_to_the_filters_of_the_address(search_index: Any):
    asked = SearchParams.of(QueryDict("q=mentorat type:case&type=guide&language=fr"))
    page = service.search(asked, AnonymousUser())
    assert page.params.filters == {"type": ("guide", "case"), "language": ("fr",)}
    assert sorted(titles(page)) == ["Mentorat en cas", "Mentorat à deux"]


def test_what_is_closed_answers_like_what_does_not_exist(
    typed: Typed, committed: Any, community: CommunityPage, reader: User
):
    closed = factories.community(title="Projet Aurore")
    ines = factories.user("ines@example.org", first_name="Inès", last_name="Secret")
    with committed():
        factories.restrict(closed, groups=["Direction"])
        factories.guide(closed, title="Plan", owner=ines, tags=["fusion"])
        factories.guide(community, title="Aurore boréale")
    insider = factories.user("dir@example.org", groups=["Direction"])
    for name, hidden, unknown in (
        ("communauté", '"Projet Aurore"', '"Projet Boréal"'),
        ("communauté", "projet-aurore", "projet-boreal"),
        ("auteur", "Secret", "Inconnu"),
        ("étiquette", "fusion", "scission"),
    ):
        assert typed(f"{name}:{hidden}", insider).params.filters, hidden
        for viewer in (None, reader):
            one, other = (typed(f"plan {name}:{value}", viewer) for value in (hidden, unknown))
            assert one.params.filters == other.params.filters == {}
            assert one.params.text == f"plan {name}:{hidden}"
            assert [facet.active for facet in one.facets] == [
                facet.active for facet in other.facets
            ]


def test_a_question_full_of_fields_costs_a_bounded_number_of_queries(
    pages: CommunityPage, typed: Typed, django_assert_max_num_queries: Any
):
    factories.restrict(pages, groups=["Direction"])
    typed("mentorat")
    with django_assert_max_num_queries(8):
        typed("mentorat")
    with django_assert_max_num_queries(9):
        typed("mentorat auteur:martin auteur:lea type:guide langue:fr theme:rex")
    with django_assert_max_num_queries(20):
        typed("communauté:qualite-et-usagers étiquette:x " * 60)


@pytest.mark.parametrize("language", Language.values)
def test_the_help_tells_names_that_are_recognised(language: str):
    with override(language):
        html = render_to_string("search/_help.html")
    told = re.findall(r"<code>([^<:]+):[^<]+</code>", html)
    assert {NAMES[key(name)] for name in told} == set(FACETS)
