"""What can stand in the way of a clip; the message is for the person who shares."""

from django.utils.translation import gettext as _


class ClipRefused(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""

    @property
    def told(self) -> str:
        return _("This link cannot be noted.")


class NotAnAddress(ClipRefused):
    """Not an address of the web, or one that carries a password."""

    @property
    def told(self) -> str:
        return _("This is no web address that can be shared: it begins with http:// or https://.")


class NothingSaid(ClipRefused):
    """No word on what it means for us."""

    @property
    def told(self) -> str:
        return _("Say what it means for us: a link alone helps nobody.")


class TooLong(ClipRefused):
    """More words than a note of this kind may hold."""

    @property
    def told(self) -> str:
        return _("This is too long: a note is read in two minutes.")
