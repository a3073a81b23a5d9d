"""Whisper's weights as CTranslate2 keeps them, rewritten to the file that whisper.cpp loads: f16, or q8_0 for about half of that.

    python -m inference.recognition.ggml_whisper FOLDER TARGET

Promises the same bytes on every machine, so that a converted file can be pinned by its SHA-256, and a sentence for a source that
is damaged. Needs numpy and the standard library alone. The layout is that of whisper.cpp's `whisper_model_load`: header, mel
filters, vocabulary, then each tensor behind its name.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from inference.atomic import write_whole
from inference.errors import ModelFileError
from inference.recognition.ctranslate2 import Variables, read_variables, read_vocabulary
from inference.recognition.whisper_file import MAGIC

__all__ = ["convert", "mel_filters"]

Kind = Literal["f16", "q8_0"]
_FILE_KIND = {"f16": 1, "q8_0": 2007}
"""GGML_FTYPE_MOSTLY_F16; GGML_FTYPE_MOSTLY_Q8_0 with version 2 of the quantisation."""
_F32, _F16, _Q8_0 = 0, 1, 8
_BLOCK = 32
_HEAD = 64
"""Elements of an attention head, in every Whisper."""
_MELS, _BINS, _STEP = 80, 201, 40
"""Filters, bins of the spectrum, and hertz between two bins."""


def convert(source_folder: Path, target_path: Path, kind: Kind = "q8_0") -> None:
    """Write the Whisper in `source_folder` (see inference.recognition.ctranslate2) to `target_path`, whole or not at all.

    Raises ModelFileError for a source that is missing, damaged or no Whisper; OSError where the target cannot be written.
    """
    variables, vocabulary = read_variables(source_folder), read_vocabulary(source_folder)
    try:
        shape = _shape(variables, kind)
        blocks = [struct.pack("<12i", MAGIC, *shape), _filters(), struct.pack("<i", len(vocabulary))]
        blocks += [struct.pack("<i", len(token)) + token for token in vocabulary]
        blocks += [_tensor(name, array, kind) for name, array in _tensors(variables)]
    except (KeyError, ValueError) as error:
        raise ModelFileError("whisper-source-kind", name=source_folder.name) from error
    write_whole(target_path, b"".join(blocks))


def mel_filters() -> NDArray[np.float32]:
    """Slaney's mel filters [_MELS, _BINS], as librosa.filters.mel(sr=16000, n_fft=400, n_mels=80) makes them.

    Logarithms in decimal numbers: those of floats differ in the last bit from one machine to the next.
    """
    step = Decimal("6.4").ln() / 27  # above 1,000 Hz, which is 15 mel
    top = 15 + Decimal(8).ln() / step
    mels = [top * at / (_MELS + 1) for at in range(_MELS + 2)]
    hertz = np.array([float(mel * 200 / 3 if mel < 15 else 1000 * (step * (mel - 15)).exp()) for mel in mels])
    away = hertz[:, None] - np.arange(_BINS) * float(_STEP)
    width = np.diff(hertz)[:, None]
    triangles = np.maximum(0, np.minimum(-away[:-2] / width[:-1], away[2:] / width[1:]))
    return (triangles * (2 / (hertz[2:] - hertz[:-2]))[:, None]).astype(np.float32)


def _filters() -> bytes:
    return struct.pack("<2i", _MELS, _BINS) + mel_filters().astype("<f4").tobytes()


def _shape(variables: Variables, kind: Kind) -> tuple[int, ...]:
    """The header behind the magic number."""
    sound, words = (variables[f"{side}/position_encodings/encodings"].shape for side in ("encoder", "decoder"))
    layers = [_layers(variables, side) for side in ("encoder", "decoder")]
    if variables["encoder/conv1/weight"].shape[1] != _MELS or not all(layers):
        raise ValueError
    (sound_length, width), (words_length, words_width) = sound, words
    vocabulary = variables["decoder/embeddings/weight"].shape[0]
    heads = width // _HEAD, words_width // _HEAD
    towers = (sound_length, width, heads[0], layers[0], words_length, words_width, heads[1], layers[1])
    return (vocabulary, *towers, _MELS, _FILE_KIND[kind])


def _layers(variables: Variables, side: str) -> int:
    return len(
        {name.split("/")[1] for name in variables if name.startswith(f"{side}/layer_") and name.count("/") > 1} - {"layer_norm"}
    )


def _tensors(variables: Variables) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every tensor by the name that whisper.cpp looks for."""
    for side in ("encoder", "decoder"):
        yield f"{side}.positional_embedding", variables[f"{side}/position_encodings/encodings"]
    for conv in ("conv1", "conv2"):
        yield f"encoder.{conv}.weight", variables[f"encoder/{conv}/weight"]
        yield f"encoder.{conv}.bias", variables[f"encoder/{conv}/bias"].reshape(-1, 1)
    yield "decoder.token_embedding.weight", variables["decoder/embeddings/weight"]
    yield from _norm(variables, "encoder/layer_norm", "encoder.ln_post")
    yield from _norm(variables, "decoder/layer_norm", "decoder.ln")
    for side in ("encoder", "decoder"):
        for at in range(_layers(variables, side)):
            yield from _layer(variables, f"{side}/layer_{at}", f"{side}.blocks.{at}")


def _layer(variables: Variables, source: str, target: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield from _norm(variables, f"{source}/self_attention/layer_norm", f"{target}.attn_ln")
    yield from _fused(variables, f"{source}/self_attention/linear_0", f"{target}.attn", ("query", "key", "value"))
    yield from _linear(variables, f"{source}/self_attention/linear_1", f"{target}.attn.out")
    if source.startswith("decoder"):
        yield from _norm(variables, f"{source}/attention/layer_norm", f"{target}.cross_attn_ln")
        yield from _linear(variables, f"{source}/attention/linear_0", f"{target}.cross_attn.query")
        yield from _fused(variables, f"{source}/attention/linear_1", f"{target}.cross_attn", ("key", "value"))
        yield from _linear(variables, f"{source}/attention/linear_2", f"{target}.cross_attn.out")
    yield from _norm(variables, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    for linear, name in (("linear_0", "mlp.0"), ("linear_1", "mlp.2")):
        yield from _linear(variables, f"{source}/ffn/{linear}", f"{target}.{name}")


def _norm(variables: Variables, source: str, target: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{target}.weight", variables[f"{source}/gamma"]
    yield f"{target}.bias", variables[f"{source}/beta"]


def _linear(variables: Variables, source: str, target: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{target}.weight", variables[f"{source}/weight"]
    yield f"{target}.bias", variables[f"{source}/bias"]


def _fused(variables: Variables, source: str, target: str, names: tuple[str, ...]) -> Iterator[tuple[str, NDArray[Any]]]:
    """One matrix there, several here; keys have no bias."""
    weights, biases = (np.split(variables[f"{source}/{what}"], len(names)) for what in ("weight", "bias"))
    for name, weight, bias in zip(names, weights, biases, strict=True):
        yield f"{target}.{name}.weight", weight
        if name != "key":
            yield f"{target}.{name}.bias", bias


def _tensor(name: str, array: NDArray[Any], kind: Kind) -> bytes:
    """Matrices in the file's kind, convolutions in f16, everything small in f32."""
    if array.dtype.kind != "f":
        raise ValueError  # CTranslate2's own quantisation
    small = array.ndim < 2 or name.endswith(("bias", "positional_embedding"))
    stored = _F32 if small else _F16 if kind == "f16" or array.ndim > 2 else _Q8_0
    spelt = name.encode()
    head = struct.pack(f"<3i{array.ndim}i", array.ndim, len(spelt), stored, *reversed(array.shape)) + spelt
    return head + (_quantised(array) if stored == _Q8_0 else array.astype(("<f4", "<f2")[stored]).tobytes())


def _quantised(matrix: NDArray[Any]) -> bytes:
    """ggml's q8_0: for each 32 elements of a row a scale in f16, the largest by 127, and 32 whole numbers, halves away from 0."""
    blocks = matrix.astype(np.float32).reshape(-1, _BLOCK)
    scale = np.abs(blocks).max(axis=1) / np.float32(127)
    inverse = np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale > 0)
    scaled = blocks * inverse[:, None]
    packed = np.empty(len(blocks), np.dtype([("scale", "<f2"), ("numbers", "i1", _BLOCK)]))
    packed["scale"] = scale
    packed["numbers"] = np.trunc(scaled + np.copysign(np.float32(0.5), scaled))
    return packed.tobytes()


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
