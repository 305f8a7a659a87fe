"""French spaces and apostrophes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.core.typography import french, french_html

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "set_in_type"),
    [
        ("Quoi ?", f"Quoi{N}?"),
        ("Quoi?", f"Quoi{N}?"),
        ("Oui ; non !", f"Oui{N}; non{N}!"),
        ("Quoi ?!", f"Quoi{N}?!"),
        ("Note : ici", f"Note{W}: ici"),
        ("Note: ici", f"Note{W}: ici"),
        (f"Déjà{W}! Note{N}: x", f"Déjà{N}! Note{W}: x"),
        ("« mot » et «mot»", f"«{W}mot{W}» et «{W}mot{W}»"),
        ("L'été, aujourd'hui, l'« art »", f"L’été, aujourd’hui, l’«{W}art{W}»"),
        ("à 10:30, de 9:00 : ouvert", f"à 10:30, de 9:00{W}: ouvert"),
        ("https://x.fr/a?b=c:d!", f"https://x.fr/a?b=c:d{N}!"),
        ("voir https://x.fr : ici", f"voir https://x.fr{W}: ici"),
        ("a@b.fr ; c", f"a@b.fr{N}; c"),
        ("Fish &amp; chips ; fin", f"Fish &amp; chips{N}; fin"),
        ("un :smile: ici", "un :smile: ici"),
        ("si a != b", "si a != b"),
        ("C'est 5'30", "C’est 5'30"),
        ("(sic!) [?] …", f"(sic{N}!) [?] …"),
        ("50 % de 10 €", f"50{W}% de 10{W}€"),
        ("Lettre nº 2, N° 3, an 4", f"Lettre nº{W}2, N°{W}3, an 4"),
        ("", ""),
    ],
)
def test_running_text(written: str, set_in_type: str) -> None:
    assert french(written) == set_in_type
    assert french(set_in_type) == set_in_type


@given(st.text(alphabet="aL'’ «»:;!?.10\u00a0\u202f/&\ue000(\"w@", max_size=40))
@settings(max_examples=300, deadline=None)
def test_twice_is_once(text: str) -> None:
    once = french(text)
    assert french(once) == once


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>l'<em>art</em></p>", "<p>l’<em>art</em></p>"),
        ("<b>Note</b> : x", f"<b>Note</b>{W}: x"),
        ("<b>Note :</b> x", f"<b>Note{W}:</b> x"),
        ("<p>à 10:<b>30</b></p>", "<p>à 10:<b>30</b></p>"),
        ("« <b>mot</b> »", f"«{W}<b>mot</b>{W}»"),
        ("<p>fin</p><p>: suite</p>", "<p>fin</p><p>: suite</p>"),
        ("<code>a ? b</code> <kbd>l'x</kbd>", "<code>a ? b</code> <kbd>l'x</kbd>"),
        ("<pre><span>a ?</span></pre>", "<pre><span>a ?</span></pre>"),
        ('<p lang="en">What ?</p>', '<p lang="en">What ?</p>'),
        ('<a href="/a?b=l\'x">a &lt; b ?</a>', f'<a href="/a?b=l\'x">a &lt; b{N}?</a>'),
    ],
)
def test_html(html: str, expected: str) -> None:
    assert french_html(html) == expected
    assert french_html(expected) == expected
