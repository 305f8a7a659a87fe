"""The embedded engine: tantivy in process, an index folder on disk, no server.

Nothing outside this folder imports tantivy.
"""
