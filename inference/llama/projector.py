"""The media projector (mmproj): pictures and sound to embeddings, through llama.cpp's mtmd."""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false, reportUnknownLambdaType=false, reportUnknownParameterType=false

from __future__ import annotations

import ctypes
import os
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as ll
from llama_cpp import mtmd_cpp as mt

from inference.errors import EngineFault, ModelFileError
from inference.llama import backend
from inference.llama.context import Context
from inference.llama.loaded_model import Model
from inference.media.prepared import SAMPLE_RATE, PreparedImage
from inference.memory.machine import physical_cores
from inference.prompt.assemble import Media, MediaSpan

__all__ = ["Projector"]

_NO_CALLBACK: Any = mt.mtmd_helper_post_decode_callback()
_CHUNKS_KEPT = 2
"""A chunk holds its picture as floats, 31 MB at 1120 tokens of 48 pixels: keep just what is about to be evaluated."""


class Projector:
    """Owns one `mtmd_context` and the chunks made with it. `model` may be loaded for its vocabulary only.

    `image_tokens_max` bounds a picture (n_ubatch must hold it). Raises ModelFileError when the pair does not match.
    """

    def __init__(self, path: Path, model: Model, *, image_tokens_max: int, threads: int | None = None) -> None:
        params: Any = mt.mtmd_context_params_default()
        params.use_gpu = False
        params.print_timings = False
        params.warmup = False
        params.n_threads = threads or physical_cores()
        # Pictures arrive at their final size; llama.cpp must neither grow nor shrink them (default: at least 70 tokens).
        params.image_min_tokens = 1
        params.image_max_tokens = image_tokens_max
        backend.last_complaints()
        self._handle: Any = mt.mtmd_init_from_file(os.fsencode(path), model.handle, params)
        if not self._handle:
            reason = backend.last_complaints() or "no reason given"
            raise ModelFileError("projector-refused", name=path.name, reason=reason)
        self.sees = bool(mt.mtmd_support_vision(self._handle))
        self.hears = bool(mt.mtmd_support_audio(self._handle)) and mt.mtmd_get_audio_sample_rate(self._handle) == SAMPLE_RATE
        self._spans: dict[str, MediaSpan] = {}
        self._chunks: OrderedDict[str, tuple[Any, Any]] = OrderedDict()

    def close(self) -> None:
        for chunks, _chunk in self._chunks.values():
            mt.mtmd_input_chunks_free(chunks)
        self._chunks.clear()
        if self._handle:
            mt.mtmd_free(self._handle)
            self._handle = None

    def span(self, media: Media) -> MediaSpan:
        """How `media` stands in the prompt, counted by llama.cpp itself."""
        if media.digest not in self._spans:
            self._chunk(media)
        return self._spans[media.digest]

    def evaluate(self, media: Media, context: Context, position: int, *, n_batch: int) -> int:
        """Project `media` and evaluate its soft tokens from `position` on; returns the position after them.

        Sound is causal and may be cut into pieces of `n_batch`; a picture attends to itself and goes in one.
        Raises Stopped, leaving cells the caller must cut.
        """
        chunk, span = self._chunk(media), self.span(media)
        if isinstance(media, PreparedImage):
            n_batch = context.n_ubatch
            if span.n_tokens > n_batch:  # llama.cpp would abort the process or blind parts of the picture to each other
                raise EngineFault("media-in-one-piece", name=media.name, tokens=span.n_tokens, most=n_batch)
        if mt.mtmd_encode_chunk(self._handle, chunk):
            raise EngineFault("media-not-projected", name=media.name, reason=backend.last_complaints())
        embeddings = mt.mtmd_get_output_embd(self._handle)
        after = ll.llama_pos(position)
        handles, nothing = (self._handle, context.handle, chunk, embeddings), ctypes.c_void_p(0)
        context.expect(
            mt.mtmd_helper_decode_image_chunk(*handles, position, 0, n_batch, ctypes.byref(after), _NO_CALLBACK, nothing)
        )
        return int(after.value)

    def _chunk(self, media: Media) -> Any:
        if media.digest in self._chunks:
            self._chunks.move_to_end(media.digest)
            return self._chunks[media.digest][1]
        chunks, chunk, span = self._make(media)
        self._chunks[media.digest] = (chunks, chunk)
        self._spans[media.digest] = span
        if len(self._chunks) > _CHUNKS_KEPT:
            _digest, (oldest, _) = self._chunks.popitem(last=False)
            mt.mtmd_input_chunks_free(oldest)
        return chunk

    def _make(self, media: Media) -> tuple[Any, Any, MediaSpan]:
        bitmap: Any = _bitmap(media)
        part = mt.mtmd_input_part(bitmap=bitmap)
        parts = (ctypes.POINTER(mt.mtmd_input_part) * 1)(ctypes.pointer(part))
        chunks: Any = mt.mtmd_input_chunks_init()
        backend.last_complaints()
        status = mt.mtmd_tokenize_from_parts(self._handle, chunks, parts, 1, False)
        mt.mtmd_bitmap_free(bitmap)
        if status:
            mt.mtmd_input_chunks_free(chunks)
            raise EngineFault("media-not-taken", name=media.name, reason=backend.last_complaints())
        return (chunks, *_find_span(chunks, media.name))


def _bitmap(media: Media) -> Any:
    if isinstance(media, PreparedImage):
        height, width, _ = media.pixels.shape
        data = np.ascontiguousarray(media.pixels).ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        return mt.mtmd_bitmap_init(width, height, data)
    samples = np.ascontiguousarray(media.samples, np.float32).ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    return mt.mtmd_bitmap_init_from_audio(len(media.samples), samples)


def _find_span(chunks: Any, name: str) -> tuple[Any, MediaSpan]:
    """The one media chunk and the text ids around it."""
    media: Any = None
    around: tuple[list[int], list[int]] = ([], [])
    for index in range(mt.mtmd_input_chunks_size(chunks)):
        chunk: Any = mt.mtmd_input_chunks_get(chunks, index)
        if mt.mtmd_input_chunk_get_type(chunk) == mt.MTMD_INPUT_CHUNK_TYPE_TEXT:
            count = ctypes.c_size_t()
            ids: Any = mt.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
            around[media is not None].extend(int(ids[i]) for i in range(count.value))
        elif media is None:
            media = chunk
        else:
            raise EngineFault("media-in-pieces", name=name)
    if media is None:
        raise EngineFault("media-empty", name=name)
    n_tokens, n_pos = int(mt.mtmd_input_chunk_get_n_tokens(media)), int(mt.mtmd_input_chunk_get_n_pos(media))
    return media, MediaSpan(tuple(around[0]), n_tokens, n_pos, tuple(around[1]))
