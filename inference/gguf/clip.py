"""Whether a projector says everything mtmd needs, and its tensors have the shapes its numbers promise.

clip.cpp reads a value of an unexpected type with an assertion and multiplies tensors without looking at their shapes:
both abort the process, so both are found here. Sources: tools/mtmd/clip.cpp, models/gemma4uv.cpp, gemma4ua.cpp.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from inference.gguf.header import Header, Tensor
from inference.gguf.projector import ProjectorInfo
from inference.gguf.values import ValueType
from inference.sentences import Problem, problem, warning

__all__ = ["projector_problems"]

_AUDIO_FRAME = 640
_WARM_UP_SIDE = 16  # mtmd evaluates a picture of 16 x 16 patches before the first real one
_MAX_PATCH = 1024
_MAX_IMAGE_SIZE = 8192

_U32, _F32, _BOOL, _STRING = ValueType.UINT32, ValueType.FLOAT32, ValueType.BOOL, ValueType.STRING
_TYPED = {
    _STRING: "general.name general.description clip.projector_type clip.vision.projector_type clip.audio.projector_type"
             " clip.vision.mm_patch_merge_type",
    _BOOL: "clip.has_vision_encoder clip.has_audio_encoder clip.has_gen_audio_encoder clip.use_gelu clip.use_silu",
    ValueType.INT32: "clip.minicpmv_version",
    _U32: "clip.minicpmv_query_num clip.vision.image_size clip.vision.patch_size clip.vision.projector.scale_factor"
          " clip.vision.spatial_merge_size clip.vision.image_min_pixels clip.vision.image_max_pixels clip.audio.num_mel_bins"
          " clip.audio.projector.stack_factor",
}  # fmt: skip
_EVERYWHERE = {key: kind for kind, keys in _TYPED.items() for key in keys.split()}
_COUNTS = ("embedding_length", "feed_forward_length", "block_count", "projection_dim", "attention.head_count")
_OF_EACH = {**dict.fromkeys(_COUNTS, _U32), "attention.layer_norm_epsilon": _F32}
"""Required of each modality that is there."""
_OPTIONAL_OF_EACH = {"attention.head_count_kv": _U32, "attention.head_dim": _U32}


def projector_problems(header: Header, info: ProjectorInfo) -> Iterator[Problem]:
    """What is wrong with a projector on its own."""
    file = info.path.name
    if not (info.vision or info.audio):
        yield problem("projector-idle", name=file)
        return
    found = list(_key_problems(header, info))
    yield from found
    if found:
        return
    if info.vision_type == "gemma4uv":
        yield from _vision_problems(header, info)
    if info.audio_type == "gemma4ua":
        yield from _audio_problems(header, info)
    if any(tensor.type is not None and tensor.type.name == "F16" for tensor in info.tensors):
        # https://github.com/ggml-org/llama.cpp/issues/24146
        yield warning("projector-half-floats", name=file)


def _key_problems(header: Header, info: ProjectorInfo) -> Iterator[Problem]:
    file = info.path.name
    rules = dict(_EVERYWHERE)
    for modality, present in (("vision", info.vision), ("audio", info.audio)):
        if not present:
            continue
        needed = [f"clip.{modality}.{suffix}" for suffix in _OF_EACH]
        needed += ["clip.vision.image_size", "clip.vision.patch_size"] if modality == "vision" else ["clip.audio.num_mel_bins"]
        rules |= {f"clip.{modality}.{suffix}": kind for suffix, kind in (_OF_EACH | _OPTIONAL_OF_EACH).items()}
        for key in needed:
            if key not in header.metadata:
                yield problem("projector-key-missing", name=file, key=key)
    for key, kind in rules.items():
        entry = header.metadata.get(key)
        if entry is not None and entry.kind is not kind:
            yield problem("key-type", name=file, key=key)
        elif entry is not None and not _is_usable(entry.value):
            yield problem("key-value", name=file, key=key, value=str(entry.value))
    if (info.vision and not info.vision_type) or (info.audio and not info.audio_type):
        yield problem("projector-kind-missing", name=file)
    if info.vision:
        yield from _colour_problems(header)


def _is_usable(value: object) -> bool:
    """clip.cpp reads numbers as 31 bits; the only single floats are epsilons, and ggml asserts that none is negative."""
    if isinstance(value, float):
        return math.isfinite(value) and 0 <= value < 1
    return not isinstance(value, int) or value < 2**31


def _colour_problems(header: Header) -> Iterator[Problem]:
    file = header.path.name
    for key in ("clip.vision.image_mean", "clip.vision.image_std"):
        array = header.array(key)
        if array is None or array.kind is not _F32 or len(array) < 3:
            yield problem("projector-colours-missing", name=file, key=key)
        elif not all(math.isfinite(value) and (value > 0 or key.endswith("mean")) for value in array.numbers()):
            yield problem("projector-colours", name=file, key=key, values=str(list(array.numbers())))
    side = header.integer("clip.vision.image_size") or 0
    if side > _MAX_IMAGE_SIZE:
        yield problem("projector-picture-size", name=file, side=side)


def _vision_problems(header: Header, info: ProjectorInfo) -> Iterator[Problem]:
    file = info.path.name
    if info.patch is None or info.positions is None:
        yield problem("projector-patch-missing", name=file)
        return
    if not 1 <= info.patch <= _MAX_PATCH or info.positions < _WARM_UP_SIDE:
        yield problem("projector-patch", name=file, patch=info.patch, positions=info.positions)
        return
    if header.integer("clip.vision.block_count"):
        yield problem("projector-layers", name=file)
    width, values = header.integer("clip.vision.embedding_length") or 0, info.patch**2 * 3
    floats = {
        "v.patch_embd.bias": (width,),
        "v.patch_norm.1.weight": (values,),
        "v.patch_norm.1.bias": (values,),
        **{f"v.patch_norm.{norm}.{part}": (width,) for norm in (2, 3) for part in ("weight", "bias")},
    }
    matrices = {
        "v.patch_embd.weight": (values, width),
        "v.position_embd.weight": (width, info.positions, 2),
        "mm.input_projection.weight": (width, info.projection_dim),
    }
    yield from _tensor_problems(info, matrices, floats)


def _audio_problems(header: Header, info: ProjectorInfo) -> Iterator[Problem]:
    if header.integer("clip.audio.block_count"):
        yield problem("projector-layers", name=info.path.name)
    yield from _tensor_problems(info, {"mm.a.input_projection.weight": (_AUDIO_FRAME, info.projection_dim)}, {})


def _tensor_problems(
    info: ProjectorInfo, matrices: dict[str, tuple[int, ...]], floats: dict[str, tuple[int, ...]]
) -> Iterator[Problem]:
    """Tensors that are missing, of another shape, or of a type that ggml does not take in their place."""
    file, held = info.path.name, {tensor.name: tensor for tensor in info.tensors}
    for name, shape in (matrices | floats).items():
        tensor = held.get(name)
        if tensor is None:
            yield problem("projector-tensor-missing", name=file, tensor=name)
        elif not tensor.has_shape(*shape):
            held_as = str(list(tensor.shape))
            yield problem("projector-tensor-shape", name=file, tensor=name, shape=held_as, wanted=str(list(shape)))
        elif not _fits(tensor, is_matrix=name in matrices):
            yield problem("tensor-type", name=file, tensor=name, type=tensor.type.name if tensor.type else "?")


def _fits(tensor: Tensor, *, is_matrix: bool) -> bool:
    kind = tensor.type
    return kind is not None and (kind.is_weight if is_matrix else kind.name == "F32")
