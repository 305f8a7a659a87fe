"""The small Markdown of a step as rich text, for the side whose steps are rich text."""

from html import escape


def step_html(text: str) -> str:
    """One paragraph and one list."""
    paragraph, _, bullets = text.partition("\n\n")
    items = "".join(f"<li>{escape(line[2:])}</li>" for line in bullets.splitlines())
    return f"<p>{escape(paragraph)}</p><ul>{items}</ul>"
