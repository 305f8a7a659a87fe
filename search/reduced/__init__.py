"""Answers from the database while the index cannot be asked.

It reads titles, summaries and keywords instead of whole texts, and looks at the pages
that fit best only. Permissions, filters, labels and counts are made from the same
documents that the index would hold.
"""
