"""The two parts of a message say the same, word for word, and lead to the same addresses."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from guides.models import DigestItem
from tests import factories
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster, parts
from wiki.digests.delivery import mailings, services
from wiki.digests.delivery.plain_words import plain_words
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.models import Rhythm

pytestmark = pytest.mark.django_db
EDITORIAL = """
## Ce mois-ci

Retenir **ceci**, [là-bas](/veille/), *vite* : l'essentiel & <le reste>.

- un
- deux, [écrire](mailto:veille@example.org)

> On le dit.
"""
#: Addresses as they stand in text, alone or in brackets of Markdown.
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s()<>]+")


def alike(postmaster: Postmaster, email: str) -> str:
    """The text of the message, once it says what the HTML says."""
    text, html = parts(postmaster.letter(email))
    body = BeautifulSoup(html, "html.parser").body
    assert body is not None
    links = Counter(str(link["href"]) for link in body.find_all("a", href=True))
    assert Counter(ADDRESS.findall(text)) == links
    words = re.findall(r"\w+", ADDRESS.sub(" ", text))
    assert Counter(words) == Counter(re.findall(r"\w+", body.get_text(" ")))
    return text


@pytest.fixture
def full(newsroom: Newsroom) -> DigestItem:
    """A sent digest with all that one may hold; its last item."""
    newsroom.notes.append(
        factories.watch_note(
            newsroom.community, title="Vue ailleurs", source_title="La Revue",
            source_url="https://revue.example/vue?a=1&b=2",
        )
    )  # fmt: skip
    edition = newsroom.digest(editorial=[("markdown", EDITORIAL)])
    item = DigestItem.objects.create(
        digest=edition.digest, title="Un site : l'essentiel", url="https://example.org/x?y=1&z=2",
        word="À lire\nvite <b>.", section="Ailleurs", position=9,
    )  # fmt: skip
    DigestItem.objects.create(
        digest=edition.digest, title="Sans adresse", section="Ailleurs", position=10
    )
    newsroom.send(edition)
    return item


def test_each_digest(newsroom: Newsroom, postmaster: Postmaster, full: DigestItem) -> None:
    newsroom.subscriber("Ana")
    send_waiting()
    text = alike(postmaster, "ana@example.org")
    for said in ("Ana", "Ce mois-ci", "Vue ailleurs", "Sans adresse", "vite <b>."):
        assert said in text
    postmaster.letters.clear()
    services.correct(full, by=newsroom.chief, words="C'est\nl'inverse & rien d'autre.")
    services.tell_readers(full, by=newsroom.chief)
    send_waiting()
    assert "l’inverse & rien" in alike(postmaster, "ana@example.org")


def test_the_text_shows_no_markup(
    newsroom: Newsroom, postmaster: Postmaster, full: DigestItem
) -> None:
    newsroom.subscriber("Ana")
    send_waiting()
    text = alike(postmaster, "ana@example.org").replace("\r\n", "\n")
    site = settings.SITE_URL
    said = f"Retenir ceci, là-bas ({site}/veille/), vite : l’essentiel &"
    assert said in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "\n- un\n- deux, écrire (mailto:veille@example.org)\n\n> On le dit.\n" in text
    assert "Lien vers cette section" not in text, "of the screen"
    editorial = text.partition("Ce mois-ci\n\nRetenir")[2].partition("-- ")[0]
    assert editorial
    assert not set("*_[]\\") & set(editorial)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un<br>\ndeux</p><p>snake_case</p>", "Un\ndeux\n\nsnake_case"),
        ('<p><a href="https://a.org/x">https://a.org/x</a></p>', "https://a.org/x"),
        ('<p><a href="mailto:a@b.org">a@b.org</a></p>', "a@b.org"),
        ("<ol><li>un<ul><li>deux</li></ul></li><li><p>trois</p></li></ol>",
         "1. un\n   - deux\n2. trois"),
        ("<p> <strong>Cette semaine :</strong> <em>archives</em>.</p>\n",
         "Cette semaine : archives."),
        ("", ""),
    ],
)  # fmt: skip
def test_an_editorial_in_plain_words(html: str, text: str) -> None:
    assert plain_words(html) == text


def test_the_digests_of_a_week(
    newsroom: Newsroom, postmaster: Postmaster, full: DigestItem
) -> None:
    newsroom.subscriber("Bob", rhythm=Rhythm.WEEKLY)
    newsroom.notes = [factories.watch_note(newsroom.community, title="Autre note")]
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    services.correct(full, by=newsroom.chief, words="L’inverse.")
    mailings.make_period_mailings()
    send_waiting()
    text = alike(postmaster, "bob@example.org")
    for said in ("Vue ailleurs", "Autre note", "L’inverse."):
        assert said in text
