"""A loaded GGUF: its vocabulary and, unless only that was asked for, its weights."""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false, reportUnknownLambdaType=false, reportUnknownParameterType=false

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from llama_cpp import llama_cpp as ll

from inference.errors import ModelFileError
from inference.llama import backend
from inference.stream import THOUGHT_MARKS

__all__ = ["Model"]

_LOAD_MODES: dict[str, int] = {"mmap": ll.LLAMA_LOAD_MODE_MMAP, "read": ll.LLAMA_LOAD_MODE_NONE}
_SPECIAL = ll.LLAMA_TOKEN_ATTR_CONTROL | ll.LLAMA_TOKEN_ATTR_UNKNOWN
_MARK = re.compile(
    r"<[^<>]*\|[^<>]*>|</?(?:think\w*|thought|reasoning|tool\w*|function\w*|(?:start|end|begin)_of_\w+|im_\w+|fim_\w+|unused\d+"
    r"|system|user|assistant|model|human|bot|eot\w*|eos|bos|s)>|\[/?[A-Z][A-Z_]+\]"
)
"""What steers some model of which it is a user-defined token."""


class Model:
    """Owns one `llama_model`. Use from one thread; `close` frees it.

    `load_mode` "mmap" maps the file, "read" copies it into memory; `repack` rearranges quantised weights for this
    processor's vector units (about 30 % faster; with "mmap" the original stays resident beside the copy).
    Raises ModelFileError when llama.cpp refuses the file.
    """

    def __init__(
        self,
        path: Path,
        *,
        load_mode: Literal["mmap", "read"] = "mmap",
        repack: bool = False,
        vocab_only: bool = False,
        progress: Callable[[float], bool] | None = None,
    ) -> None:
        backend.start()
        self.path = path
        self._handle: Any = None
        params = ll.llama_model_default_params()
        params.n_gpu_layers = 0
        params.load_mode = _LOAD_MODES[load_mode]
        params.use_extra_bufts = repack
        params.vocab_only = vocab_only
        report = ll.llama_progress_callback(lambda done, _data: True if progress is None else progress(done))
        params.progress_callback = report
        backend.last_complaints()
        self._handle = ll.llama_model_load_from_file(os.fsencode(path), params)
        if not self._handle:
            reason = backend.last_complaints() or "no reason given"
            raise ModelFileError("weights-refused", name=path.name, reason=reason)
        self.vocab: Any = ll.llama_model_get_vocab(self._handle)
        self._pieces: dict[int, bytes] = {}
        self._ends: dict[int, bool] = {}

    @property
    def handle(self) -> Any:
        if not self._handle:
            raise RuntimeError("the model is closed")
        return self._handle

    def close(self) -> None:
        if self._handle:
            ll.llama_model_free(self._handle)
            self._handle = None

    @cached_property
    def n_vocab(self) -> int:
        return int(ll.llama_vocab_n_tokens(self.vocab))

    @property
    def n_swa(self) -> int:
        """Tokens the sliding-window layers see, 0 without such layers."""
        return int(ll.llama_model_n_swa(self.handle))

    @property
    def bos(self) -> str:
        return self._text(int(ll.llama_vocab_bos(self.vocab)))

    @property
    def eos(self) -> str:
        return self._text(int(ll.llama_vocab_eos(self.vocab)))

    @property
    def adds_bos(self) -> bool:
        return bool(ll.llama_vocab_get_add_bos(self.vocab))

    @property
    def control_tokens(self) -> dict[str, int]:
        """Texts of the tokens that steer the model, to their ids."""
        return self._control_tokens

    @cached_property
    def _control_tokens(self) -> dict[str, int]:
        """User-defined tokens count when they look like marks: the others are ordinary text, such as spaces or <table>."""
        found: dict[str, int] = {}
        for token in range(self.n_vocab):
            attributes = ll.llama_vocab_get_attr(self.vocab, token)
            if attributes & (_SPECIAL | ll.LLAMA_TOKEN_ATTR_USER_DEFINED):
                text = self._text(token)
                if attributes & _SPECIAL or _MARK.fullmatch(text) or text in THOUGHT_MARKS:
                    found[text] = token
        return found

    @cached_property
    def suppressed(self) -> frozenset[int]:
        """Ids the model's file says are never written (tokenizer.ggml.suppress_tokens)."""
        count = ctypes.c_int32()
        ids: Any = ll.llama_vocab_get_suppress_tokens(self.vocab, ctypes.byref(count))
        return frozenset(int(ids[i]) for i in range(count.value))

    def is_end(self, token: int) -> bool:
        """Whether `token` ends an answer. Asked for each one, so llama.cpp's verdict is remembered."""
        known = self._ends.get(token)
        if known is None:
            known = self._ends[token] = bool(ll.llama_vocab_is_eog(self.vocab, token))
        return known

    def tokenize(self, text: str, *, special: bool = True) -> list[int]:
        """Token ids of `text`; control tokens are recognised if `special`. Adds nothing before or after."""
        data = text.encode("utf-8", "ignore")  # half a surrogate pair has none
        room = len(data) + 8
        while True:
            ids = (ll.llama_token * room)()
            count = int(ll.llama_tokenize(self.vocab, data, len(data), ids, room, False, special))
            if count >= 0:
                return ids[:count]
            room = -count

    def tokenize_literal(self, text: str) -> list[int]:
        """Ids of a control token's text as ordinary characters.

        Split after the first character: llama.cpp finds user-defined tokens even when told not to parse them.
        """
        return self.tokenize(text[:1], special=False) + self.tokenize(text[1:], special=False)

    def piece(self, token: int) -> bytes:
        """Bytes that `token` writes; a control token writes nothing."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._piece(token)
        return known

    def _piece(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        length = ll.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, False)
        if length < 0:
            buffer = ctypes.create_string_buffer(-length)
            length = ll.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, False)
        return buffer.raw[:length]

    def _text(self, token: int) -> str:
        return ll.llama_vocab_get_text(self.vocab, token).decode("utf-8", "replace") if token >= 0 else ""
