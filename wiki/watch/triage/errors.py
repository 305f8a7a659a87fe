"""What can stand in the way of sorting; each is told to the person in words."""

from django.utils.translation import gettext as _


class TriageRefused(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""

    @property
    def told(self) -> str:
        return _("This cannot be done.")


class AlreadyDecided(TriageRefused):
    """Somebody else was faster."""

    @property
    def told(self) -> str:
        return _("Somebody has decided on it meanwhile.")


class NothingToUndo(TriageRefused):
    """Nothing was decided, or it was taken back already."""

    @property
    def told(self) -> str:
        return _("There is nothing to take back.")


class NoteInUse(TriageRefused):
    """The note has comments, thanks, pages that cite it or digests that tell of it."""

    @property
    def told(self) -> str:
        return _("The note has a life of its own by now: open its page to change or remove it.")


class NothingSaid(TriageRefused):
    """No word in it."""

    @property
    def told(self) -> str:
        return _("Write a few words first.")


class NotAMember(TriageRefused):
    """Only members look after the inbox."""

    @property
    def told(self) -> str:
        return _("Choose a member of the community.")
