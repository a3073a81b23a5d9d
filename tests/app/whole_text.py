"""The blocks of a text that is all there."""

from __future__ import annotations

from app.conversation.transcript.blocks import Block, Blocks

__all__ = ["blocks_of"]


def blocks_of(text: str) -> list[Block]:
    blocks = Blocks()
    blocks.feed(text)
    return blocks.blocks
