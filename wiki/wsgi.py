"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
# A server answers first and works afterwards; a command does at once what it has to do.
os.environ.setdefault("TASK_QUEUE", "background")

application = get_wsgi_application()
