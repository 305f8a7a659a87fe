"""When each periodic job is due."""

from django.db import models


class JobRun(models.Model):
    """One row for each job of ``wiki.core.schedule``: due when, and how the last run went.

    The row is also the lock: who moves ``due_at`` runs the job, the others pass on.
    """

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    #: End of the last run that went well.
    finished_at = models.DateTimeField(null=True)
    #: Failures in a row.
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "run of a job"
        verbose_name_plural = "runs of jobs"

    def __str__(self) -> str:
        return self.name
