"""What llama.cpp would refuse or abort on while it reads a model's vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from inference.gguf.header import Header
from inference.gguf.known import PRE_TOKENIZERS
from inference.gguf.values import Array, ValueType
from inference.sentences import Problem, problem

__all__ = ["vocabulary_problems"]

_KEY = "tokenizer.ggml."
_WITH_MERGES = ("gpt2", "gemma4")
_KINDS = ("llama", "bert", "gpt2", "hybriddna", "whitespace", "t5", "rwkv", "plamo2", "gemma4")
_CUT = ("gpt2", "hybriddna", "whitespace", "gemma4")
"""Kinds whose text is cut by a rule that has a name, before its pieces are looked up."""
_BYTE_TYPE = 6  # LLAMA_TOKEN_TYPE_BYTE
_UTF8_BYTES = frozenset(range(256)) - {0xC0, 0xC1, *range(0xF5, 256)}  # the others stand in no text (RFC 3629)
_BYTE_TOKENS = frozenset(f"<0x{byte:02X}>".encode() for byte in _UTF8_BYTES)


def vocabulary_problems(header: Header) -> Iterator[Problem]:
    """What llama.cpp would refuse or abort on while it reads the vocabulary (llama-vocab.cpp, llama_vocab::impl::load)."""
    file = header.path.name
    tokens = header.array(f"{_KEY}tokens")
    if header.text(f"{_KEY}model") is None or tokens is None or tokens.kind is not ValueType.STRING or not len(tokens):
        yield problem("vocabulary-missing", name=file)
        return
    kind, cut = header.text(f"{_KEY}model"), header.text(f"{_KEY}pre")
    if kind not in _KINDS:
        yield problem("vocabulary-kind", name=file, kind=str(kind))
    elif kind in _CUT and cut and cut not in PRE_TOKENIZERS:
        yield problem("vocabulary-kind", name=file, kind=cut)
    broken_arrays = list(_array_problems(header, len(tokens)))
    yield from broken_arrays
    yield from _first_token_problems(header, len(tokens))
    if not broken_arrays:
        yield from _word_problems(header, tokens)
    if not (header.text("tokenizer.chat_template") or "").strip():
        yield problem("no-conversations", name=file)


def _array_problems(header: Header, size: int) -> Iterator[Problem]:
    file = header.path.name
    for key, kinds in (("scores", (ValueType.FLOAT32, ValueType.INT32)), ("token_type", (ValueType.INT32,))):
        entry, array = header.metadata.get(_KEY + key), header.array(_KEY + key)
        if entry is None:
            continue
        if array is None or array.kind not in kinds:
            yield problem("key-type", name=file, key=_KEY + key)
        elif len(array) != size:
            yield problem("tokens-and-values", name=file, tokens=size, count=len(array), key=_KEY + key)
    merges = header.array(f"{_KEY}merges")
    if header.text(f"{_KEY}model") in _WITH_MERGES and (merges is None or merges.kind is not ValueType.STRING):
        yield problem("merges-missing", name=file)
    suppressed = header.metadata.get(f"{_KEY}suppress_tokens")
    array = header.array(f"{_KEY}suppress_tokens")
    if suppressed is not None and (array is None or array.kind is not ValueType.INT32):
        yield problem("key-type", name=file, key=f"{_KEY}suppress_tokens")


def _first_token_problems(header: Header, size: int) -> Iterator[Problem]:
    """A vocabulary that begins every text with a token must say which: llama.cpp asserts it."""
    wanted = header.text(f"{_KEY}model") == "gemma4" or header.scalar(f"{_KEY}add_bos_token") is True
    first = header.integer(f"{_KEY}bos_token_id")
    if wanted and (first is None or not 0 <= first < size):
        yield problem("first-token-missing", name=header.path.name)


def _word_problems(header: Header, tokens: Array) -> Iterator[Problem]:
    """Tokens that are there twice, and bytes that are not what they say. llama.cpp reads a token up to its first NUL."""
    file = header.path.name
    words = [word.partition(b"\0")[0] for word in tokens.strings()]
    named = [word for word in words if word]  # llama.cpp gives empty tokens names of their own
    if len(set(named)) != len(named):  # GGML_ASSERT(id_to_token.size() == token_to_id.size())
        yield problem("token-twice", name=file)
    types = header.array(f"{_KEY}token_type")
    if header.text(f"{_KEY}model") != "gemma4" or types is None:
        return
    written = {word for word, kind in zip(words, types.numbers(), strict=True) if kind == _BYTE_TYPE}
    if not written >= _BYTE_TOKENS:  # llama.cpp looks each up without asking
        yield problem("bytes-missing", name=file)
