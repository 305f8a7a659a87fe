"""The inbox of a community: what its feeds brought, sorted by its members in turn."""
