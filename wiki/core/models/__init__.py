"""Shared models: pictures, documents, themes and tags."""

from wiki.core.models.media import RecueilDocument, RecueilImage, RecueilRendition
from wiki.core.models.taxonomy import KnowledgeTag, Theme

__all__ = ["KnowledgeTag", "RecueilDocument", "RecueilImage", "RecueilRendition", "Theme"]
