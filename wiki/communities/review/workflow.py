"""The one workflow of all communities, and where it holds."""

from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from wiki.communities.models.community import CommunityPage
from wiki.communities.models.review import CommunityReviewTask, ExpertTask

#: As people read them in the CMS; an administrator may choose other words.
NAME = "Relecture de la communauté"
REVIEW_STEP = "Relecture"
EXPERT_STEP = "Avis d’expert"


def review_workflow() -> Workflow:
    """The workflow of communities, made when it is missing."""
    found = Workflow.objects.filter(
        workflow_tasks__task__in=CommunityReviewTask.objects.values("pk")
    ).first()
    if found is not None:
        return found
    workflow = Workflow.objects.create(name=NAME)
    tasks = (
        CommunityReviewTask.objects.create(name=REVIEW_STEP),
        ExpertTask.objects.create(name=EXPERT_STEP),
    )
    for rank, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=rank)
    return workflow


def keep_workflow(community: CommunityPage) -> None:
    """Pages of the community are reviewed by it; what an administrator chose instead stays."""
    if WorkflowPage.objects.filter(page=community.pk).exists():
        return
    workflow = review_workflow()
    if workflow.active:
        WorkflowPage.objects.get_or_create(page_id=community.pk, defaults={"workflow": workflow})
