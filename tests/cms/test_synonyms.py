"""Synonyms in the CMS: who edits them, what is refused, what a trial shows."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from home.bootstrap import prepare_site
from search import service
from search.models import Synonym
from tests import factories
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.people.models import User

ADD = "wagtailsnippets_search_synonym:add"
TRY = "wagtailsnippets_search_synonym:try"


@pytest.fixture
def editor(client: Client, moderator: User, home: Any) -> Client:
    """The client of a moderator, with the rights that a site gives them."""
    prepare_site("http://localhost")
    client.force_login(moderator)
    return client


def form(words: str = "RETEX", equivalents: str = "retour d’expérience", **fields: Any) -> dict:
    given = {"direction": "two_way", "language": "", "note": "", "active": "on"}
    return {"words": words, "equivalents": equivalents, **given, **fields}


def faults(client: Client, **fields: Any) -> dict[str, list[str]]:
    response = client.post(reverse(ADD), form(**fields))
    assert response.status_code == 200
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_moderators_write_synonyms(editor: Client):
    response = editor.post(reverse(ADD), form(words="  RETEX ", equivalents="rex,\n retour \n"))
    assert response.status_code == 302
    synonym = Synonym.objects.get()
    assert (synonym.words, synonym.equivalent_list) == ("RETEX", ["rex", "retour"])
    listed = editor.get(reverse("wagtailsnippets_search_synonym:list")).content.decode()
    assert "RETEX" in listed
    assert "rex, retour" in listed
    edit = reverse("wagtailsnippets_search_synonym:edit", args=[synonym.pk])
    assert editor.get(edit).status_code == 200
    assert editor.post(edit, form(words="RETEX", equivalents="rex")).status_code == 302
    assert Synonym.objects.get().equivalents == "rex"
    exported = editor.get(reverse("wagtailsnippets_search_synonym:list"), {"export": "csv"})
    assert b"RETEX,rex,two_way" in b"".join(exported.streaming_content)


def test_contributors_do_not(client: Client, contributor: User, home: Any):
    prepare_site("http://localhost")
    client.force_login(contributor)
    for name in ("list", "add"):
        response = client.get(reverse(f"wagtailsnippets_search_synonym:{name}"))
        assert response.status_code == 302, name
    assert client.post(reverse(TRY), form()).status_code == 302
    assert "search/synonym" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_form_opens_with_the_words_of_the_address(editor: Client):
    asked = {"words": " rex \x00 <b> " + "x" * 300, "equivalents": "à\nchaud"}
    html = editor.get(reverse(ADD), asked).content.decode()
    assert 'value="rex &lt;b&gt; xxx' in html
    assert "à chaud</textarea>" in html


def test_the_form_leads_to_the_synonym_that_has_these_words(editor: Client):
    known = Synonym.objects.create(words="RETEX", equivalents="rex")
    edit = reverse("wagtailsnippets_search_synonym:edit", args=[known.pk])
    assert edit in editor.get(reverse(ADD), {"words": "r.e.t.e.x"}).content.decode()
    assert edit not in editor.get(reverse(ADD), {"words": "bilan"}).content.decode()
    assert edit not in editor.get(reverse(ADD)).content.decode()


@together(
    ("fields", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "?!"}, "words"),
        ({"words": "un deux trois quatre cinq six sept huit neuf"}, "words"),
        ({"equivalents": ""}, "equivalents"),
        ({"equivalents": " , ;\n"}, "equivalents"),
        ({"equivalents": "rex, !"}, "equivalents"),
        ({"words": "L’étape", "equivalents": "ETAPES"}, "equivalents"),
        ({"equivalents": "retour, Retours"}, "equivalents"),
        ({"equivalents": "x" * 101}, "equivalents"),
        ({"equivalents": ",".join(f"mot{n}" for n in range(21))}, "equivalents"),
    ],
)
def test_what_makes_no_sense_is_refused(editor: Client, fields: dict, field: str):
    assert list(faults(editor, **fields)) == [field]
    assert not Synonym.objects.exists()


def test_contradictions_are_refused(editor: Client):
    Synonym.objects.create(words="RETEX", equivalents="rex\nretour d’expérience", language="fr")
    assert list(faults(editor, words="retex", equivalents="bilan")) == ["words"]
    assert list(faults(editor, words="rex", equivalents="RETEX")) == ["equivalents"]
    others = [
        form(words="retex", equivalents="bilan", language="en"),
        form(words="RETEX", equivalents="autre", active=""),
        form(words="rex", equivalents="bilan"),
    ]
    for other in others:
        assert editor.post(reverse(ADD), other).status_code == 302


@pytest.fixture
def guides(community: CommunityPage) -> CommunityPage:
    """A guide that says the long form, one that says both, and the index of them."""
    factories.guide(community, title="Conduire un retour d’expérience")
    factories.guide(community, title="Réunion de service")
    closed = factories.community(title="Direction")
    factories.restrict(closed, groups=["Direction"])
    factories.guide(closed, title="Retour d’expérience confidentiel")
    service.rebuild()
    return community


def tried(client: Client, question: str, **fields: Any) -> str:
    sent = {**form(**fields), "try-question": question}
    response = client.post(reverse(TRY), sent, headers={"Try-It": "1"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("guides")
def test_a_trial_shows_what_comes_in_without_saving(editor: Client):
    html = tried(editor, "retex de réunion")
    assert "retour d’expérience" in html
    assert html.count("Conduire un retour d’expérience") == 1
    assert html.count("w-status") == 1
    assert html.count("Réunion de service") == 2
    assert "<html" not in html
    assert not Synonym.objects.exists()


@pytest.mark.usefixtures("guides")
def test_a_trial_shows_only_what_the_editor_may_read(editor: Client, admin: User):
    assert "confidentiel" not in tried(editor, "retex")
    editor.force_login(admin)
    assert "confidentiel" in tried(editor, "retex")


@pytest.mark.usefixtures("guides")
def test_a_trial_compares_with_the_synonym_as_it_is_saved_left_out(editor: Client):
    saved = Synonym.objects.create(words="RETEX", equivalents="retour d’expérience")
    html = tried(editor, "retex", **{"try-saved": saved.pk})
    assert html.count("Conduire un retour d’expérience") == 1
    gone = tried(editor, "retex", equivalents="zzz", **{"try-saved": saved.pk})
    assert "Conduire un retour d’expérience" not in gone


@pytest.mark.usefixtures("guides")
def test_a_trial_is_a_page_of_its_own_without_the_script(editor: Client):
    html = editor.post(reverse(TRY), {**form(), "try-question": "retex"}).content.decode()
    assert html.count("<h1") == 1
    assert "Conduire un retour d’expérience" in html
    assert editor.get(reverse(TRY)).status_code == 302
    add = editor.get(reverse(ADD)).content.decode()
    assert f'formaction="{reverse(TRY)}"' in add
    assert "try-it.js" in add


@pytest.mark.usefixtures("guides")
def test_a_trial_calls_nothing_a_near_match(editor: Client):
    html = tried(editor, "zzzzqqqq", words="zzzzqqqq", equivalents="retour d’expérience")
    assert "0 page" in html
    assert "Conduire un retour d’expérience" in html


@pytest.mark.usefixtures("guides")
def test_a_trial_says_what_is_missing(editor: Client, settings: Any, tmp_path: Any):
    assert "help-critical" in tried(editor, "")
    assert "help-critical" in tried(editor, "retex", equivalents="")
    assert "help-critical" not in tried(editor, "\x00 ?! " * 3000)
    bad = {**form(), "try-question": "x", "try-saved": "999999"}
    assert editor.post(reverse(TRY), bad).status_code == 404
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert "help-warning" in tried(editor, "retex")


IMPORT = "wagtailsnippets_search_synonym:import"


def imported(client: Client, text: str | bytes) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    sent = {"file": SimpleUploadedFile("synonyms.csv", content, content_type="text/csv")}
    response = client.post(reverse(IMPORT), sent)
    assert response.status_code == 200
    return response


def test_what_the_list_exports_can_be_read_again(editor: Client):
    Synonym.objects.create(words="RETEX", equivalents="rex\nretour", language="fr", active=False)
    Synonym.objects.create(words="RH", equivalents="personnel", direction="one_way", note="a, b")
    stored = list(Synonym.objects.order_by("words").values_list("words", "equivalents",
                  "direction", "language", "note", "active"))  # fmt: skip
    listed = editor.get(reverse("wagtailsnippets_search_synonym:list"), {"export": "csv"})
    exported = b"".join(listed.streaming_content)
    Synonym.objects.all().delete()
    for created, changed in ((2, 0), (0, 2)):
        report = imported(editor, exported).context["report"]
        assert (report.created, report.changed, report.refused) == (created, changed, [])
        again = Synonym.objects.order_by("words").values_list("words", "equivalents",
                  "direction", "language", "note", "active")  # fmt: skip
        assert list(again) == stored


def test_lines_that_make_no_sense_are_told(editor: Client):
    text = (
        "\ufeffwords;equivalents;direction;language\nRH;personnel;;\nRSE;;;\n;x;;\nCA;un;deux;de\n"
    )
    response = imported(editor, text)
    report = response.context["report"]
    assert (report.created, [number for number, _reason in report.refused]) == (1, [3, 4, 5])
    assert Synonym.objects.get().equivalents == "personnel"


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"words,equivalents\n\x00,x\n" * 600]
)
def test_what_is_no_table_is_refused(editor: Client, text: bytes):
    response = imported(editor, text)
    assert response.context["report"] is None or not response.context["report"].created
    assert not Synonym.objects.exists()


def test_contributors_import_nothing(client: Client, contributor: User, home: Any):
    prepare_site("http://localhost")
    client.force_login(contributor)
    assert client.get(reverse(IMPORT)).status_code == 302
