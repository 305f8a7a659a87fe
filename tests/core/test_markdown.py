"""Markdown: what it renders, what it refuses, what it survives."""

import time

import pytest
from django.utils.translation import override

from tests.together import together
from wiki.core.markdown import internal_references, markdown_to_html, render_markdown

GUIDE = """
::: tip Le « bon » moment
Le **matin**.
:::

::: details Pour en savoir plus
```python
::: pas un encadré
def f(): return 1
```
:::

| a | b |
|--:|---|
| 1 | 2 |

- [x] fait
- [ ] à faire

Une note[^n], H~2~O, ==vu==, ~~non~~ et HTML.

Terme
: sa définition

!!! warning "Gare"
    Au chien.

*[HTML]: HyperText

[^n]: La note.
"""


def test_what_people_write_is_rendered() -> None:
    html = render_markdown(GUIDE)
    for expected in (
        'class="callout callout-tip"', "Le « bon » moment", "<summary>Pour en savoir plus",
        "encadr", "highlight", '<td class="align-right">', 'type="checkbox"', 'checked=""',
        'class="footnote"', "<sub>2</sub>", "<mark>vu</mark>", "<del>non</del>",
        '<abbr title="HyperText">', "<dd>sa définition</dd>", 'class="callout callout-warning"',
    ):  # fmt: skip
        assert expected in html, expected


@pytest.mark.parametrize(
    ("opening", "kind", "title"),
    [
        ("::: tip", "tip", "Tip"),
        (":::astuce Vite", "tip", "Vite"),
        (':::: warning "Attention" ::::', "warning", "Attention"),
        ("::: {.important #x}", "important", "Important"),
        ("::: lexique Donnée", "note", "Donnée"),
        ('::: tip 💡 Un "mot" d\'ici', "tip", "💡 Un “mot” d'ici"),
        ("::: inconnu", "note", "Inconnu"),
    ],
)
def test_containers_become_callouts(opening: str, kind: str, title: str) -> None:
    with override("en"):
        html = render_markdown(f"{opening}\n\nTexte.\n\n:::\n\nAprès.")
    assert f'class="callout callout-{kind}"' in html
    assert title in html.replace("&#39;", "'")
    assert "Texte." in html.split("</div>")[0]
    assert html.rstrip().endswith("<p>Après.</p>")
    assert ":::" not in html


def test_containers_nest() -> None:
    html = render_markdown("::: tip A\nun\n\n::: warning B\ndeux\n:::\n\ntrois\n:::\nquatre")
    assert html.count("callout-title") == 2
    assert html.index("trois") < html.rindex("</div>") < html.index("quatre")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        '<a href="jAvAsCrIpT:alert(1)">x</a>', "<iframe src=//x></iframe>", "<svg onload=alert(1)>",
        '<p style="position:fixed">x</p>', "![x](data:text/html;base64,AAAA)",
        '# t {: onclick="alert(1)" style="x:y" }', "<form action=//x><button>x</button></form>",
        "<style>*{display:none}</style>", '<a href="data:text/html,x">x</a>', "<base href=//x>",
        '<input type="text" name="q">', "<math><mtext><script>alert(1)</script></mtext></math>",
        "[x](vbscript:alert)", "<meta http-equiv=refresh content=0>",
    ],
)  # fmt: skip
def test_nothing_that_acts_comes_through(hostile: str) -> None:
    html = render_markdown(hostile).lower()
    for word in (
        "<script", "onerror", "onload", "onclick", "javascript:", "vbscript:", "style=", "<iframe",
        "<svg", "<form", "<base", "<meta", "data:", 'type="text"', "<style",
    ):  # fmt: skip
        assert word not in html


@pytest.mark.django_db
@together(
    "target", ["page:abc", "page:", "page:-1", "page:999999999", "page:1e9", "image:abc",
               "document:abc", "page:9999999999999999999", "image:", "page:1 2"],
)  # fmt: skip
def test_a_target_that_is_none_leaves_the_words(target: str) -> None:
    html = render_markdown(f"[des mots]({target}) et ![une image]({target})")
    assert "des mots" in html
    assert "href" not in html
    assert "src" not in html


def test_links_out_carry_rel() -> None:
    assert 'rel="noopener noreferrer"' in render_markdown("[x](https://example.org)")
    assert 'rel="' not in render_markdown("[x](/ici/)")


HOSTILE = {
    "one megabyte": "mot **gras** [l](page:3)\n\n" * 40_000,
    "brackets": "[" * 50_000,
    "images": "![a](" * 20_000,
    "quotations": ">" * 5_000 + " a",
    "lists": "\n".join("    " * depth + "- a" for depth in range(200)),
    "containers": "::: tip\n" * 3_000,
    "stars": "**a *b " * 20_000,
    "tags": "<div>" * 20_000,
    "open tags": "<b>\n\n" * 20_000,
    "definitions": "a\n: b\n" * 2_000,
    "titles": "# a\n" * 20_000,
    "backslashes": "\\" * 90_000,
    "fences": "```\n" * 5_001,
    "footnotes": "[^1]" * 5_000 + "\n\n[^1]: [^1]",
    "nul": "a\x00b\x00[x](\x00)",
    "surrogate": "a\ud800b",
    "control": "\x02stx\x03 \x02wzxhzdk:0\x03",
    "right to left": "\u202e\u05e2\u05d1\u202c \u200f\u0627\u0644\u200e **\u05d2**",
    "malformed": "<p><b><i></p></b><table><td><tr></div></span><a href=<x>>",
    "entities": "&#x110000; &#0; &nosuch; &" * 2_000,
}


@pytest.mark.django_db
@together("name", HOSTILE)
def test_no_text_stops_a_page(name: str) -> None:
    start = time.monotonic()
    html = render_markdown(HOSTILE[name])
    assert time.monotonic() - start < 20  # some seconds at worst on a busy machine
    assert html.strip()
    assert "\x00" not in html


def test_notes_of_two_texts_do_not_share_ids() -> None:
    first, second = (markdown_to_html("a[^1]\n\n[^1]: b", block=block) for block in (1, 2))
    assert 'id="fn:1-1"' in first
    assert 'id="fn:2-1"' in second
    assert first == markdown_to_html("a[^1]\n\n[^1]: b", block=1)


def test_references_are_found_once() -> None:
    text = "[a](page:1) [b](page:1#x) ![c](image:2 'title') [d]\n\n[d]: document:3\n[e](page:no)"
    assert list(internal_references(text)) == [("page", 1), ("image", 2), ("document", 3)]
