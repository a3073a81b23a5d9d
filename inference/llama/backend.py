"""llama.cpp, set up once for this process: its log goes to `logging`, never to the terminal.

`verbose=False` of the high-level class redirects the whole process's stdout and stderr instead, which loses
other threads' output; see https://github.com/abetlen/llama-cpp-python/issues/478.
"""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false, reportUnknownLambdaType=false, reportUnknownParameterType=false

from __future__ import annotations

import atexit
import ctypes
import logging
import os
from collections import deque
from typing import Any

from llama_cpp import _utils, llama_cpp, mtmd_cpp

__all__ = ["abort_on_flag", "last_complaints", "start"]

_log = logging.getLogger("hush.llama")
_complaints: deque[str] = deque(maxlen=8)
_ERROR = 4
"""GGML_LOG_LEVEL_ERROR"""
# The binding opens these for its redirecting and never closes them: where warnings are shown, Python complains at its end.
for _left_open in (_utils.outnull_file, _utils.errnull_file):
    atexit.register(_left_open.close)


@llama_cpp.llama_log_callback
def _on_log(level: int, text: bytes, _data: object) -> None:
    line = text.decode("utf-8", "replace").strip()
    if not line:
        return
    if level == _ERROR:
        _complaints.append(line)
    _log.debug("%s", line)


_started = False


def start() -> None:
    """Initialise llama.cpp's backends and route every log line. Safe to call again."""
    global _started  # noqa: PLW0603 - the C library is one per process
    if _started:
        return
    llama_cpp.llama_log_set(_on_log, ctypes.c_void_p(0))
    mtmd_cpp.mtmd_log_set(_on_log, ctypes.c_void_p(0))
    if hasattr(mtmd_cpp, "mtmd_helper_log_set"):
        mtmd_cpp.mtmd_helper_log_set(_on_log, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    _started = True


def last_complaints() -> str:
    """The error lines llama.cpp wrote last, newest last, then forgets them."""
    lines = "; ".join(_complaints)
    _complaints.clear()
    return lines


def abort_on_flag() -> Any:
    """`strlen` of the C library as an abort callback: reads a `StopFlag` without entering Python."""
    libc = ctypes.CDLL("msvcrt" if os.name == "nt" else None)
    return ctypes.cast(libc.strlen, llama_cpp.ggml_abort_callback)
