"""ONNX Runtime as the recognisers use it: one thread a call that never spins, no arena that keeps memory, nothing reported.

Sessions are made once in a process and kept. Imported in the child alone. More than one processor is used by calls side by side:
that costs no waiting for each other within a call.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.errors import InputError
from inference.recognition.files import File, require

# Before it is imported: from then on the official builds, that for Linux too since 1.32, gather what is done in a file of
# theirs in the person's cache folder, and send that to Microsoft.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime  # pyright: ignore[reportMissingTypeStubs]

__all__ = ["Session", "options", "session", "side_by_side"]

_runtime: Any = onnxruntime
_ERRORS_ONLY = 3
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


class Session:
    """A loaded network with one input and one output."""

    def __init__(self, file: File) -> None:
        path = require(file)
        _runtime.disable_telemetry_events()  # of builds that ask no environment
        try:
            self._session: Any = _runtime.InferenceSession(str(path), options(), providers=["CPUExecutionProvider"])
        except Exception as error:  # as many types as the library has
            raise InputError("recognition-damaged", name=file.name, folder=path.parent) from error
        self._input = str(self._session.get_inputs()[0].name)

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the network makes of `batch`."""
        return self._session.run(None, {self._input: batch})[0]

    def said(self, key: str) -> str:
        """A value of the file's own description."""
        return str(self._session.get_modelmeta().custom_metadata_map[key])


def options() -> Any:
    """A session's options. A thread that spins while it waits would take the processor from whoever else works."""
    chosen = _runtime.SessionOptions()
    chosen.intra_op_num_threads = chosen.inter_op_num_threads = 1
    chosen.enable_cpu_mem_arena = False
    chosen.log_severity_level = _ERRORS_ONLY
    chosen.add_session_config_entry("session.intra_op.allow_spinning", "0")
    chosen.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return chosen


@cache
def session(file: File) -> Session:
    """The session of `file`, made at the first call. Raises InputError where it is missing or no network."""
    return Session(file)


def side_by_side(make: Callable[[_Item], _Made], items: Sequence[_Item], lanes: int) -> list[_Made]:
    """What `make` makes of each item, in their order; `lanes` at a time, but no more than there are processors for."""
    lanes = min(lanes, _processors(), len(items))
    if lanes <= 1:
        return [make(item) for item in items]
    with ThreadPoolExecutor(lanes) as pool:
        return list(pool.map(make, items))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
