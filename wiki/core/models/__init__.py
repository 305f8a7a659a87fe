"""Shared models: pictures, documents, themes, tags, and when content changed."""

from wiki.core.models.changes import ContentChange
from wiki.core.models.media import RecueilDocument, RecueilImage, RecueilRendition
from wiki.core.models.taxonomy import KnowledgeTag, Theme

__all__ = [
    "ContentChange",
    "KnowledgeTag",
    "RecueilDocument",
    "RecueilImage",
    "RecueilRendition",
    "Theme",
]
