"""The blocks from which pages are written."""

from wiki.core.blocks.streams import BodyBlocks, SeeAlsoBlocks, StepBlocks

__all__ = ["BodyBlocks", "SeeAlsoBlocks", "StepBlocks"]
