"""Speed and memory of the site, measured beside stock Wagtail in the same run.

``python -m tests.bench --help`` tells how; docs/bench.md tells what is compared.
"""
