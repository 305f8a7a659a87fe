"""What a community reads elsewhere, and what it does with it."""

from wiki.watch.models.answer import MailAnswer
from wiki.watch.models.citation import Citation
from wiki.watch.models.clip import Clip, ClipState
from wiki.watch.models.item import (
    Decision,
    DecisionKind,
    Item,
    Remark,
    Story,
    StoryState,
    Watcher,
)
from wiki.watch.models.source import FeedKind, Source, Trouble
from wiki.watch.models.thanks import Thanks

__all__ = [
    "Citation",
    "Clip",
    "ClipState",
    "Decision",
    "DecisionKind",
    "FeedKind",
    "Item",
    "MailAnswer",
    "Remark",
    "Source",
    "Story",
    "StoryState",
    "Thanks",
    "Trouble",
    "Watcher",
]
