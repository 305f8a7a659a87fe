"""The order of a digest's items: lists in, lists out; nothing here touches the database.

A section is where its first item stands; items of one section stand together.
"""

from collections.abc import Sequence

from guides.models import DigestItem

Rows = list[DigestItem]


def together(rows: Sequence[DigestItem]) -> Rows:
    """The rows with those of each section side by side."""
    return [row for section in sections(rows) for row in rows if row.section == section]


def sections(rows: Sequence[DigestItem]) -> list[str]:
    """The headings in order."""
    return list(dict.fromkeys(row.section for row in rows))


def stepped(rows: Sequence[DigestItem], pk: int, *, up: bool) -> Rows:
    """The item one place up or down; at the edge of its section it goes over to the next one."""
    found = together(rows)
    place = next((n for n, row in enumerate(found) if row.pk == pk), None)
    if place is None:
        return found
    other = place - 1 if up else place + 1
    if not 0 <= other < len(found):
        return found
    item = found[place]
    if found[other].section != item.section:
        item.section = found[other].section
    else:
        found[place], found[other] = found[other], item
    return together(found)


def placed(rows: Sequence[DigestItem], pk: int, *, section: str, before: int | None) -> Rows:
    """The item in this section, before another one of it, else at its end."""
    item = next((row for row in rows if row.pk == pk), None)
    if item is None:
        return together(rows)
    others = [row for row in rows if row.pk != pk]
    item.section = section
    where = next((n for n, row in enumerate(others) if row.pk == before), len(others))
    return together([*others[:where], item, *others[where:]])


def section_stepped(rows: Sequence[DigestItem], section: str, *, up: bool) -> Rows:
    """The whole section one place up or down."""
    order = sections(rows)
    if section not in order:
        return together(rows)
    place = order.index(section)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return [row for name in order for row in rows if row.section == name]
