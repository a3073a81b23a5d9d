"""Every sentence that the app's own errors tell a person; the English stands in sentences.txt (see inference.sentences)."""

from __future__ import annotations

from pathlib import Path

from inference.sentences import Sentences

__all__ = ["say"]

say = Sentences(Path(__file__).with_suffix(".txt").read_text("utf-8"))
