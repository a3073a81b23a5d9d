"""Small Whispers made for tests: a source as CTranslate2 keeps it, and a file for whisper.cpp of full shape that holds zeros."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from inference.recognition.whisper_file import Header

VOCABULARY = 51_865
_TEXT_TOKENS = 50_257
TINY = Header(VOCABULARY, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 1)


def write_source(folder: Path, *, width: int = 64, layers: int = 1, seed: int = 0) -> dict[str, np.ndarray]:
    """A Whisper of random numbers in `folder`; its variables by name."""
    rng = np.random.default_rng(seed)
    tokens = ["!", "Ġthe", "é", *(f"x{at}" for at in range(61)), "<|endoftext|>", "<|startoftranscript|>"]
    found: dict[str, np.ndarray] = {}

    def put(name: str, *shape: int) -> None:
        found[name] = rng.normal(0, 0.1, shape).astype(np.float16)

    def norm(name: str) -> None:
        put(f"{name}/gamma", width)
        put(f"{name}/beta", width)

    def linear(name: str, outer: int, inner: int) -> None:
        put(f"{name}/weight", outer, inner)
        put(f"{name}/bias", outer)

    put("encoder/position_encodings/encodings", 1500, width)
    put("decoder/position_encodings/encodings", 448, width)
    put("encoder/conv1/weight", width, 80, 3)
    put("encoder/conv1/bias", width)
    put("encoder/conv2/weight", width, width, 3)
    put("encoder/conv2/bias", width)
    put("decoder/embeddings/weight", len(tokens), width)
    for side in ("encoder", "decoder"):
        norm(f"{side}/layer_norm")
        for layer in (f"{side}/layer_{at}" for at in range(layers)):
            norm(f"{layer}/self_attention/layer_norm")
            linear(f"{layer}/self_attention/linear_0", 3 * width, width)
            linear(f"{layer}/self_attention/linear_1", width, width)
            norm(f"{layer}/ffn/layer_norm")
            linear(f"{layer}/ffn/linear_0", 4 * width, width)
            linear(f"{layer}/ffn/linear_1", width, 4 * width)
            if side == "decoder":
                norm(f"{layer}/attention/layer_norm")
                linear(f"{layer}/attention/linear_0", width, width)
                linear(f"{layer}/attention/linear_1", 2 * width, width)
                linear(f"{layer}/attention/linear_2", width, width)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(_model(found))
    (folder / "vocabulary.txt").write_text("\n".join(tokens) + "\n", "utf-8")
    return found


def _model(variables: dict[str, np.ndarray]) -> bytes:
    out = [struct.pack("<I", 6), _text("WhisperSpec"), struct.pack("<II", 3, len(variables))]
    for name, array in variables.items():
        out += [_text(name), struct.pack("<B", array.ndim), struct.pack(f"<{array.ndim}I", *array.shape)]
        out += [struct.pack("<BI", 4, array.nbytes), array.tobytes()]
    return b"".join([*out, struct.pack("<I", 1), _text("decoder/projection/weight"), _text("decoder/embeddings/weight")])


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data


def write_empty_whisper(path: Path, header: Header = TINY, *, leave_out: str = "") -> None:
    """A file of the right layout for whisper.cpp: zeros that take no room on the disk."""
    from inference.recognition.whisper_file import _tensors

    with path.open("wb") as file:
        numbers = (header.vocabulary, header.sound_length, header.sound_width, header.sound_heads, header.sound_layers)
        numbers += (header.text_length, header.text_width, header.text_heads, header.text_layers, header.mels, header.kind)
        file.write(struct.pack("<12i", 0x67676D6C, *numbers))
        file.write(struct.pack("<2i", header.mels, 201) + bytes(header.mels * 201 * 4))
        file.write(struct.pack("<i", _TEXT_TOKENS) + (struct.pack("<i", 1) + b"a") * _TEXT_TOKENS)
        for name, shape in _tensors(header).items():
            if name != leave_out:
                kind = int(len(shape) > 1 and not name.endswith(("bias", "positional_embedding")))
                file.write(struct.pack(f"<{3 + len(shape)}i", len(shape), len(name), kind, *shape) + name.encode())
                file.seek(int(np.prod(shape)) * (2 if kind else 4), 1)
        file.truncate(file.tell())
