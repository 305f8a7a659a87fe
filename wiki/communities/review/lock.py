"""What the editor says above a page in review."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock
from wagtail.models import TaskState

from wiki.people.models import User


class ReviewLock(WorkflowLock):
    """Wagtail's lock, with the names of those who are on the page."""

    def get_message(self, user: User) -> SafeString:
        """With whom the page is; to reviewers, what they can do about it."""
        state = self.object.current_workflow_task_state
        taker = getattr(state, "taker", None)
        if self.for_user(user):
            return format_html("{} {}", self._with(taker), _way_out(state, user))
        if taker is None:
            return format_html("{}", _("This page waits for a review. Nobody has taken it yet."))
        if taker == user:
            return format_html("{}", _("You have taken this review."))
        return format_html("{}", self._with(taker))

    def _with(self, taker: User | None) -> str:
        if taker is not None:
            return _("%(name)s has taken the review of this page.") % {"name": taker.display_name}
        names = User.objects.filter(pk__in=self.task.choice(self.object).asked)
        if not names:
            return _("This page waits for a review.")
        told = ", ".join(person.display_name for person in names)
        return _("This page waits for a review by %(names)s.") % {"names": told}

    def get_description(self, user: User, can_lock: bool = False) -> str:
        state = self.object.current_workflow_task_state
        taker = getattr(state, "taker", None)
        return self._with(taker) if taker else super().get_description(user, can_lock)


def _way_out(state: TaskState | None, user: User) -> str:
    """What somebody may do who wrote the page and sees it closed."""
    if state is None or not state.workflow_state.user_can_cancel(user):
        return ""
    return _("To change it again, cancel the workflow: see the menu of actions.")
