"""A starter as the pair of GGUF files that llama.cpp loads, text model and projector.

Tensor names and metadata are those of Gemma 4 12B Unified (llama.cpp: src/models/gemma4.cpp, tools/mtmd/clip.cpp).
"""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter
from numpy.typing import NDArray
from torch import Tensor

from inference.training.decoder import Decoder, Shape
from inference.training.tokenizer import MERGES, Tokenizer, starter_tokenizer

__all__ = ["Weights", "export", "projector_weights", "text_weights", "write_pair"]

MODEL, PROJECTOR = "hush-starter.gguf", "hush-starter-mmproj.gguf"
TEMPLATE = Path(__file__).with_name("chat_template.jinja")
_LAYER = {"attn_norm": "attn_norm", "attn_q": "attn.q", "attn_k": "attn.k", "attn_v": "attn.v", "attn_output": "attn.out",
          "attn_q_norm": "attn.q_norm", "attn_k_norm": "attn.k_norm", "post_attention_norm": "post_attn_norm",
          "ffn_norm": "ffn_norm", "ffn_gate": "gate", "ffn_up": "up", "ffn_down": "down",
          "post_ffw_norm": "post_ffn_norm"}  # fmt: skip
"""A layer's weights in the file and in the module."""

Weights = dict[str, NDArray[np.float32]]
"""GGUF tensor name to values, slowest dimension first."""


def export(model: Decoder, folder: Path, *, quantised: bool = True) -> tuple[Path, Path]:
    """Write the pair of `model` into `folder` (see `write_pair`)."""
    return write_pair(folder, model.shape, text_weights(model), projector_weights(model), quantised=quantised)


def write_pair(folder: Path, shape: Shape, text: Weights, media: Weights, *, quantised: bool) -> tuple[Path, Path]:
    """Write a text model and its projector: matrices of the text model as Q8_0 if `quantised`, everything else as F32."""
    folder.mkdir(parents=True, exist_ok=True)
    pair = folder / MODEL, folder / PROJECTOR
    _write_text(pair[0], shape, text, quantised=quantised)
    _write_projector(pair[1], shape, media)
    return pair


def text_weights(model: Decoder) -> Weights:
    """The decoder's tensors; a global layer has no values of its own."""
    state = model.state_dict()
    out: Weights = {
        "token_embd.weight": _array(model.embedding.weight),
        "output_norm.weight": _array(model.norm.weight),
        "rope_freqs.weight": _rope_factors(model.shape),
    }
    for i in range(model.shape.layers):
        names = {theirs: f"layers.{i}.{ours}.weight" for theirs, ours in _LAYER.items()}
        names["layer_output_scale"] = f"layers.{i}.scalar"
        out |= {f"blk.{i}.{theirs}.weight": _array(state[ours]) for theirs, ours in names.items() if ours in state}
    return out


def projector_weights(model: Decoder) -> Weights:
    """The projector's tensors. llama.cpp cuts patches colour by colour (CHW), the model pixel by pixel (HWC)."""
    side, width = model.shape.patch, model.shape.hidden
    patch = _array(model.patch.weight).reshape(width, side, side, 3).transpose(0, 3, 1, 2).reshape(width, -1)
    out: Weights = {"v.patch_embd.weight": np.ascontiguousarray(patch), "v.patch_embd.bias": _array(model.patch.bias)}
    for i, norm in enumerate((model.patch_norm_1, model.patch_norm_2, model.patch_norm_3), 1):
        for part, values in (("weight", _array(norm.weight)), ("bias", _array(norm.bias))):
            if i == 1:
                values = np.ascontiguousarray(values.reshape(side, side, 3).transpose(2, 0, 1).reshape(-1))
            out[f"v.patch_norm.{i}.{part}"] = values
    out["v.position_embd.weight"] = np.stack([_array(model.columns), _array(model.rows)])
    out["mm.input_projection.weight"] = _array(model.image_projection.weight)
    out["mm.a.input_projection.weight"] = _array(model.sound_projection.weight)
    return out


def _write_text(path: Path, shape: Shape, weights: Weights, *, quantised: bool) -> None:
    writer = GGUFWriter(path, "gemma4")
    writer.add_type("model")
    writer.add_name("Hush starter")
    writer.add_description("A small model of Gemma 4 12B Unified's architecture, trained from nothing for Hush.")
    writer.add_uint32("general.quantization_version", 2)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if quantised else gguf.LlamaFileType.ALL_F32)
    writer.add_float32("general.sampling.temp", 0.0)
    writer.add_uint32("hush.image_tokens", shape.image_tokens)
    _add_dimensions(writer, shape)
    _add_tokenizer(writer, starter_tokenizer())
    for name, values in weights.items():
        if quantised and values.ndim == 2:
            blocks = gguf.quants.quantize(values, GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, blocks, raw_dtype=GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(name, values)
    _finish(writer)


def _write_projector(path: Path, shape: Shape, weights: Weights) -> None:
    """All of it F32: F16 overflows in llama.cpp, and there is little to save."""
    writer = GGUFWriter(path, "clip")
    writer.add_type("mmproj")
    writer.add_name("Hush starter")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_bool("clip.has_audio_encoder", True)
    writer.add_string("clip.vision.projector_type", "gemma4uv")
    writer.add_string("clip.audio.projector_type", "gemma4ua")
    for kind, width in (("vision", shape.hidden), ("audio", shape.frame)):
        writer.add_uint32(f"clip.{kind}.embedding_length", width)
        writer.add_uint32(f"clip.{kind}.projection_dim", shape.hidden)
        for key in ("feed_forward_length", "block_count", "attention.head_count"):
            writer.add_uint32(f"clip.{kind}.{key}", 0)
        writer.add_float32(f"clip.{kind}.attention.layer_norm_epsilon", 1e-6)
    writer.add_uint32("clip.vision.image_size", 224)
    writer.add_uint32("clip.vision.patch_size", shape.patch // 3)  # llama.cpp multiplies them: 3 is Gemma's own merge
    writer.add_uint32("clip.vision.projector.scale_factor", 3)
    writer.add_array("clip.vision.image_mean", [0.0] * 3)
    writer.add_array("clip.vision.image_std", [1.0] * 3)
    writer.add_uint32("clip.audio.num_mel_bins", 128)
    for name, values in weights.items():
        writer.add_tensor(name, values)
    _finish(writer)


def _add_dimensions(writer: GGUFWriter, s: Shape) -> None:
    layers = range(s.layers)
    whole = {"block_count": s.layers, "context_length": s.context, "embedding_length": s.hidden, "feed_forward_length": s.ffn,
             "attention.head_count": s.heads, "attention.key_length": s.head_dim_global,
             "attention.value_length": s.head_dim_global, "attention.key_length_swa": s.head_dim_sliding,
             "attention.value_length_swa": s.head_dim_sliding, "attention.sliding_window": s.window,
             "attention.shared_kv_layers": 0, "embedding_length_per_layer_input": 0, "rope.dimension_count": s.head_dim_global,
             "rope.dimension_count_swa": s.head_dim_sliding}  # fmt: skip
    real = {"attention.layer_norm_rms_epsilon": 1e-6, "final_logit_softcapping": s.softcap, "rope.freq_base": s.theta_global,
            "rope.freq_base_swa": s.theta_sliding}  # fmt: skip
    for key, number in whole.items():
        writer.add_uint32(f"gemma4.{key}", number)
    for key, number in real.items():
        writer.add_float32(f"gemma4.{key}", number)
    writer.add_array("gemma4.attention.head_count_kv", [s.kv_heads(i) for i in layers])
    writer.add_array("gemma4.attention.sliding_window_pattern", [not s.is_global(i) for i in layers])


def _add_tokenizer(w: GGUFWriter, tokenizer: Tokenizer) -> None:
    w.add_tokenizer_model("gemma4")
    w.add_token_list(list(tokenizer.texts))
    w.add_token_scores([-1000.0] * tokenizer.size)
    w.add_token_types(list(tokenizer.kinds))
    w.add_token_merges([" ".join(pair) for pair in MERGES])
    w.add_bos_token_id(tokenizer.id("<bos>"))
    w.add_eos_token_id(tokenizer.id("<turn|>"))
    w.add_unk_token_id(tokenizer.id("<unk>"))
    w.add_pad_token_id(tokenizer.id("<pad>"))
    w.add_array("tokenizer.ggml.suppress_tokens", [tokenizer.id("<audio|>"), tokenizer.id("<image|>")])
    w.add_chat_template(TEMPLATE.read_text(encoding="utf-8"))
    w.add_add_space_prefix(False)
    w.add_add_bos_token(True)


def _rope_factors(shape: Shape) -> NDArray[np.float32]:
    """Divisors of the rotation's frequencies on global layers: 1 where pairs rotate, 1e30 where they stand still."""
    pairs = shape.head_dim_global // 2
    factors = np.full(pairs, 1e30, np.float32)
    factors[: int(shape.rotary_fraction * pairs)] = 1.0
    return factors


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().float().cpu().numpy()


def _finish(writer: GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
