"""Shared models: pictures, documents, themes, tags, when content changed, when jobs are due."""

from wiki.core.models.changes import ContentChange
from wiki.core.models.jobs import JobRun
from wiki.core.models.media import RecueilDocument, RecueilImage, RecueilRendition
from wiki.core.models.taxonomy import KnowledgeTag, Theme

__all__ = [
    "ContentChange",
    "JobRun",
    "KnowledgeTag",
    "RecueilDocument",
    "RecueilImage",
    "RecueilRendition",
    "Theme",
]
