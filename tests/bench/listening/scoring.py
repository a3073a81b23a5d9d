"""What was written down against what was said: words wrong, and when each word begins."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from inference.evaluation.dictation import in_words
from inference.evaluation.scoring import distance
from inference.recognition.speech import Word
from tests.bench.listening.recordings import Recording, aligner

__all__ = ["begins", "late", "said", "share_within", "wrong"]

_ALIGN = """
import json, sys
from pocketsphinx import Decoder
decoder = Decoder(loglevel="FATAL", lm=None)
decoder.set_align_text(sys.argv[1])
decoder.start_utt()
decoder.process_raw(sys.stdin.buffer.read(), full_utt=True)
decoder.end_utt()
print(json.dumps([(piece.word, piece.start_frame / 100) for piece in decoder.seg() if piece.word[0] not in "<["]))
"""


def said(text: str) -> list[str]:
    """Words as they are compared: small letters, no punctuation, numbers below a hundred spelt out, "Mr." as mister."""
    plain = re.sub(r"[^\w\s']", " ", text.lower().replace("mr.", "mister").replace("’", "'"))
    return [spelt for word in plain.split() for spelt in _spelt(word)]


def wrong(recording: Recording, heard: str) -> int:
    """Words to insert, delete or replace."""
    return distance(recording.words, said(heard))


def begins(recording: Recording) -> list[float]:
    """When each word begins, in seconds: pocketsphinx knows the words and finds their places."""
    sound = (recording.samples * 32767).astype("<i2").tobytes()
    command = [sys.executable, "-P", "-c", _ALIGN, " ".join(recording.words)]
    done = subprocess.run(command, input=sound, env={**os.environ, "PYTHONPATH": str(aligner())}, check=True, capture_output=True)
    found: list[Any] = json.loads(done.stdout)
    assert [re.sub(r"\(\d+\)", "", word) for word, _ in found] == list(recording.words)
    return [float(start) for _, start in found]


def late(recording: Recording, right: Sequence[float], heard: Sequence[Word]) -> list[float]:
    """Seconds by which each word heard rightly begins too late, negative for too early."""
    pairs = [(spelt, word.start) for word in heard for spelt in said(word.text)]
    matcher = SequenceMatcher(None, recording.words, [spelt for spelt, _ in pairs], autojunk=False)
    return [pairs[block.b + at][1] - right[block.a + at] for block in matcher.get_matching_blocks() for at in range(block.size)]


def share_within(seconds: float, late_by: Sequence[float]) -> float:
    """Of the words, 0 to 1."""
    return float(np.mean(np.abs(late_by) <= seconds)) if late_by else 0.0


def _spelt(word: str) -> list[str]:
    return in_words(int(word)).split("-") if word.isdigit() and int(word) < 100 else [word]
