"""The demo as gunicorn serves it: its one process does what the worker does elsewhere.

A second process would want to write to the index too, and hold as much memory again.
"""

import threading

from wiki.wsgi import application  # first: it sets Django up

# isort: split
from wiki.core.worker import start_jobs

__all__ = ["application"]

start_jobs(threading.Event())
