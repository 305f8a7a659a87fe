"""Touches that the elements of a text need to be used by everybody."""

from django.utils.translation import gettext as _

from wiki.core.html import Tag, parse

_soup = parse("")  # makes elements

#: Marks for the passes of this package; no reader needs them.
OWN_MARKS = ("data-interface", "data-outline")


def tidy(tree: Tag) -> None:
    """Takes out the empty paragraphs that pastes and parsers leave."""
    for paragraph in tree.find_all("p"):
        if not paragraph.find(True) and not paragraph.get_text(strip=True):
            paragraph.decompose()


def finish(tree: Tag) -> None:
    """Headers of tables, frames that the keyboard can scroll, marks taken off."""
    for table in tree.find_all("table"):
        if table.find_parent(class_="table-frame") is None:
            _frame(table)
    for box in tree.find_all("input", type="checkbox", disabled=True):
        box["aria-label"] = _("Done") if box.has_attr("checked") else _("To do")
    for code in tree.find_all("pre"):
        code["tabindex"] = "0"
    for code in tree.select("div.highlight"):
        code["data-word-copy"], code["data-word-copied"] = _("Copy"), _("Code copied")
    for mark in OWN_MARKS:
        for element in tree.select(f"[{mark}]"):
            del element[mark]


def _frame(table: Tag) -> None:
    for cell in table.find_all("th"):
        if not cell.get_text(strip=True):
            cell.name = "td"
        elif not cell.get("scope"):
            cell["scope"] = "col" if cell.find_parent("thead") else "row"
    label = table.caption.get_text(strip=True) if table.caption else _("Table")
    attributes = {"class": "table-frame", "tabindex": "0", "role": "region", "aria-label": label}
    table.wrap(_soup.new_tag("div", attrs=attributes))
