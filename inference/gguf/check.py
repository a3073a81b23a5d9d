"""What would make llama.cpp abort the process, or is plainly broken, found before a file is handed over.

Promises problems in a person's words, the gravest first, and never an exception for a broken file. A file without
problems can still be bad where only loading shows it: load what was never seen in a child process first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from inference.errors import ModelFileError
from inference.gguf import clip, gemma4
from inference.gguf.header import Header, Tensor, read_header
from inference.gguf.model_info import PROJECTOR_ARCHITECTURE, ModelInfo, model_info
from inference.gguf.projector import ProjectorInfo, projector_info
from inference.gguf.values import Array, ValueType
from inference.quantities import file_size
from inference.regular import open_regular
from inference.sentences import Problem, problem

__all__ = ["Problem", "head_hash", "pair_problems", "problems", "require_usable"]

_NO_CHAT = {
    "embedding-model": (
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "llama-embed", "t5encoder",
    ),
    "picture-generator": (
        "flux", "sd1", "sd2", "sdxl", "sd3", "wan", "ltxv", "hidream", "cosmos", "lumina2", "hyvid", "aura", "pig", "qwen_image",
        "z_image", "diffusion",
    ),
    "speech-model": ("whisper", "wavtokenizer-dec", "qwen3tts", "pockettts"),
    "drafter": ("gemma4-assistant", "eagle3", "dflash"),
}  # fmt: skip
_GEMMA_4_PROJECTORS = frozenset(("gemma4uv", "gemma4ua", "gemma4v", "gemma4a"))
_HEAD = 1024**2


def problems(path: Path) -> list[Problem]:
    """What is wrong with the model or projector at `path`; [] if nothing was found."""
    try:
        return list(_file_problems(read_header(path)))
    except ModelFileError as error:
        return [Problem(error.sentence)]


def pair_problems(model: Path, mmproj: Path | None = None) -> list[Problem]:
    """What is wrong with a model and its projector, each alone and together. Each has to be what it is given as."""
    try:
        text = read_header(model)
        found = list(_role_problems(text, as_projector=False)) or list(_file_problems(text))
        if mmproj is not None:
            projector = read_header(mmproj)
            found += list(_role_problems(projector, as_projector=True)) or list(_file_problems(projector))
            if all(one.severity == "warning" for one in found):
                found += _mismatches(model_info(text), projector_info(projector))
    except ModelFileError as error:
        return [Problem(error.sentence)]
    return sorted(found, key=lambda one: one.severity)  # errors before warnings


def require_usable(model: Path, mmproj: Path | None = None) -> None:
    """Raise ModelFileError with the first error of the pair, if there is one."""
    for found in pair_problems(model, mmproj):
        if found.severity == "error":
            raise ModelFileError(found.sentence)


def head_hash(path: Path) -> str:
    """SHA-256 of a file's first MiB and its size, in hexadecimal. Raises OSError if it cannot be read.

    Quick, and enough to tell published files apart; with size and time of change it keys the verdicts on files once loaded.
    """
    with open_regular(path) as file:
        digest = hashlib.sha256(file.read(_HEAD))
        digest.update(file.seek(0, 2).to_bytes(8, "little"))
    return digest.hexdigest()


def _role_problems(header: Header, *, as_projector: bool) -> Iterator[Problem]:
    """A projector given as the model, or the reverse."""
    is_projector = header.text("general.architecture") == PROJECTOR_ARCHITECTURE
    file = header.path.name
    if is_projector and not as_projector:
        yield problem("projector-as-model", name=file)
    if as_projector and not is_projector:
        yield problem("not-a-projector", name=file)


def _file_problems(header: Header) -> Iterator[Problem]:
    """One file alone, whichever of the two it is."""
    architecture = header.text("general.architecture")
    found = [*_kind_problems(header, architecture), *_table_problems(header)]
    yield from found
    if found or architecture is None:
        return
    if architecture == PROJECTOR_ARCHITECTURE:
        yield from clip.projector_problems(header, projector_info(header))
    else:
        yield from _model_problems(header, architecture)


def _model_problems(header: Header, architecture: str) -> Iterator[Problem]:
    yield from _vocabulary_problems(header)
    wrong_keys = list(gemma4.key_problems(header)) if architecture == "gemma4" else []
    yield from wrong_keys
    if wrong_keys:
        return
    info = model_info(header)
    if architecture == "gemma4":
        yield from gemma4.shape_problems(header, info)


def _kind_problems(header: Header, architecture: str | None) -> Iterator[Problem]:
    """Files that are whole but nothing one can talk to."""
    file = header.path.name
    if architecture is None:
        yield problem("model-kind-missing", name=file)
        return
    for family, names in _NO_CHAT.items():
        if architecture in names:
            yield problem(family, name=file, architecture=architecture)
    parts = header.integer("split.count") or 1
    if parts > 1:
        yield problem("one-of-several", name=file, parts=parts)
    if header.text("general.type") in ("adapter", "imatrix") or "adapter.type" in header.metadata:
        yield problem("adapter", name=file)
    elif not header.tensors:
        yield problem("no-weights", name=file)
    if any(isinstance(entry.value, Array) and entry.value.kind is ValueType.ARRAY for entry in header.metadata.values()):
        yield problem("nested-arrays", name=file)


def _mismatches(model: ModelInfo, projector: ProjectorInfo) -> Iterator[Problem]:
    """What keeps a good model and a good projector of Gemma 4 apart. Other families show it when they are loaded."""
    if not _GEMMA_4_PROJECTORS & {projector.vision_type, projector.audio_type}:
        return
    of, to, wanted = projector.path.name, model.path.name, model.embedding_length
    if model.architecture != "gemma4":
        yield problem("pair-families", projector=of, model=to, architecture=model.architecture)
    elif projector.projection_dim != wanted:
        yield problem("pair-widths", projector=of, model=to, width=projector.projection_dim, wanted=wanted)


_MAX_ELEMENTS = 2**63 - 1


def _table_problems(header: Header) -> Iterator[Problem]:
    """What is wrong with the tensor table. Later findings are left out where an earlier one explains them."""
    for tensor in header.tensors:
        found = _tensor_problem(header.path.name, tensor)
        if found is not None:
            yield found
            return
    yield from _layout_problems(header)


def _tensor_problem(file: str, tensor: Tensor) -> Problem | None:
    kind = tensor.type
    if kind is None:
        return problem("tensor-type-unknown", name=file, tensor=tensor.name, type=tensor.type_id)
    if any(side < 1 for side in tensor.shape) or tensor.elements > _MAX_ELEMENTS:
        return problem("tensor-shape", name=file, tensor=tensor.name, shape=str(list(tensor.shape)))
    row = tensor.shape[0] if tensor.shape else 1
    if row % kind.block:
        return problem("tensor-rows", name=file, row=row, type=kind.name, tensor=tensor.name)
    return None


def _layout_problems(header: Header) -> Iterator[Problem]:
    """Tensors lie one behind the other, each padded to the alignment: ggml's reader accepts nothing else."""
    file, expected, end = header.path.name, 0, 0
    for tensor in header.tensors:
        if tensor.offset != expected:
            yield problem("tensor-place", name=file, tensor=tensor.name, offset=tensor.offset, expected=expected)
            return
        end = expected + tensor.bytes
        expected = -(-end // header.alignment) * header.alignment
    needed = header.data_start + end
    if header.tensors and needed > header.file_bytes:
        yield problem("weights-cut-off", name=file, held=file_size(header.file_bytes, 4), whole=file_size(needed, 4))


_KEY = "tokenizer.ggml."
_WITH_MERGES = ("gpt2", "gemma4")
_KINDS = ("llama", "bert", "gpt2", "hybriddna", "whitespace", "t5", "rwkv", "plamo2", "gemma4")
_BYTE_TYPE = 6  # LLAMA_TOKEN_TYPE_BYTE
_UTF8_BYTES = frozenset(range(256)) - {0xC0, 0xC1, *range(0xF5, 256)}  # the others stand in no text (RFC 3629)
_BYTE_TOKENS = frozenset(f"<0x{byte:02X}>".encode() for byte in _UTF8_BYTES)


def _vocabulary_problems(header: Header) -> Iterator[Problem]:
    """What llama.cpp would refuse or abort on while it reads the vocabulary (llama-vocab.cpp, llama_vocab::impl::load)."""
    file = header.path.name
    tokens = header.array(f"{_KEY}tokens")
    if header.text(f"{_KEY}model") is None or tokens is None or tokens.kind is not ValueType.STRING or not len(tokens):
        yield problem("vocabulary-missing", name=file)
        return
    if (kind := header.text(f"{_KEY}model")) not in _KINDS:
        yield problem("vocabulary-kind", name=file, kind=str(kind))
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
