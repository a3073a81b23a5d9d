"""Whether a GGUF file's tensor table fits the file: types, shapes, offsets and the end of the data."""

from __future__ import annotations

from collections.abc import Iterator

from inference.gguf.header import Header, Tensor
from inference.gguf.problem import REDOWNLOAD, Problem, byte_size

__all__ = ["table_problems"]

_MAX_ELEMENTS = 2**63 - 1


def table_problems(header: Header) -> Iterator[Problem]:
    """What is wrong with the tensor table. Later findings are left out where an earlier one explains them."""
    for tensor in header.tensors:
        problem = _tensor_problem(header.path.name, tensor)
        if problem is not None:
            yield problem
            return
    yield from _layout_problems(header)


def _tensor_problem(file: str, tensor: Tensor) -> Problem | None:
    kind = tensor.type
    if kind is None:
        what = f"{file} holds a tensor ({tensor.name}) of type {tensor.type_id}, which this version of llama.cpp does not know."
        return Problem(what, "Choose another quantisation of the model, or download it again.")
    if any(side < 1 for side in tensor.shape) or tensor.elements > _MAX_ELEMENTS:
        return Problem(f"{file} is damaged: the tensor {tensor.name} has the shape {list(tensor.shape)}.", REDOWNLOAD)
    row = tensor.shape[0] if tensor.shape else 1
    if row % kind.block:
        what = f"{file} is damaged: rows of {row:,} elements do not fill blocks of {kind.name} ({tensor.name})."
        return Problem(what, REDOWNLOAD)
    return None


def _layout_problems(header: Header) -> Iterator[Problem]:
    """Tensors lie one behind the other, each padded to the alignment: ggml's reader accepts nothing else."""
    file, expected, end = header.path.name, 0, 0
    for tensor in header.tensors:
        if tensor.offset != expected:
            what = f"{file} is damaged: the tensor {tensor.name} is said to lie at {tensor.offset:,} instead of {expected:,}."
            yield Problem(what, REDOWNLOAD)
            return
        end = expected + tensor.bytes
        expected = -(-end // header.alignment) * header.alignment
    needed = header.data_start + end
    if header.tensors and needed > header.file_bytes:
        what = f"{file} is cut off: it holds {byte_size(header.file_bytes)} of {byte_size(needed)}."
        yield Problem(what, "Download it again or let the download finish.")
