"""What is told of a review, to whom, in the reader's language."""

from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from wiki.communities.models import ReviewTaskState
from wiki.people.models import User


class Kind(Enum):
    """The moments at which somebody is told."""

    SUBMITTED = "submitted"
    TAKEN = "taken"
    STEP_DONE = "step_done"
    CHANGES = "changes"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Message:
    """One e-mail: ``quote`` is what a person wrote, ``url`` absolute, the only link."""

    subject: str
    sentence: str
    quote: str
    url: str
    label: str


def message(
    kind: Kind, state: ReviewTaskState, page: Page, *, to: User, by: User | None
) -> Message:
    """The words for this person; to be called in the language of that person."""
    known = {"title": page.title, "name": by.display_name if by else _("A colleague")}
    subject, sentence = _WORDS[kind]
    url, label = _address(kind, page, to)
    return Message(
        subject=_(subject) % known,
        sentence=_(sentence) % known,
        quote=state.comment if kind in (Kind.CHANGES, Kind.STEP_DONE, Kind.PUBLISHED) else "",
        url=url,
        label=label,
    )


def _address(kind: Kind, page: Page, to: User) -> tuple[str, str]:
    """The page as readers see it once it is published; the editor for those who may open it."""
    row = Page.objects.get(pk=page.pk)
    public = row.full_url if row.live else None
    if kind is Kind.PUBLISHED and public:
        return public, _("Read the page")
    if row.permissions_for_user(to).can_edit():
        path = reverse("wagtailadmin_pages:edit", args=[row.pk])
        return f"{settings.SITE_URL}{path}", _("Open the page in the CMS")
    return public or settings.SITE_URL, _("Go to the site")


#: Subject and sentence of each moment.
_WORDS = {
    Kind.SUBMITTED: (
        gettext_noop("To review: %(title)s"),
        gettext_noop("%(name)s submits « %(title)s ». Read it, then accept it or ask for changes."),
    ),
    Kind.TAKEN: (
        gettext_noop("Being reviewed: %(title)s"),
        gettext_noop("%(name)s has taken the review of « %(title)s »."),
    ),
    Kind.STEP_DONE: (
        gettext_noop("Accepted by the reviewers: %(title)s"),
        gettext_noop("%(name)s accepts « %(title)s ». An expert reads it before it is published."),
    ),
    Kind.CHANGES: (
        gettext_noop("Changes asked: %(title)s"),
        gettext_noop(
            "%(name)s asks for changes to « %(title)s ». Make them, then submit it again."
        ),
    ),
    Kind.PUBLISHED: (
        gettext_noop("Published: %(title)s"),
        gettext_noop("%(name)s accepts « %(title)s »: it is published."),
    ),
    Kind.SCHEDULED: (
        gettext_noop("Accepted: %(title)s"),
        gettext_noop("%(name)s accepts « %(title)s »: it will be published on the date set."),
    ),
    Kind.CANCELLED: (
        gettext_noop("Review stopped: %(title)s"),
        gettext_noop("%(name)s stops the review of « %(title)s »: the page is a draft again."),
    ),
}
