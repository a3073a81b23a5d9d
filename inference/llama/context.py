"""The KV cache and the evaluation of tokens: one `llama_context` with the settings that keep memory small.

swa_full off (336 KiB a token otherwise instead of 16 on Gemma 4 12B), one row of logits (1 MiB a row), and
n_batch = n_ubatch, because a picture split over ubatches aborts the process
(https://github.com/ggml-org/llama.cpp/issues/21816).
"""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false, reportUnknownLambdaType=false, reportUnknownParameterType=false

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as ll

from inference.errors import EngineFault, MemoryShort
from inference.llama import backend
from inference.llama.loaded_model import Model
from inference.memory.kv_cache import KVType, sliding_cells
from inference.memory.machine import physical_cores
from inference.stop import StopFlag

__all__ = ["FLASH_TILE", "Context", "State", "Stopped"]

State = ctypes.Array[ctypes.c_uint8]
"""A checkpoint of the sliding-window cells, as llama.cpp wrote it."""

_KV_TYPES: dict[str, int] = {"f16": ll.GGML_TYPE_F16, "q8_0": ll.GGML_TYPE_Q8_0, "q4_0": ll.GGML_TYPE_Q4_0}
_SEQUENCE = 0
_PARTIAL = 1
"""LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY: the sliding-window part of the state alone."""
_ABORTED = 2
FLASH_TILE = 64
"""Queries from which ggml's CPU flash attention works in tiles (GGML_FA_TILE_Q in ggml-cpu/ops.cpp). Below that, 31 tokens
behind 1,920 took the starter 107 ms; filled up to 64, 30 ms."""


class Stopped(Exception):
    """llama.cpp gave up between two operations because the stop flag was set."""


class Context:
    """Owns one `llama_context` of sequence 0. `context` counts tokens, `n_ubatch` the tokens of one evaluation.

    A quantised cache needs `flash_attention`; see inference.memory.kv_cache for when it pays.
    """

    def __init__(
        self,
        model: Model,
        *,
        context: int,
        n_ubatch: int,
        kv_type: KVType = "f16",
        flash_attention: bool = True,
        threads: int | None = None,
    ) -> None:
        params = ll.llama_context_default_params()
        params.n_ctx = context
        params.n_batch = params.n_ubatch = min(n_ubatch, context)
        params.n_seq_max = 1
        params.n_outputs_max = 1
        params.swa_full = False
        params.n_threads = params.n_threads_batch = threads or physical_cores()
        params.type_k = params.type_v = _KV_TYPES[kv_type]
        fused = ll.LLAMA_FLASH_ATTN_TYPE_AUTO if kv_type == "f16" else ll.LLAMA_FLASH_ATTN_TYPE_ENABLED
        params.flash_attn_type = fused if flash_attention else ll.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.no_perf = True
        backend.last_complaints()
        self.handle: Any = ll.llama_init_from_model(model.handle, params)
        if not self.handle:
            reason = backend.last_complaints() or "no reason given"
            raise MemoryShort("context-not-made", context=context, reason=reason)
        self.n_ctx = int(ll.llama_n_ctx(self.handle))
        self.n_ubatch = int(ll.llama_n_ubatch(self.handle))
        self.n_swa = model.n_swa
        self.flash_attention = flash_attention
        self._memory: Any = ll.llama_get_memory(self.handle)
        self._n_vocab = model.n_vocab
        self._batch: Any = ll.llama_batch_init(self.n_ubatch, 0, 1)
        self._one = (ll.llama_token * 1)()
        self._single: Any = ll.llama_batch_get_one(self._one, 1)
        self._native = backend.abort_on_flag()
        self._callback: Any = None

    def close(self) -> None:
        if self.handle:
            ll.llama_batch_free(self._batch)
            ll.llama_free(self.handle)
            self.handle = None

    @contextmanager
    def watching(self, stop: StopFlag, *, on_operation: Callable[[], None] | None = None):
        """Within this block llama.cpp asks `stop` after each operation, and calls `on_operation` if given.

        Without `on_operation` no Python runs inside llama.cpp (see `inference.stop`); with it the call costs about a
        microsecond for each operation, which prefill does not notice.
        """
        if on_operation is None:
            self._callback, data = self._native, ctypes.c_void_p(stop.address)
        else:

            def ask(_data: object) -> bool:
                on_operation()
                return stop.is_set()

            self._callback, data = ll.ggml_abort_callback(ask), ctypes.c_void_p(0)
        ll.llama_set_abort_callback(self.handle, self._callback, data)
        try:
            yield
        finally:
            self._callback = ll.ggml_abort_callback()
            ll.llama_set_abort_callback(self.handle, self._callback, ctypes.c_void_p(0))

    def decode(self, tokens: Sequence[int], position: int, *, at_least: int = 0) -> None:
        """Evaluate up to n_ubatch tokens from `position` on; the last one's logits are kept.

        Fewer than `at_least` are filled up with throw-away tokens behind them, which nothing sees and which are cut again
        (see FLASH_TILE). Raises Stopped, leaving cells the caller must cut with `cut`.
        """
        count = len(tokens)
        filled = max(count, min(at_least, self.n_ubatch, self.n_ctx - position))
        batch = self._batch
        for i in range(filled):
            batch.token[i] = tokens[min(i, count - 1)]
            batch.pos[i] = position + i
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = _SEQUENCE
            batch.logits[i] = i == count - 1
        batch.n_tokens = filled
        self.expect(ll.llama_decode(self.handle, batch))
        if filled > count:
            self.cut(position + count)

    def decode_next(self, token: int) -> None:
        """Evaluate one token after everything the cache holds: the fast path of generation."""
        self._one[0] = token
        status = ll.llama_decode(self.handle, self._single)
        if status:
            self.expect(status)

    def expect(self, status: int) -> None:
        """Turn a status of llama_decode into Stopped or an error."""
        if status == 0:
            return
        if status == _ABORTED:
            raise Stopped
        raise EngineFault("prompt-not-evaluated", status=status, reason=backend.last_complaints())

    def logits(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Logits of the last evaluated token, a copy of shape [n_vocab]."""
        pointer: Any = ll.llama_get_logits_ith(self.handle, -1)
        return np.ctypeslib.as_array(pointer, shape=(self._n_vocab,)).copy()

    @property
    def sliding_cells(self) -> int:
        """Cells of the sliding-window cache, n_ctx without a window: nothing slides out before so many positions are in use."""
        if not self.n_swa:
            return self.n_ctx
        return min(self.n_ctx, sliding_cells(context=self.n_ctx, n_ubatch=self.n_ubatch, window=self.n_swa))

    @property
    def first_kept(self) -> int:
        """The lowest position whose sliding-window cells are resident, -1 when the cache is empty."""
        return int(ll.llama_memory_seq_pos_min(self._memory, _SEQUENCE))

    def can_cut(self, position: int) -> bool:
        """Whether the cache is right after cutting everything from `position` on.

        A key at p0 is visible to a query at p1 iff p1 - p0 < n_swa, so the sliding layers must still hold
        position - n_swa + 1 (llama-hparams.h, is_masked_swa); llama.cpp itself does not refuse.
        """
        first = self.first_kept
        return position == 0 or first == 0 or (first > 0 and first <= position - self.n_swa + 1)

    def cut(self, position: int) -> None:
        """Forget everything from `position` on."""
        if position == 0:
            ll.llama_memory_clear(self._memory, False)
        else:
            ll.llama_memory_seq_rm(self._memory, _SEQUENCE, position, -1)

    def sliding_state_size(self) -> int:
        """Bytes that `sliding_state` would take now."""
        return int(ll.llama_state_seq_get_size_ext(self.handle, _SEQUENCE, _PARTIAL))

    def sliding_state(self) -> State | None:
        """The sliding-window part of the cache, for `restore`; None if llama.cpp could not write it."""
        size = self.sliding_state_size()
        state = (ctypes.c_uint8 * size)()
        written = int(ll.llama_state_seq_get_data_ext(self.handle, state, size, _SEQUENCE, _PARTIAL))
        return state if written == size else None

    def restore(self, state: State, position: int) -> bool:
        """Put back a sliding part taken at `position` and forget everything from there on; False if it was refused."""
        read = int(ll.llama_state_seq_set_data_ext(self.handle, state, len(state), _SEQUENCE, _PARTIAL))
        self.cut(position)
        return read == len(state)

    def save(self, path: Path) -> bool:
        """Write everything the cache holds to `path`, a layer at a time; False if that failed, and what is there is of no use."""
        return bool(ll.llama_state_seq_save_file(self.handle, os.fsencode(path), _SEQUENCE, (ll.llama_token * 1)(), 0))

    def load(self, path: Path) -> bool:
        """Fill an empty cache with what `save` wrote from a context of the same model and settings; False if it was refused."""
        count = ctypes.c_size_t()
        none = (ll.llama_token * 1)()
        return bool(ll.llama_state_seq_load_file(self.handle, os.fsencode(path), _SEQUENCE, none, 1, ctypes.byref(count)))
