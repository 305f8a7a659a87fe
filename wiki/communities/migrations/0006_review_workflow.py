"""One workflow of two steps for all communities, assigned to each of them.

Pages that already wait stay in the workflow in which they were submitted.
"""

from django.db import migrations

#: As in ``wiki.communities.review.workflow``, at the time of this migration.
NAME = "Relecture de la communauté"
STEPS = (("communityreviewtask", "CommunityReviewTask", "Relecture"),
         ("experttask", "ExpertTask", "Avis d’expert"))  # fmt: skip


def make(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=NAME)
    WorkflowTask = apps.get_model("wagtailcore.WorkflowTask")
    for rank, (key, model, name) in enumerate(STEPS):
        kind, _made = ContentType.objects.get_or_create(app_label="communities", model=key)
        task = apps.get_model("communities", model).objects.create(name=name, content_type=kind)
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=rank)
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    for community in apps.get_model("communities.CommunityPage").objects.all():
        WorkflowPage.objects.get_or_create(page_id=community.pk, defaults={"workflow": workflow})


def unmake(apps, schema_editor):
    tasks = apps.get_model("communities.CommunityReviewTask").objects.values("pk")
    workflows = apps.get_model("wagtailcore.Workflow").objects
    workflows.filter(workflow_tasks__task__in=tasks).delete()
    for _key, model, _name in STEPS:
        apps.get_model("communities", model).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_review_steps"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, unmake)]
