"""Submits, takes and decides, for the tests of who reviews."""

from wagtail.models import Page, TaskState, WorkflowState

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def submitted(section: CommunityPage, author: User) -> GuidePage:
    page = GuidePage(title="Un guide", summary="x", owner=author, live=False)
    factories.index_of(section, GuideIndexPage).add_child(instance=page)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return again(page)


def again(page: Page) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk)


def on_desk_of(person: User) -> list[TaskState]:
    return list(TaskState.objects.reviewable_by(User.objects.get(pk=person.pk)))


def decides(person: User, page: Page) -> bool:
    """Whether this person is offered the decision, and the decision then counts."""
    page, person = again(page), User.objects.get(pk=person.pk)
    return any(
        name == "approve" for name, *_rest in page.current_workflow_task.get_actions(page, person)
    )


def approve(page: Page, person: User) -> GuidePage:
    page = again(page)
    page.current_workflow_task.on_action(page.current_workflow_task_state, person, "approve")
    return again(page)


def deactivate(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def expert_step(community: CommunityPage, *, on: bool) -> None:
    page = CommunityPage.objects.get(pk=community.pk)
    page.expert_step = on
    page.save_revision().publish()


def steps(page: Page) -> list[tuple[str, str]]:
    state = WorkflowState.objects.for_instance(page).order_by("pk").last()
    return [(task.name, task.status) for task in state.all_tasks_with_status()]
