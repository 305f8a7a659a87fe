"""What can stand in the way of a digest; each says why in words for the person."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DigestRefused(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""

    words: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.words)


class AlreadySent(DigestRefused):
    words = _("This digest is sent: what was wrong in it is corrected in the archive.")


class NotSent(DigestRefused):
    words = _("This digest is not sent yet: change it instead.")


class NothingInIt(DigestRefused):
    words = _("There is nothing in this digest yet.")


class NeedsApproval(DigestRefused):
    words = _("The community wants somebody else to approve a digest before it is sent.")


class OwnApproval(DigestRefused):
    words = _("Somebody else has to approve it: you composed it.")


class NotWaiting(DigestRefused):
    words = _("Nobody asked for an approval, or it was given meanwhile.")


class NoWords(DigestRefused):
    words = _("Say in a few words what should change.")


class TooLate(DigestRefused):
    words = _("This moment is in the past: choose a later one.")


class AlreadyInIt(DigestRefused):
    words = _("This page is in the digest already.")


class NoSuchPage(DigestRefused):
    words = _("There is no such page for you.")


class TooMany(DigestRefused):
    words = _("A digest holds 200 items at most: nobody reads more.")


class EnoughTests(DigestRefused):
    words = _("That is enough for now: try again later.")


class NotTaken(DigestRefused):
    words = _("The mail server does not take it: ask those who run the site.")


class NotFromOutside(DigestRefused):
    words = _("Only public communities send to addresses outside.")
