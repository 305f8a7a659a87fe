"""The workflow of communities is there, once, whatever was done before."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page, Task, Workflow, WorkflowPage

from home.bootstrap import prepare_site
from home.models import HomePage
from tests import factories
from wiki.communities.keeping import keep_all_in_step
from wiki.communities.models import CommunityPage, CommunityReviewTask, ExpertTask
from wiki.communities.review.workflow import NAME, review_workflow

pytestmark = pytest.mark.django_db


def workflow_of(page: Page) -> str:
    return Page.objects.get(pk=page.pk).get_workflow().name


def test_each_community_and_nothing_else_is_in_it(community: CommunityPage, home: HomePage) -> None:
    guide = factories.guide(community)
    assert workflow_of(guide) == workflow_of(community) == NAME
    assert workflow_of(home) == "Moderators approval"
    assert Workflow.objects.filter(name=NAME).count() == 1
    prepare_site("http://127.0.0.1:8000")
    assert workflow_of(guide) == NAME


def test_a_draft_community_has_it_too(home: HomePage) -> None:
    page = CommunityPage(title="Neuve", summary="x", live=False)
    home.add_child(instance=page)
    assert workflow_of(page) == NAME


def test_what_is_missing_is_made_again(community: CommunityPage) -> None:
    WorkflowPage.objects.filter(page=community.pk).delete()
    keep_all_in_step()
    assert workflow_of(community) == NAME
    Workflow.objects.filter(name=NAME).delete()
    Task.objects.filter(pk__in=CommunityReviewTask.objects.values("pk")).delete()
    ExpertTask.objects.all().delete()
    keep_all_in_step()
    assert workflow_of(community) == NAME
    assert [type(task.specific) for task in review_workflow().tasks] == [
        CommunityReviewTask, ExpertTask,
    ]  # fmt: skip


def test_what_an_administrator_chose_stays(community: CommunityPage) -> None:
    other = Workflow.objects.create(name="Direction")
    WorkflowPage.objects.filter(page=community.pk).update(workflow=other)
    keep_all_in_step()
    assert workflow_of(community) == "Direction"
    WorkflowPage.objects.filter(page=community.pk).delete()
    review_workflow().deactivate()
    keep_all_in_step()
    assert workflow_of(community) == "Moderators approval"


def test_the_migration_assigns_it_and_can_be_taken_back(community: CommunityPage) -> None:
    migration: Any = import_module("wiki.communities.migrations.0006_review_workflow")
    migration.unmake(apps, None)
    assert workflow_of(community) == "Moderators approval"
    migration.make(apps, None)
    assert workflow_of(community) == NAME


def test_the_administrators_screens_of_workflows_open(
    client: Any, admin: Any, community: CommunityPage
) -> None:
    client.force_login(admin)
    workflow = review_workflow()
    for address in (
        "/cms/workflows/list/",
        f"/cms/workflows/edit/{workflow.pk}/",
        f"/cms/workflows/usage/{workflow.pk}/",
        "/cms/workflows/tasks/index/",
        *(f"/cms/workflows/tasks/edit/{task.pk}/" for task in workflow.tasks),
    ):
        assert client.get(address).status_code == 200, address


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "communities", "--check", "--dry-run", verbosity=0)
