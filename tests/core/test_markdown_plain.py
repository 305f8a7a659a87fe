"""The quick reading of plain Markdown says what the parser says."""

import random

import pytest

from tests.bench.corpus import articles
from wiki.core.markdown import markdown_to_html, plain_html
from wiki.core.passages import PassageSource, read_passages
from wiki.core.search_content import Section

PLAIN = [
    "",
    "Un mot.",
    "Deux lignes\nd’un paragraphe  \net une troisième.\n\n\nUn autre.\n   \nEncore un.",
    "# Titre\n## Autre titre ##\nTexte qui suit\n### Troisième\n\nFin",
    "Avant\n# Titre C#\naprès",
    "- un\n- deux\n  suite de deux\n- trois\n\n- quatre",
    "1. un\n2. deux\n    - dedans\n    - encore\n        - au fond\n3. trois",
    "Une phrase :\n- qui n’est pas\n- une liste",
    "> Une citation\n> sur deux lignes\n>\n> - et\n> - une liste",
    "| Quoi | Qui |\n| --- | :-: |\n| Ouvrir | **Léa** |\n| | [Max](page:3) |",
    "Du **gras**, de l’*italique*, du _souligné_, un **[lien](https://x.org/a_b?c=d&e)**.",
    "Un [lien](page:12#ici \"titre\") et une ![image](image:7) entre deux mots.",
    "2 * 3 * 4, nom_de_fichier, [entre crochets], (entre parenthèses), etc.",
    "Sur https://x.org/a?b=c ou à x@y.fr",
    "« Bravo ! » dit-elle – 50 % > 40 %",
    "Avant\n\n---\n\nAprès\n\n***",
]  # fmt: skip
#: Left to the parser, or read as it does.
NOT_SO_PLAIN = [
    "Titre\n---", "Titre\n===", "---\na: b\n---", "a\n***\nb", "-\n- a", "1.", "1. \n2. b",
    "    code", "- a\n\n        code", "- a\n        - b", "- a\n    1. b\n    - c", "- a\n1. b",
    "- # a", "- > a", "- - a", "- [x] fait", "- [ ] à faire", "> a\nb", "a\n> b", "####### a",
    "a | b\n--- | ---\n1 | 2", "| a | b |\n|---|---|\n| 1 |", "| a |\n|---|\n| 1 | 2 |",
    "| a |\n| b |", "**a", "*a **b* c**", "***a***", "**a*b**c*", "a*b*c", "a**b**c", "* a *",
    "__a__b", "_a_b_", "**«a»**b", "**a\nb**", "*a\n\nb*", "[a](b c)", "[a](b(c)d)", "[a][b]",
    "[a] [b]\n\n[b]: c", "[a [b](c) d](e)", "[*a](b)*", "*[a*](b)", "![a", "![a][b]", "[a](b",
    "[^1]\n\n[^1]: note", "*[HTML]: x\n\nHTML", "a\n: b", "::: tip\na\n:::", "!!! note\n    a",
    "??? note\n    a", "`a_b_`", "```\na\n```", "~~a~~", "==a==", "H^2^", "a\\*b", "a<br>b", "<b>a",
    "&eacute; R&D A&B &copy; &amp", "# a {#b}", "{: .x}", "a\tb", "a\r\nb", "a\x00b", "a\x02b",
    "__x@y.fr a__", "_https://x.org_", "https://x.org/_a_", "www.x.org/*a*", "<https://x.org>",
    "\u00a0\n\na", "- \u00a0a", "#\u00a0a", "*\u00a0a*", "+ a\n* b\n- c", "10) a\n11) b", "# #",
    "#", "- !!! note\n    a", "- a | b\n--- | ---\n1 | 2",
]  # fmt: skip


def sections(html: str) -> tuple[Section, ...]:
    return read_passages([PassageSource("", "", html)])


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_are_read_without_the_parser(text: str) -> None:
    html = plain_html(text)
    assert html is not None
    assert sections(html) == sections(markdown_to_html(text))


@pytest.mark.parametrize("text", NOT_SO_PLAIN)
def test_others_are_left_to_it_or_read_alike(text: str) -> None:
    html = plain_html(text)
    assert html is None or sections(html) == sections(markdown_to_html(text))


def test_any_mixture_is_read_alike() -> None:
    """Two blocks after one another, one in another, blank lines lost: from a fixed seed."""
    draw = random.Random(8)
    read = 0
    for _ in range(1_500):
        one, other = draw.choice(PLAIN), draw.choice(draw.choice([PLAIN, NOT_SO_PLAIN]))
        space = draw.choice(["\n\n", "\n", " ", "\n\n> ", "\n- ", "\n    ", "**", "_", "|"])
        cut = draw.randrange(len(one) + 1)
        text = draw.choice(
            [one + space + other, one[:cut] + other + one[cut:], other + space + one]
        )
        html = plain_html(text)
        if html is not None:
            read += 1
            assert sections(html) == sections(markdown_to_html(text)), text
    assert read > 300, "the mixtures are to be read, not all left to the parser"


def test_the_texts_of_the_bench_are_plain() -> None:
    for one in articles(20):
        for text in one.markdown:
            html = plain_html(text)
            assert html is not None
            assert sections(html) == sections(markdown_to_html(text))
