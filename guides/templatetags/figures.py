"""The drawing of a result in figures."""

from decimal import Decimal
from typing import Any

from django import template

from guides.figures import Figure, figure

register = template.Library()


@register.filter
def drawn(value: Any) -> Figure | None:
    """The figure of a block's value; None while a draft says nothing to draw."""
    after = value.get("after")
    if after is None:
        return None
    before = value.get("before")
    return figure(
        value.get("label") or "",
        Decimal(after),
        before=None if before is None else Decimal(before),
        unit=(value.get("unit") or "").strip(),
        comment=value.get("comment") or "",
    )
