"""Small helpers beside the model: text in pictures, words in recordings. Each works in a child of its own."""

from __future__ import annotations

__all__ = ["READER"]

READER = "Hush's reader"
"""Who signs an answer that no model wrote."""
