"""What the history of a page says of other pages.

A move names the place that a page came from, a copy its source, a restriction the groups
that may read: each may be a name that not every reader of the history may know.
"""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from wiki.communities.cms.at_work import told_less
from wiki.communities.cms.naming import may_be_named

NAMING = (
    "wagtail.move", "wagtail.copy", "wagtail.create_alias", "wagtail.convert_alias",
    "wagtail.copy_for_translation", "wagtail.reorder",
)  # fmt: skip
RESTRICTING = (
    "wagtail.view_restriction.create", "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
)  # fmt: skip


class DiscreetFormatter(LogFormatter):
    """Wagtail's words for those who may know all that they name, else the act alone."""

    def __init__(self, stock: LogFormatter) -> None:
        self.stock = stock
        self.label = stock.label

    def format_message(self, log_entry: Any) -> str:
        if self.may_be_told(log_entry):
            return self.stock.format_message(log_entry)
        return str(self.label)

    def format_comment(self, log_entry: Any) -> str:
        return self.stock.format_comment(log_entry)

    def may_be_told(self, log_entry: Any) -> bool:
        places = (log_entry.data.get(key) for key in ("source", "destination", "page"))
        named = [place.get("id") for place in places if isinstance(place, dict)]
        return may_be_named({number for number in named if number is not None})


class RestrictionFormatter(DiscreetFormatter):
    """The names of groups are for administrators."""

    def may_be_told(self, log_entry: Any) -> bool:
        return told_less() is None


# After Wagtail's own (order 0), which these wrap.
@hooks.register("register_log_actions", order=100)
def tell_discreetly(actions: LogActionRegistry) -> None:
    """Messages of the history that name no place unknown to the reader."""
    for names, formatter in ((NAMING, DiscreetFormatter), (RESTRICTING, RestrictionFormatter)):
        for name in names:
            stock = actions.formatters.get(name)
            if stock is not None:
                actions.formatters[name] = formatter(stock)
