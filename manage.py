#!/usr/bin/env python3
"""Command line of Recueil."""

import os
import sys

try:
    from django.core.management import execute_from_command_line
except ModuleNotFoundError:
    sys.exit("Run `make install` once, then: .venv/bin/python manage.py COMMAND")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")
    execute_from_command_line(sys.argv)
