"""The figures of a community as a file for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wiki.communities.member_export import BOM, as_text, separator
from wiki.communities.tallies import Table


def figures_csv(tables: Iterable[Table]) -> str:
    """One line per number, with what it is about; whoever calls has asked for the right."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator())
    writer.writerow([_("Subject"), _("What is counted"), _("Number")])
    for table in tables:
        for row in table.rows:
            writer.writerow([as_text(str(table.title)), as_text(str(row.label)), row.value])
    return BOM + stream.getvalue()
