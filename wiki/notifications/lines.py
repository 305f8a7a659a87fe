"""Notices in words: what a row of the list and a paragraph of an e-mail show."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wiki.communities.rights import Role
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notice

#: Characters of a comment that are quoted.
QUOTED = 240


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the reader's language; addresses are paths."""

    pk: int
    kind: str
    icon: str
    sentence: str
    #: What it is about: the title of a page or the name of a community, "" for neither.
    title: str
    #: Language of the title.
    language: str
    url: str
    #: Words of whoever did it.
    quote: str
    at: datetime
    unread: bool

    @property
    def day(self) -> date:
        """The day on which it happened, where the site is."""
        return timezone.localdate(self.at)


def lines(notices: Iterable[Notice]) -> list[Line]:
    """The rows of ``queries.with_subjects`` in words; kinds that are gone are left out."""
    return [_line(notice) for notice in notices if notice.kind in KINDS]


def _line(notice: Notice) -> Line:
    kind = KINDS[notice.kind]
    case = str(notice.data.get("case", ""))
    said = str(kind.says.get(case, kind.says[""]))
    title, language, url = _subject(notice)
    return Line(
        pk=notice.pk,
        kind=notice.kind,
        icon=kind.icon,
        sentence=said % {"actor": _name(notice), "role": _role(notice)},
        title=title,
        language=language,
        url=url,
        quote=_quote(notice),
        at=notice.created_at,
        unread=notice.read_at is None,
    )


def _name(notice: Notice) -> str:
    return notice.actor.display_name if notice.actor else _("Somebody")


def _role(notice: Notice) -> str:
    role = notice.data.get("role", "")
    return str(Role(role).label) if role in Role.values else ""


def _quote(notice: Notice) -> str:
    if notice.comment is None:
        return str(notice.data.get("text", ""))
    if notice.kind == "comment_hidden":
        return notice.comment.hidden_reason
    return Truncator(" ".join(notice.comment.text.split())).chars(QUOTED)


def _place(notice: Notice) -> str:
    """The community, or the screen that the kind is about."""
    assert notice.community is not None  # noqa: S101  (the caller has looked)
    screen = KINDS[notice.kind].screen
    if screen:
        with suppress(NoReverseMatch):  # a site may have no such screen
            return reverse(screen, args=[notice.community.slug])
    return notice.community.url or ""


def _subject(notice: Notice) -> tuple[str, str, str]:
    """Title, its language, and where it leads."""
    site = settings.LANGUAGE_CODE
    if notice.page is not None:
        page = notice.page
        language = page.knowledgepage.language if hasattr(page, "knowledgepage") else site
        if KINDS[notice.kind].in_cms:
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            return page.get_admin_display_title(), language, url
        anchor = f"#comment-{notice.comment_id}" if notice.comment_id else ""
        # By its number: the address stays right when the page moves, and says nothing of it.
        return page.title, language, f"{reverse('guides:go', args=[page.pk])}{anchor}"
    if notice.community is not None:
        return notice.community.title, site, _place(notice)
    return "", site, ""
