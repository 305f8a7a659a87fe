"""Each construct of Markdown becomes the block that suits it."""

from collections.abc import Callable

from tests.importers.conftest import Blocks, Folder, codes

Import = Callable[[str], Blocks]


def test_headings_keep_the_anchor_of_the_source(body: Import) -> None:
    blocks = body("## L’évaluation à chaud\n\ntexte\n\n### Détail {#le-detail}\n\ntexte\n")
    assert [value for kind, value in blocks if kind == "heading"] == [
        {"text": "L’évaluation à chaud", "level": "2", "anchor": "l-evaluation-a-chaud"},
        {"text": "Détail", "level": "3", "anchor": "le-detail"},
    ]


def test_paragraphs_and_lists_share_a_text_block(body: Import) -> None:
    assert body("Un **mot** et `code`.\n\n- a\n  1. b\n- c\n") == [
        (
            "text",
            (
                "<p>Un <b>mot</b> et <code>code</code>.</p>"
                "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"
            ),
        )
    ]


def test_table_of_words(body: Import) -> None:
    kind, value = body("| A | B |\n|---|:-:|\n| 1 | l’été |\n| 2 |\n")[0]
    assert kind == "table"
    assert value["data"] == [["A", "B"], ["1", "l’été"], ["2", ""]]
    assert value["table_header_choice"] == "row"


def test_table_with_links_stays_markdown(body: Import) -> None:
    kind, value = body("| A |\n|---|\n| [x](https://example.org) |\n")[0]
    assert kind == "markdown"
    assert "[x](https://example.org)" in value


def test_code(body: Import) -> None:
    assert body("```js{1,3}\na < b\n\n  c\n```\n") == [
        ("code", {"language": "js", "caption": "", "code": "a < b\n\n  c"})
    ]


def test_quotation_with_its_author(body: Import) -> None:
    assert body("> On n’apprend pas seul.\n> — Awa Diallo, *Carnets*\n") == [
        (
            "quote",
            {
                "text": "On n’apprend pas seul.",
                "author": "Awa Diallo",
                "source": "Carnets",
                "url": "",
            },
        )
    ]


def test_other_quotation_is_rich_text(body: Import) -> None:
    assert body("> Selon la [loi](https://example.org).\n") == [
        ("text", '<blockquote>Selon la <a href="https://example.org">loi</a>.</blockquote>')
    ]


def test_containers(body: Import) -> None:
    blocks = body(
        "::: danger Attention\nTexte *vif*.\n:::\n\n"
        "::: details En savoir plus\nRéponse.\n:::\n\n::: details Encore\nAutre.\n:::\n"
    )
    assert blocks == [
        ("callout", {"kind": "warning", "title": "Attention", "text": "<p>Texte <i>vif</i>.</p>"}),
        (
            "accordion",
            {
                "items": [
                    {"title": "En savoir plus", "text": "<p>Réponse.</p>"},
                    {"title": "Encore", "text": "<p>Autre.</p>"},
                ]
            },
        ),
    ]


def test_what_a_callout_cannot_hold_follows_it(body: Import) -> None:
    blocks = body("::: tip Exemple\nAvant.\n\n```\ncode\n```\n\nAprès.\n:::\n")
    assert [kind for kind, _value in blocks] == ["callout", "code", "callout"]
    assert blocks[2][1] == {"kind": "tip", "title": "", "text": "<p>Après.</p>"}


def test_container_title_with_a_link_keeps_it(body: Import) -> None:
    kind, value = body("::: tip [Site](https://example.org)\nTexte.\n:::\n")[0]
    assert (kind, value["title"]) == ("callout", "")
    assert value["text"].startswith('<p><a href="https://example.org">Site</a></p>')


def test_task_list(body: Import) -> None:
    assert body("- [ ] Réserver\n- [x] Inviter\n") == [
        ("checklist", {"title": "", "items": ["Réserver", "Inviter"]})
    ]


def test_list_with_code_is_written_for_our_markdown(body: Import) -> None:
    kind, value = body("1. un\n\n   ```sh\n   ls\n   ```\n2. deux\n")[0]
    assert kind == "markdown"
    assert value == "1.  un\n\n    ```sh\n    ls\n    ```\n\n2.  deux"


def test_footnotes_stay_with_their_text(folder: Folder) -> None:
    folder.write(
        "a.md", "# A\n\nUn fait[^1].\n\nSans note.\n\n[^1]: La preuve.\n[^2]: Orpheline.\n"
    )
    report = folder.load()
    blocks = [(block["type"], block["value"]) for block in folder.page("a.md").body.raw_data]
    assert blocks == [
        ("markdown", "Un fait[^1].\n\n[^1]: La preuve."),
        ("text", "<p>Sans note.</p><p>Orpheline.</p>"),
    ]
    assert [(w.code, w.line) for w in report.warnings] == [("footnote", 8)]


def test_simple_html(body: Import) -> None:
    blocks = body(
        '<p align="center">Au <i>centre</i><br>ici</p>\n\n'
        "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>\n"
    )
    assert blocks[0] == ("text", "<p>Au <i>centre</i><br/>ici</p>")
    assert blocks[1][0] == "table"


def test_html_that_could_act_never_gets_in(folder: Folder) -> None:
    folder.write(
        "a.md",
        "# A\n\nMot <script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n<style>p{}</style>\n",
    )
    report = folder.load()
    assert "alert" not in str(folder.page("a.md").body.raw_data[0]["value"])
    assert {"html", "link-scheme"} <= codes(report)


def test_components_of_the_old_site(folder: Folder) -> None:
    folder.write(
        "a.md",
        "# A\n\n[[toc]]\n\nUne {{ variable }}.\n\n<Carte/>\n\n"
        '<Button link="https://example.org" text="Aller voir" />\n',
    )
    report = folder.load()
    text = str([block["value"] for block in folder.page("a.md").body.raw_data])
    assert '<a href="https://example.org">Aller voir</a>' in text
    assert "{{ variable }}" in text
    assert [(w.line, w.code) for w in report.warnings] == [
        (3, "toc"),
        (5, "expression"),
        (7, "component"),
        (9, "component"),
    ]


def test_several_first_level_headings_move_down(body: Import) -> None:
    levels = [
        value["level"]
        for kind, value in body("# Un texte\n\n# Partie\n\n## Section\n\n### Point\n")
        if kind == "heading"
    ]
    assert levels == ["2", "3", "4"]


def test_a_long_heading_loses_nothing(body: Import) -> None:
    heading = "mot " * 60
    kind, value = body(f"## {heading}\n")[0]
    assert kind == "text"
    assert value == f"<h2>{heading.strip()}</h2>"
