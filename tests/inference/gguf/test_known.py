"""What this Hush's llama.cpp knows, against the library itself; and what a file's mix is called."""

from __future__ import annotations

from pathlib import Path

import llama_cpp
import pytest

from inference.gguf.known import ARCHITECTURES, PRE_TOKENIZERS, quantization_of


def test_every_kind_that_is_listed_stands_in_the_library() -> None:
    """Compilers put short texts into the code itself, so those are not looked for."""
    (library,) = (path for path in Path(llama_cpp.__file__).parent.rglob("*llama.*") if path.suffix in (".so", ".dylib", ".dll"))
    held = library.read_bytes()
    assert not [name for name in ARCHITECTURES if f"{name}\0".encode() not in held]
    assert not [name for name in PRE_TOKENIZERS if len(name) > 16 and f"{name}\0".encode() not in held]


@pytest.mark.parametrize(
    ("file_type", "held", "name"),
    [
        (15, {"Q8_0": 178, "Q5_0": 40, "Q4_K": 13, "F32": 1}, "Q4_K_M"),  # Gemma 3 270M: its embedding is most of it
        (None, {"Q8_0": 178, "Q5_0": 40}, "Q8_0"),
        (15, {"Q8_0": 178, "F32": 1}, "Q8_0"),  # it says what it does not hold
        (0, {"Q8_0": 178, "F32": 1}, "Q8_0"),
        (1, {"F16": 178, "F32": 1}, "F16"),
        (27, {"IQ3_S": 178, "F32": 1}, "IQ3_M"),
        (999, {"Q4_0": 1}, "Q4_0"),
        (2, {}, "none"),
    ],
)
def test_a_mix_is_called_what_its_file_calls_it(file_type: int | None, held: dict[str, int], name: str) -> None:
    assert quantization_of(file_type, held) == name
