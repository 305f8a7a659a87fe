"""The members as a file for spreadsheets."""

import csv
import io

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wiki.communities.models import CommunityPage
from wiki.communities.person_cards import person_cards
from wiki.communities.queries import members
from wiki.communities.rights import Act
from wiki.communities.standing import Standing
from wiki.people.models import User

#: How a cell begins that a spreadsheet would compute (OWASP, « CSV injection »).
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Excel reads a file without it as if it were not UTF-8.
BOM = "\ufeff"


def members_csv(community: CommunityPage, *, viewer: User, standing: Standing) -> str:
    """One line per member, with what the columns are called. Raises NotAllowed.

    What a member does not let the viewer see is empty. Columns are separated as spreadsheets
    of the reader's language expect it.
    """
    standing.need(Act.EXPORT, community)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator())
    writer.writerow([
        _("Last name"), _("First name"), _("E-mail address"), _("Role in the organisation"),
        _("Role"), _("Reviews pages"), _("Member since"),
    ])  # fmt: skip
    rows = list(members(community))
    cards = person_cards([row.person for row in rows], viewer)
    for row in rows:
        person, card = row.person, cards[row.person_id]
        writer.writerow([
            *(as_text(text) for text in (person.last_name, person.first_name, card.email,
                                         card.job_title, str(row.get_role_display()))),
            _("yes") if row.reviews else _("no"),
            timezone.localdate(row.joined_at).isoformat(),
        ])  # fmt: skip
    return BOM + stream.getvalue()


def separator() -> str:
    """What stands between two columns."""
    return ";" if (get_language() or "").startswith("fr") else ","


def as_text(value: str) -> str:
    """The cell as words: what would be computed begins with an apostrophe."""
    return f"'{value}" if value.startswith(COMPUTED) else value
