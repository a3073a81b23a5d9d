"""Whether a model's vocabulary and chat template are whole."""

from __future__ import annotations

from collections.abc import Iterator

from inference.gguf.header import Header
from inference.gguf.problem import REDOWNLOAD, Problem
from inference.gguf.values import Array, ValueType

__all__ = ["vocabulary_problems"]

_KEY = "tokenizer.ggml."
_WITH_MERGES = ("gpt2", "gemma4")
_KINDS = ("llama", "bert", "gpt2", "hybriddna", "whitespace", "t5", "rwkv", "plamo2", "gemma4")
_BYTE_TYPE = 6  # LLAMA_TOKEN_TYPE_BYTE
_UTF8_BYTES = frozenset(range(256)) - {0xC0, 0xC1, *range(0xF5, 256)}  # the others stand in no text (RFC 3629)
_BYTE_TOKENS = frozenset(f"<0x{byte:02X}>".encode() for byte in _UTF8_BYTES)
_ANOTHER = "Choose another file of this model."


def vocabulary_problems(header: Header) -> Iterator[Problem]:
    """What llama.cpp would refuse or abort on while it reads the vocabulary (llama-vocab.cpp, llama_vocab::impl::load)."""
    file = header.path.name
    tokens = header.array(f"{_KEY}tokens")
    if header.text(f"{_KEY}model") is None or tokens is None or tokens.kind is not ValueType.STRING or not len(tokens):
        yield Problem(f"{file} has no vocabulary.", _ANOTHER)
        return
    if (kind := header.text(f"{_KEY}model")) not in _KINDS:
        yield Problem(f"{file} has a vocabulary of an unknown kind ({kind}).", _ANOTHER)
    broken_arrays = list(_array_problems(header, len(tokens)))
    yield from broken_arrays
    yield from _first_token_problems(header, len(tokens))
    if not broken_arrays:
        yield from _word_problems(header, tokens)
    if not (header.text("tokenizer.chat_template") or "").strip():
        what = f"{file} has no chat template: it was not made for conversations."
        yield Problem(what, "Choose the instruction-tuned (-it) file.")


def _array_problems(header: Header, size: int) -> Iterator[Problem]:
    file = header.path.name
    for key, kinds in (("scores", (ValueType.FLOAT32, ValueType.INT32)), ("token_type", (ValueType.INT32,))):
        entry, array = header.metadata.get(_KEY + key), header.array(_KEY + key)
        if entry is None:
            continue
        if array is None or array.kind not in kinds:
            yield Problem(f"{file} is damaged: {_KEY}{key} is of the wrong type.", REDOWNLOAD)
        elif len(array) != size:
            yield Problem(f"{file} is damaged: {size:,} tokens and {len(array):,} values of {_KEY}{key}.", REDOWNLOAD)
    merges = header.array(f"{_KEY}merges")
    if header.text(f"{_KEY}model") in _WITH_MERGES and (merges is None or merges.kind is not ValueType.STRING):
        yield Problem(f"{file} has a vocabulary without merges.", _ANOTHER)
    suppressed = header.metadata.get(f"{_KEY}suppress_tokens")
    array = header.array(f"{_KEY}suppress_tokens")
    if suppressed is not None and (array is None or array.kind is not ValueType.INT32):
        yield Problem(f"{file} is damaged: {_KEY}suppress_tokens is of the wrong type.", REDOWNLOAD)


def _first_token_problems(header: Header, size: int) -> Iterator[Problem]:
    """A vocabulary that begins every text with a token must say which: llama.cpp asserts it."""
    wanted = header.text(f"{_KEY}model") == "gemma4" or header.scalar(f"{_KEY}add_bos_token") is True
    first = header.integer(f"{_KEY}bos_token_id")
    if wanted and (first is None or not 0 <= first < size):
        yield Problem(f"{header.path.name} does not say which token begins a text.", _ANOTHER)


def _word_problems(header: Header, tokens: Array) -> Iterator[Problem]:
    """Tokens that are there twice, and bytes that are not what they say. llama.cpp reads a token up to its first NUL."""
    file = header.path.name
    words = [word.partition(b"\0")[0] for word in tokens.strings()]
    named = [word for word in words if word]  # llama.cpp gives empty tokens names of their own
    if len(set(named)) != len(named):  # GGML_ASSERT(id_to_token.size() == token_to_id.size())
        yield Problem(f"{file} is damaged: a token of its vocabulary is there twice.", REDOWNLOAD)
    types = header.array(f"{_KEY}token_type")
    if header.text(f"{_KEY}model") != "gemma4" or types is None:
        return
    written = {word for word, kind in zip(words, types.numbers(), strict=True) if kind == _BYTE_TYPE}
    if not written >= _BYTE_TOKENS:  # llama.cpp looks each up without asking
        yield Problem(f"{file} is damaged: its vocabulary does not hold every byte.", REDOWNLOAD)
