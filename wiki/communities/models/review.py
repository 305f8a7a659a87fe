"""The two steps of a review, on Wagtail's workflows.

One workflow serves all communities: its tasks find the community by the page's place and
the people by who is there now, so each community's settings decide its own steps.
"""

from typing import Any, ClassVar

from django.db import models, transaction
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from wiki.communities.errors import AlreadyTaken, NotAllowed
from wiki.communities.review.forms import AskChangesForm, TaskStateCommentForm
from wiki.communities.review.hands import Choice, Step
from wiki.communities.review.lock import ReviewLock
from wiki.communities.review.people import (
    Case,
    authors_of,
    choices,
    may_decide,
    reviews_somewhere,
    wants_expert,
)
from wiki.communities.signals import review_taken
from wiki.people.models import User


class ReviewTaskState(TaskState):
    """One page at one step, and who is on it."""

    taken_by = models.ForeignKey(
        "people.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_reviews",
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    exclude_fields_in_copy: ClassVar = ["taken_by", "taken_at"]

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")

    @property
    def taker(self) -> User | None:
        """Who is on it; nobody once that person has no account any more."""
        person = self.taken_by
        return person if person is not None and person.is_active else None

    def take(self, user: User) -> None:
        """``user`` is on it from now. Raises AlreadyTaken when somebody else is."""
        if self.taker not in (None, user):
            raise AlreadyTaken(self.taken_by_id)
        self._note(user, user=user)

    def give_back(self, user: User) -> None:
        """Nobody is on it any more; only the person who took it says so."""
        if self.taken_by_id == user.pk:
            self._note(None, user=user)

    def _note(self, taker: User | None, *, user: User) -> None:
        if self.taken_by_id == (taker.pk if taker else None):
            return
        self.taken_by, self.taken_at = taker, timezone.now() if taker else None
        self.save(update_fields=["taken_by", "taken_at"])
        review_taken.send(type(self), state=self, taker=taker, by=user)

    @transaction.atomic
    def approve(self, user: User | None = None, update: bool = True, comment: str = "") -> Any:
        """Accepted; the next step is that of the moment, not that of the submission."""
        ExpertTask.settle(self.workflow_state)
        return super().approve(user=user, update=update, comment=comment)


class CommunityTask(Task):
    """What both steps share: whom they ask is in ``wiki.communities.review.people``."""

    step: ClassVar[Step]
    task_state_class = ReviewTaskState
    lock_class = ReviewLock

    class Meta:
        abstract = True

    def case(self, page: Page, workflow_state: WorkflowState | None) -> Case:
        return Case(page, self.step, authors_of(page, workflow_state))

    def choice(self, page: Page) -> Choice:
        """Who is asked and who may; the editor asks many times about one page object."""
        kept = page.__dict__.setdefault("_review_choices", {})
        if self.step not in kept:
            kept[self.step] = choices([self.case(page, page.current_workflow_state)])[0]
        return kept[self.step]

    def may_act(self, page: Page, user: User) -> bool:
        """Those of the choice; and whoever the CMS lets publish here, but for own pages."""
        if not user.is_active:
            return False
        authors = authors_of(page, page.current_workflow_state)
        if may_decide(user, self.choice(page), authors=authors):
            return True
        return user.pk not in authors and page.permissions_for_user(user).can_publish()

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        self._open(workflow_state.content_object)
        return super().start(workflow_state, user=user)

    def _open(self, page: Page) -> None:
        """The author's own lock must not keep reviewers out."""
        if page.locked_by is not None and not self.may_act(page, page.locked_by):
            page.locked, page.locked_by, page.locked_at = False, None, None
            page.save(update_fields=["locked", "locked_by", "locked_at"])

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Raises NotAllowed: the address names a page and a step that may not belong together."""
        state = ReviewTaskState.objects.select_for_update().get(pk=task_state.pk)
        page = state.workflow_state.content_object
        if state.status != TaskState.STATUS_IN_PROGRESS or not self.may_act(page, user):
            raise NotAllowed(action_name)
        if action_name == "take":
            try:
                state.take(user)
            except AlreadyTaken as error:  # a moment ago: the editor shows who it is
                raise NotAllowed(action_name) from error
        elif action_name == "give_back":
            state.give_back(user)
        else:
            # Nothing else that a form may have posted: Wagtail hands all of it on.
            comment = str(kwargs.get("comment", ""))
            super().on_action(state, user, action_name, comment=comment)

    def user_can_access_editor(self, page: Page, user: User) -> bool:
        return self.may_act(page, user)

    def locked_for_user(self, page: Page, user: User) -> bool:
        return not self.may_act(page, user)

    def user_can_lock(self, page: Page, user: User) -> bool:
        return self.may_act(page, user)

    def get_actions(self, page: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not self.may_act(page, user):
            return []
        actions = [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Accept"), False),
            ("approve", _("Accept with a word"), True),
        ]
        state = page.current_workflow_task_state
        taker = state.taker if isinstance(state, ReviewTaskState) else None
        if taker is None:
            actions.append(("take", _("I take this review"), False))
        elif taker == user:
            actions.append(("give_back", _("Give this review back"), False))
        return actions

    def get_form_for_action(self, action: str) -> type[Form]:
        return {"reject": AskChangesForm, "approve": TaskStateCommentForm}.get(action, Form)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet:
        """The steps on this person's desk: those in which they are asked."""
        if not reviews_somewhere(user):
            return TaskState.objects.none()
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        rows = list(states.select_related("workflow_state"))
        pages = Page.objects.in_bulk({int(row.workflow_state.object_id) for row in rows})
        found = [
            (row, self.case(pages[int(row.workflow_state.object_id)], row.workflow_state))
            for row in rows
            if int(row.workflow_state.object_id) in pages
        ]
        asked = choices([case for _row, case in found])
        both = zip(found, asked, strict=True)
        mine = [row.pk for (row, _case), choice in both if user.pk in choice.asked]
        return TaskState.objects.filter(pk__in=mine)


class CommunityReviewTask(CommunityTask):
    """The people who review in the community; the facilitators when there is nobody."""

    step = Step.REVIEW

    class Meta:
        verbose_name = _("review by the community")
        verbose_name_plural = _("reviews by the community")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        ExpertTask.settle(workflow_state)
        return super().start(workflow_state, user=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("The people who review in the page’s community, else its facilitators")


class ExpertTask(CommunityTask):
    """One expert of the community, where it asks for it and has one."""

    step = Step.EXPERT

    class Meta:
        verbose_name = _("reading by an expert")
        verbose_name_plural = _("readings by an expert")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """The step, or a mark that it was left out when the last expert has just gone."""
        if self.is_wanted(workflow_state):
            return super().start(workflow_state, user=user)
        return self.skip(workflow_state)

    def skip(self, workflow_state: WorkflowState) -> TaskState:
        """Marked as left out: Wagtail's timeline says so, and goes on."""
        return ReviewTaskState.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=workflow_state.content_object.get_latest_revision(),
            status=TaskState.STATUS_SKIPPED,
            finished_at=timezone.now(),
        )

    @staticmethod
    def is_wanted(workflow_state: WorkflowState) -> bool:
        page = workflow_state.content_object
        return wants_expert(page, authors=authors_of(page, workflow_state))

    @classmethod
    def settle(cls, workflow_state: WorkflowState) -> None:
        """Mark the step as left out, or take the mark away, as the community is now.

        Marked before it comes, so that whoever accepts reads whether that publishes.
        """
        task = cls.objects.filter(workflow_tasks__workflow=workflow_state.workflow_id).first()
        if task is None:
            return
        known = ReviewTaskState.objects.filter(workflow_state=workflow_state, task=task)
        skipped = known.filter(status=TaskState.STATUS_SKIPPED)
        if cls.is_wanted(workflow_state):
            skipped.delete()
        elif not known.exists():
            task.skip(workflow_state)

    @classmethod
    def get_description(cls) -> Any:
        return _("An expert of the page’s community, where it asks for that")
