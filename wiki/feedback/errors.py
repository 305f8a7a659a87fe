"""What can stand in the way of a comment; the message is for the person who writes."""

from django.utils.translation import gettext as _

from wiki.feedback.models import LONGEST


class CommentRefused(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""

    @property
    def told(self) -> str:
        return _("This comment cannot be published.")


class NothingSaid(CommentRefused):
    """No word in it."""

    @property
    def told(self) -> str:
        return _("Write a few words first.")


class TooLong(CommentRefused):
    """More characters than a comment may have."""

    @property
    def told(self) -> str:
        return _("A comment holds %(most)s characters at most.") % {"most": LONGEST}


class TooMany(CommentRefused):
    """The person wrote many comments within the hour."""

    @property
    def told(self) -> str:
        return _("You wrote many comments within the hour. Wait a little, your text is kept here.")


class HiddenCommunityNamed(CommentRefused):
    """Readers of the page would learn of a community of which they may not know."""

    @property
    def told(self) -> str:
        return _(
            "You mention a hidden community: people who read this page would learn of it. "
            "Take its name out."
        )


class NotAnswerable(CommentRefused):
    """The comment answered is gone, or elsewhere, or an answer itself."""

    @property
    def told(self) -> str:
        return _("The comment that you answer is no longer there.")
