"""Markdown is cut into chunks that know their line."""

from wiki.importers.reading.splitter import split_markdown

TEXT = """\
# Title

First paragraph
on two lines.
- a list at once
  - nested by two spaces
- second

::: tip Read this
Inside.
:::

| a | b |
|---|---|
| 1 | 2 |

```python
# no heading
```

Old style
---------

> quoted
continued

    indented
"""


def test_kinds_and_lines() -> None:
    chunks = split_markdown(TEXT, first_line=10).chunks
    assert [(chunk.kind, chunk.line) for chunk in chunks] == [
        ("heading", 10),
        ("paragraph", 12),
        ("list", 14),
        ("container", 18),
        ("table", 22),
        ("code", 26),
        ("heading", 30),
        ("quote", 33),
        ("code", 36),
    ]


def test_nested_list_by_two_spaces_belongs_to_its_item() -> None:
    chunk = split_markdown("1. first\n  - inside\n2. second\n").chunks[0]
    assert len(chunk.items) == 2
    assert [child.kind for child in chunk.items[0].chunks] == ["paragraph", "list"]


def test_container_without_end_stops_before_the_next_section() -> None:
    chunks = split_markdown("::: tip Title\ntext\n\n## Next\n\nmore\n").chunks
    assert [chunk.kind for chunk in chunks] == ["container", "heading", "paragraph"]
    assert not chunks[0].closed


def test_nested_containers() -> None:
    chunk = split_markdown(":::: warning\n::: tip\ninner\n:::\nouter\n::::\n").chunks[0]
    assert chunk.closed
    assert [child.kind for child in chunk.children] == ["container", "paragraph"]


def test_heading_names_its_anchor() -> None:
    chunk = split_markdown("## Choisir {#choix}\n").chunks[0]
    assert (chunk.text, chunk.info) == ("Choisir", "choix")


def test_a_number_in_a_sentence_opens_no_list() -> None:
    chunks = split_markdown("La loi date de\n2016. Elle est claire.\n").chunks
    assert [chunk.kind for chunk in chunks] == ["paragraph"]


def test_details_keep_the_lines_of_what_they_hold() -> None:
    chunk = split_markdown("<details>\n<summary>More</summary>\n\nText\n\n</details>\n").chunks[0]
    assert (chunk.kind, chunk.title) == ("details", "More")
    assert [(child.kind, child.line) for child in chunk.children] == [("paragraph", 4)]


def test_references_and_notes_are_gathered() -> None:
    outline = split_markdown(
        "See [a] and [^n].\n\n[a]: https://example.org 'T'\n[^n]: Note\n    more\n"
    )
    assert outline.references == {"a": ("https://example.org", "T")}
    assert outline.footnotes == {"n": "[^n]: Note\n    more"}


def test_very_deep_nesting_ends() -> None:
    assert split_markdown(">" * 3_000 + " deep").chunks
    assert split_markdown("\n".join("  " * n + "- x" for n in range(300))).chunks
