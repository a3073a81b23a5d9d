"""Every sentence that an error or a notice of the app tells a person; the English stands in sentences.txt (see
inference.sentences)."""

from __future__ import annotations

from pathlib import Path

from inference.sentences import Sentences

__all__ = ["say"]

say = Sentences(Path(__file__).with_suffix(".txt").read_text("utf-8"))
