"""The page types."""

from guides.models.case_study import CaseStudyGuide, CaseStudyPage
from guides.models.digest import DigestItem, DigestPage
from guides.models.guide import GuidePage
from guides.models.indexes import (
    CaseStudyIndexPage,
    DigestIndexPage,
    GuideIndexPage,
    IndexPage,
    SeriesIndexPage,
    WatchIndexPage,
)
from guides.models.knowledge import KnowledgePage, TaggedKnowledge
from guides.models.series import SeriesEntry, SeriesPage
from guides.models.watch_note import WatchNotePage

__all__ = [
    "CaseStudyGuide",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "DigestIndexPage",
    "DigestItem",
    "DigestPage",
    "GuideIndexPage",
    "GuidePage",
    "IndexPage",
    "KnowledgePage",
    "SeriesEntry",
    "SeriesIndexPage",
    "SeriesPage",
    "TaggedKnowledge",
    "WatchIndexPage",
    "WatchNotePage",
]
