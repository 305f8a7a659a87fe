"""The kinds of notices: what they say, and how people hear of them unless they choose otherwise.

To add one, add a row to ``KINDS`` and call ``wiki.notifications.telling.tell`` from a
module of ``wiki.notifications.sources``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """How one hears of something; each holds those before it."""

    OFF = "off", pgettext_lazy("notices", "Not at all")
    SITE = "site", pgettext_lazy("notices", "On the site")
    DAILY = "daily", pgettext_lazy("notices", "On the site and in the e-mail of the day")
    NOW = "now", pgettext_lazy("notices", "On the site and by e-mail at once")


class Group(TextChoices):
    """Under which heading people choose."""

    FOLLOWED = "followed", _("What I follow")
    WORDS = "words", _("Comments and mentions")
    BELONGING = "belonging", _("My communities")
    RUNNING = "running", _("Communities that I facilitate")
    REVIEW = "review", _("Writing and review")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. ``says`` holds its sentences by case; "" is the usual one.

    Placeholders: ``%(actor)s``, ``%(role)s``. The page or the community that the notice is
    about stands after the sentence, as a link.
    """

    name: str
    label: str | Promise
    icon: str
    group: Group
    default: Channel
    says: Mapping[str, str | Promise] = field(default_factory=dict)
    #: About a page as it is in the CMS, for those who write there: also when not published.
    in_cms: bool = False
    #: The screen of the community that a notice about it leads to; "" for its page.
    screen: str = ""


def _by_name(*kinds: Kind) -> Mapping[str, Kind]:
    return MappingProxyType({kind.name: kind for kind in kinds})


KINDS: Mapping[str, Kind] = _by_name(
    Kind("page_new", _("A new page"), "file-text", Group.FOLLOWED, Channel.DAILY, {
        "": _("New page in a community that you follow"),
        "theme": _("New page on a theme that you follow"),
        "person": _("New page by somebody whom you follow"),
    }),
    Kind("page_updated", _("A page has changed"), "history", Group.FOLLOWED, Channel.SITE, {
        "": _("A page has changed in a community that you follow"),
        "theme": _("A page has changed on a theme that you follow"),
        "person": _("A page has changed by somebody whom you follow"),
        "page": _("A page that you follow has changed"),
        "own": _("%(actor)s has changed a page that you answer for"),
    }),
    Kind("saved_search", _("A search that I keep finds a new page"), "search", Group.FOLLOWED,
         Channel.NOW, {"": _("A new page answers a search that you keep")}),
    Kind("mention", _("Somebody mentions me"), "message-circle", Group.WORDS, Channel.NOW, {
        "": _("%(actor)s mentions you in a comment"),
    }),
    Kind("reply", _("Somebody answers my comment"), "message-square", Group.WORDS, Channel.NOW, {
        "": _("%(actor)s answers your comment"),
    }),
    Kind("comment", _("A comment on a page that I answer for or follow"), "message-square",
         Group.WORDS, Channel.DAILY, {"": _("%(actor)s comments on a page")}),
    Kind("community_mention", _("Somebody mentions a community that I am in"), "megaphone",
         Group.WORDS, Channel.DAILY, {"": _("%(actor)s mentions one of your communities")}),
    Kind("comment_hidden", _("My comment is hidden"), "eye-off", Group.WORDS, Channel.NOW, {
        "": _("%(actor)s has hidden your comment"),
    }),
    Kind("thanked", _("Somebody thanks me for a note"), "heart", Group.WORDS, Channel.SITE, {
        "": _("%(actor)s thanks you for your note"),
    }),
    Kind("note_used", _("My watch note feeds a page"), "quote", Group.WORDS, Channel.SITE, {
        "": _("Your watch note feeds a page"),
    }),
    Kind("request_decided", _("An answer to my request to join"), "handshake", Group.BELONGING,
         Channel.NOW, {
        "": _("Your request to join is accepted"),
        "declined": _("Your request to join is declined"),
    }),
    Kind("became_member", _("I become a member"), "users", Group.BELONGING, Channel.NOW, {
        "": _("You are now a member of a community, thanks to %(actor)s"),
    }),
    Kind("role_changed", _("My role changes"), "user-round-check", Group.BELONGING, Channel.NOW, {
        "": _("%(actor)s has given you another role: %(role)s"),
    }),
    Kind("community_changed", _("A community is archived or merged"), "landmark",
         Group.BELONGING, Channel.DAILY, {
        "": _("One of your communities is archived"),
        "opened": _("One of your communities is in use again"),
        "merged": _("One of your communities now goes on in another one"),
    }),
    Kind("story_assigned", _("Somebody gives me something to look at"), "inbox",
         Group.BELONGING, Channel.NOW, {
        "": _("%(actor)s gives you a story of the watch to look at"),
    }, screen="watch:inbox"),
    Kind("watch_week", _("My week of watch begins"), "binoculars", Group.BELONGING, Channel.DAILY, {
        "": _("This week you look after the inbox of a community"),
    }, screen="watch:inbox"),
    Kind("join_request", _("Somebody asks to join"), "user", Group.RUNNING, Channel.NOW, {
        "": _("%(actor)s asks to join a community that you facilitate"),
    }, screen="communities:requests"),
    Kind("member_joined", _("Somebody joins"), "users", Group.RUNNING, Channel.SITE, {
        "": _("%(actor)s has joined a community that you facilitate"),
    }),
    Kind("invitation_used", _("Somebody uses my invitation"), "mail", Group.RUNNING,
         Channel.SITE, {"": _("%(actor)s has used your invitation")}),
    Kind("digest_waiting", _("A digest waits for my approval"), "newspaper", Group.RUNNING,
         Channel.NOW, {"": _("%(actor)s asks you to approve a digest")}, screen="digests:desk"),
    Kind("digest_approved", _("My digest is approved"), "newspaper", Group.RUNNING, Channel.NOW, {
        "": _("%(actor)s has approved your digest"),
    }, screen="digests:desk"),
    Kind("digest_sent_back", _("My digest comes back to me"), "newspaper", Group.RUNNING,
         Channel.NOW, {"": _("%(actor)s asks you to change your digest")}, screen="digests:desk"),
    Kind("digest_sent", _("My digest is sent"), "newspaper", Group.RUNNING, Channel.SITE, {
        "": _("Your digest is published and on its way"),
    }, screen="digests:desk"),
    Kind("review_waiting", _("A page waits for my review"), "inbox", Group.REVIEW, Channel.NOW, {
        "": _("%(actor)s asks you to review a page"),
    }, in_cms=True),
    Kind("review_taken", _("Somebody reviews my page"), "eye", Group.REVIEW, Channel.SITE, {
        "": _("%(actor)s is reviewing your page"),
    }, in_cms=True),
    Kind("review_step", _("A step of the review of my page is done"), "check", Group.REVIEW,
         Channel.SITE, {"": _("%(actor)s has accepted a step of your page's review")},
         in_cms=True),
    Kind("review_cancelled", _("The review of a page ends without an answer"), "x",
         Group.REVIEW, Channel.SITE, {"": _("The review of a page has ended without an answer")},
         in_cms=True),
    Kind("review_changes", _("Changes are asked on my page"), "pencil", Group.REVIEW,
         Channel.NOW, {"": _("%(actor)s asks you to change your page")}, in_cms=True),
    Kind("review_accepted", _("My page is accepted"), "badge-check", Group.REVIEW, Channel.NOW, {
        "": _("%(actor)s has accepted your page"),
    }, in_cms=True),
    Kind("review_mention", _("A reviewer mentions me"), "message-circle", Group.REVIEW,
         Channel.NOW, {"": _("%(actor)s mentions you in a remark on a page")}, in_cms=True),
)  # fmt: skip

#: Kinds about a page as it is in the CMS.
IN_CMS = frozenset(name for name, kind in KINDS.items() if kind.in_cms)
