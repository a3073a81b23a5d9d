"""Whisper as whisper.cpp runs it: up to 30 s of sound to tokens with their times, and which language is spoken.

Imported in a child alone: it brings a ggml of its own, which must never meet llama.cpp's in one process. Of the package only the
extension is used; its Python side imports what fetches files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Where several threads work, one that waits for another would spin for long, beside whoever else works.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
import _pywhispercpp

from inference.errors import ModelFileError
from inference.media.prepared import SAMPLE_RATE
from inference.recognition.whisper_file import Header, require_whisper
from inference.recognition.words import Token

__all__ = ["Whisper", "loaded"]

_library: Any = _pywhispercpp
_HUNDREDTH = 0.01
_POSITION = 320
"""Samples behind one position of Whisper's encoder, which has 1,500."""
_SHORT_S, _SHORT = 10.0, 768
"""Seconds of a recording for which so many positions do: in less than half the time the same words. Fewer, or of a longer one,
and it mishears; of 512 one word in fourteen."""
_GLANCE = 512
"""Positions that are enough to tell a language by."""
_BEAMS = 5
"""For a quarter more time a third of the wrong words that always taking the likeliest token leaves."""
_ALIGNING = 256 * 2**20
"""Bytes at most for finding the times of a piece; only what is needed of them is touched."""
_SEVERAL = 51_865
"""Tokens of a model that hears several languages; the newest have one more."""
_SIZES = {(4, 4): "TINY", (6, 6): "BASE", (12, 12): "SMALL", (24, 24): "MEDIUM", (32, 32): "LARGE", (32, 4): "TURBO"}
"""By the layers of encoder and decoder."""
_OTHERWISE = {"LARGE": "LARGE_V2", "TURBO_V3": "LARGE_V3_TURBO"}
_LEAST = SAMPLE_RATE
"""Samples: of less than a second whisper.cpp hears nothing; silence makes it one."""


class Whisper:
    """A loaded model. `threads` work at a time."""

    def __init__(self, path: Path, threads: int) -> None:
        header = require_whisper(path)
        self._context = _library.whisper_init_from_file_with_params(str(path), _aligned(header))
        if self._context is None:
            raise ModelFileError("whisper-refused", name=path.name)
        self._threads = threads
        self._first_special = int(_library.whisper_token_eot(self._context))
        many = _library.whisper_is_multilingual(self._context)
        self.known_languages = tuple(_names()) if many else ("en",)
        """As whisper.cpp calls them: "en", "zh"."""

    def hear(self, samples: NDArray[np.float32], language: str) -> list[Token]:
        """What is said in `samples`, float32 [n] of at most 30 s, in `language` ("en"): the likeliest words, always the same.

        It may stop listening before the end: whisper.cpp would then look at all once more for the rest, however short that is.
        """
        asked = self._asked(language)
        asked.set_encoder_begin_callback(_looks(1))
        if len(samples) <= _SHORT_S * SAMPLE_RATE:
            asked.audio_ctx = _SHORT
        self._run(asked, samples)
        return list(self._tokens())

    def languages(self, samples: NDArray[np.float32]) -> dict[str, float]:
        """How likely each language is spoken in `samples`. For a model that knows several."""
        asked = self._asked("en")
        asked.audio_ctx = _GLANCE
        asked.set_encoder_begin_callback(_looks(0))  # takes the sound in, and how much of it to look at, no more
        self._run(asked, samples[: _GLANCE * _POSITION])
        names = _names()
        chances = np.zeros(len(names), np.float32)
        _library.whisper_lang_auto_detect(self._context, 0, self._threads, chances)
        return dict(zip(names, chances.tolist(), strict=True))

    def _asked(self, language: str) -> Any:
        asked = _library.whisper_full_default_params(_library.whisper_sampling_strategy.WHISPER_SAMPLING_BEAM_SEARCH)
        asked.beam_search = {"beam_size": _BEAMS, "patience": -1.0}
        asked.n_threads, asked.language = self._threads, language
        asked.print_progress = asked.print_timestamps = False
        asked.no_context = True
        asked.suppress_nst = True  # no "[Music]", no "(applause)"
        asked.temperature_inc = 0.0  # what it is unsure of is judged here, not drawn again by lot
        return asked

    def _run(self, asked: Any, samples: NDArray[np.float32]) -> None:
        heard = np.zeros(max(len(samples), _LEAST), np.float32)
        heard[: len(samples)] = samples
        _library.whisper_full(self._context, asked, heard, len(heard))

    def _tokens(self) -> Iterator[Token]:
        """Those of text. What whisper.cpp says of a token is when it ends, by which part of the sound it was made of."""
        before = 0.0
        for segment in range(_library.whisper_full_n_segments(self._context)):
            for at in range(_library.whisper_full_n_tokens(self._context, segment)):
                data = _library.whisper_full_get_token_data(self._context, segment, at)
                if data.id < self._first_special:
                    end = max(before, data.t_dtw * _HUNDREDTH)
                    yield Token(bytes(_library.whisper_token_to_bytes(self._context, data.id)), before, end, data.p)
                    before = end


def _aligned(header: Header) -> Any:
    """How to load a model of that shape so that it says when its tokens were spoken: some heads of its decoder look there.

    That costs no word: without it the same ones are heard, the wrong ones too; with flash attention others, and no better ones.
    """
    asked = _library.whisper_context_default_params()
    asked.use_gpu = asked.flash_attn = False  # flash attention does not say where a head looks
    asked.dtw_token_timestamps, asked.dtw_mem_size = True, _ALIGNING
    heads, preset = _library.whisper_alignment_heads_preset, _SIZES.get((header.sound_layers, header.text_layers), "")
    name = preset + ("_EN" if header.vocabulary < _SEVERAL else "_V3" * (header.vocabulary > _SEVERAL))
    asked.dtw_aheads_preset = getattr(heads, f"WHISPER_AHEADS_{_OTHERWISE.get(name, name)}", heads.WHISPER_AHEADS_N_TOP_MOST)
    asked.dtw_n_top = max(1, header.text_layers // 2)  # where nobody has said which heads: those of the upper half do
    return asked


def _looks(count: int) -> Callable[..., bool]:
    """Says yes so many times when whisper.cpp asks whether to go on."""
    left = iter([True] * count)

    def goes_on(*_context: object) -> bool:
        return next(left, False)

    return goes_on


def _names() -> list[str]:
    return [str(_library.whisper_lang_str(at)) for at in range(_library.whisper_lang_max_id() + 1)]


@lru_cache(maxsize=1)
def loaded(path: Path, threads: int) -> Whisper:
    """The model in the file, loaded at the first call and kept for the next. Raises ModelFileError."""
    return Whisper(path, threads)
