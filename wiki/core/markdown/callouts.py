"""The last touches on Markdown's tree: callouts, tables, headings."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from wiki.core.markdown.containers import KINDS


def callout_word(kind: str) -> str:
    """The word that stands on a callout of this kind, in the reader's language."""
    return {
        "tip": _("Tip"),
        "important": _("Important"),
        "warning": _("Warning"),
        "example": _("Example"),
    }.get(kind, _("Note"))


class CalloutTreeprocessor(Treeprocessor):
    """Gives admonitions the markup of our callouts."""

    def run(self, root: Element) -> None:
        for element in root.iter("div"):
            names = element.get("class", "").split()
            if "admonition" in names:
                word = next((name for name in names if name in KINDS), "note")
                self._convert(element, word)

    def _convert(self, element: Element, word: str) -> None:
        kind = KINDS[word]
        element.set("class", f"callout callout-{kind}")
        title = element.find("p[@class='admonition-title']")
        if title is None:
            title = Element("p")
            element.insert(0, title)
        title.set("class", "callout-title")
        # Without a title, Markdown puts the word itself, in English.
        default = title.text is None or title.text.lower() == word
        told_word = callout_word(kind)
        if default and not len(title):
            title.text = told_word
            return
        # Neither the colour nor the icon alone says what kind of passage it is.
        told = SubElement(title, "span", {"class": "callout-word"})
        told.text, told.tail, title.text = told_word, f" {title.text or ''}", ""
        title.remove(told)
        title.insert(0, told)


class AlignTreeprocessor(Treeprocessor):
    """Column alignment as a class: no style attribute survives the cleaning."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"td", "th"} and (side := element.attrib.pop("align", "")):
                element.set("class", f"align-{side}")


class CalloutExtension(Extension):
    """Adds both; after inline patterns (20), so that titles are already text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's own name
        md.treeprocessors.register(CalloutTreeprocessor(md), "callouts", 5)
        md.treeprocessors.register(AlignTreeprocessor(md), "align", 4)
