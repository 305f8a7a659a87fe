"""Elasticsearch 8: what an organisation runs in production.

Nothing outside this folder knows its library.
"""
