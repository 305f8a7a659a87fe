"""Carries out the job that the settings were read from; ``search_eval`` starts it."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from search.evaluation.jobs import RESULT, write_figures
from search.evaluation.stock.asking import measure
from search.evaluation.stock.settings import JOB


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_figures(Path(JOB.place) / RESULT, measure(JOB))
        except KeyboardInterrupt:
            sys.exit(130)
