"""When each word of a clip is said: espeak-ng's library tells of each word as it comes to it; its program does not."""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import POINTER, Structure, c_char, c_char_p, c_int, c_short, c_size_t, c_ubyte, c_uint, c_void_p
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from inference.starter.speech import SILENCE, Voice

__all__ = ["words_at"]

_SPEED, _PITCH, _WORD, _UTF8, _RETRIEVAL = 1, 3, 1, 1, 1  # speak_lib.h
_FULL = 32768


class _Event(Structure):
    _fields_ = (("type", c_int), ("unique", c_uint), ("position", c_int), ("length", c_int), ("milliseconds", c_int),
                ("sample", c_int), ("user", c_void_p), ("id", c_char * 8))  # fmt: skip


class _Voice(Structure):
    _fields_ = (("name", c_char_p), ("languages", c_char_p), ("identifier", c_char_p), ("gender", c_ubyte), ("age", c_ubyte),
                ("variant", c_ubyte), ("unused", c_ubyte), ("score", c_int), ("spare", c_void_p))  # fmt: skip


_Told = ctypes.CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))
_one_at_a_time = Lock()  # the library speaks for one at a time


def words_at(said: str, voice: Voice) -> list[tuple[int, float]]:
    """Where in `said` each word begins, and how many seconds after the first sound, give or take a millisecond.

    RuntimeError without the library or such a voice.
    """
    with _one_at_a_time:
        library, rate = _library()
        if library.espeak_SetVoiceByName(voice.name.encode()) and library.espeak_SetVoiceByProperties(
            ctypes.byref(_Voice(languages=voice.name.encode()))
        ):
            raise RuntimeError(f"espeak-ng does not speak as {voice.name}")
        library.espeak_SetParameter(_SPEED, voice.speed, 0)
        library.espeak_SetParameter(_PITCH, voice.pitch, 0)
        starts: dict[int, int] = {}  # a word after a pause is told of twice: the first counts
        first, done = -1, 0

        def told(samples: Any, count: int, events: Any) -> int:
            nonlocal first, done
            if count > 0 and first < 0:
                loud = np.flatnonzero(np.abs(np.ctypeslib.as_array(samples, (count,)).astype(np.int32)) > SILENCE * _FULL)
                first = done + int(loud[0]) if len(loud) else -1
            done += max(0, count)
            number = 0
            while events[number].type:
                if events[number].type == _WORD and events[number].position > 0:  # 0: of no word
                    starts.setdefault(events[number].position - 1, events[number].milliseconds)
                number += 1
            return 0

        hearing = _Told(told)
        library.espeak_SetSynthCallback(hearing)
        text = said.encode()
        library.espeak_Synth(c_char_p(text), c_size_t(len(text) + 1), c_uint(0), c_int(1), c_uint(0), c_uint(_UTF8), None, None)
        library.espeak_Synchronize()
    return [(position, max(0.0, milliseconds / 1000 - max(0, first) / rate)) for position, milliseconds in sorted(starts.items())]


@cache
def _library() -> tuple[Any, int]:
    """libespeak-ng, ready to speak, and its sampling rate."""
    name = ctypes.util.find_library("espeak-ng")
    if name is None:
        raise RuntimeError("espeak-ng's library is not installed: apt-get install libespeak-ng1")
    library = ctypes.CDLL(name)
    return library, library.espeak_Initialize(_RETRIEVAL, 0, None, 0)
