"""Small helpers beside the model: text in pictures, words in recordings. Each works in a child of its own."""

from __future__ import annotations

__all__ = ["AT_ONCE", "READER"]

READER = "Hush's reader"
"""Who signs an answer that no model wrote."""
AT_ONCE = 40
"""Scanned pages of a document that are read by themselves, two or three minutes of work. More are read where somebody chooses or
looks at them, or has it read on."""
