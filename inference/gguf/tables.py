"""Whether a GGUF file's tensor table fits the file: types, shapes, offsets and the end of the data."""

from __future__ import annotations

from collections.abc import Iterator

from inference.gguf.header import Header, Tensor
from inference.gguf.problem import Problem, problem
from inference.quantities import file_size

__all__ = ["table_problems"]

_MAX_ELEMENTS = 2**63 - 1


def table_problems(header: Header) -> Iterator[Problem]:
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
