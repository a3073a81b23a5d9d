"""Gemma 4 Unified as a torch module: one decoder for text, raw patches and raw sound frames.

Exactly the architecture llama.cpp runs as ``gemma4`` with the projectors ``gemma4uv`` and ``gemma4ua`` (its sources:
src/models/gemma4.cpp, tools/mtmd/models/gemma4uv.cpp, gemma4ua.cpp; Hugging Face: models/gemma4_unified). Written for
training: all samples of a batch share one layout, and the last layer runs only where an answer is read off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

__all__ = ["STARTER", "TINY", "Batch", "Decoder", "Shape", "waves"]


@dataclass(frozen=True)
class Shape:
    """Gemma 4 Unified in small. Every sixth layer is global, the others see a sliding window, as in the 12B.

    Matrix widths are multiples of 32 (Q8_0 blocks). `patch` and `frame` are in pixels a side and samples.
    """

    vocabulary: int = 480
    hidden: int = 192
    layers: int = 6
    period: int = 6
    heads: int = 6
    head_dim_sliding: int = 32
    head_dim_global: int = 64
    kv_heads_sliding: int = 3
    kv_heads_global: int = 1
    ffn: int = 576
    window: int = 1024
    context: int = 8192
    theta_sliding: float = 1e4
    theta_global: float = 1e6
    rotary_fraction: float = 0.25
    softcap: float = 30.0
    patch: int = 24
    positions: int = 1120
    frame: int = 640
    image_tokens: int = 70

    @property
    def patch_values(self) -> int:
        """Values of one patch: its pixels times three colours."""
        return self.patch * self.patch * 3

    def is_global(self, layer: int) -> bool:
        return layer % self.period == self.period - 1

    def head_dim(self, layer: int) -> int:
        return self.head_dim_global if self.is_global(layer) else self.head_dim_sliding

    def kv_heads(self, layer: int) -> int:
        return self.kv_heads_global if self.is_global(layer) else self.kv_heads_sliding


STARTER = Shape()
"""The one that ships: it learns in hours on a processor."""
TINY = Shape(hidden=64, layers=3, period=3, heads=2, kv_heads_sliding=1, head_dim_global=32, ffn=96, window=64, positions=64,
             image_tokens=70)  # fmt: skip
"""For tests of the format and the arithmetic."""


@dataclass(frozen=True)
class Batch:
    """Samples of one layout. Media take the place of `ids` from `seen` and `heard` on, where their values are ignored.

    ids: [B, L] int64. patches: [B, N, patch_values], rows of pixels, colour fastest, in 0..1; grid: [N, 2] int64 (column, row).
    frames: [B, N, frame] samples in -1..1. Either medium may be None; a picture comes before a sound.
    """

    ids: Tensor
    patches: Tensor | None = None
    grid: Tensor | None = None
    frames: Tensor | None = None
    seen: int = 0
    heard: int = 0

    @property
    def picture(self) -> slice:
        """Where the picture's soft tokens are; empty without one."""
        return slice(self.seen, self.seen + (0 if self.patches is None else self.patches.shape[1]))


class RMSNorm(nn.Module):
    """x / rms(x) * weight, without Gemma 3's "1 +"."""

    def __init__(self, width: int, *, initial: float = 1.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((width,), initial))

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, 1e-6)


class Attention(nn.Module):
    """Grouped attention with normalised queries, keys and values, at scale 1; a global layer takes its keys as values."""

    def __init__(self, shape: Shape, layer: int) -> None:
        super().__init__()
        self.heads, self.kv_heads, self.dim = shape.heads, shape.kv_heads(layer), shape.head_dim(layer)
        self.q = nn.Linear(shape.hidden, self.heads * self.dim, bias=False)
        self.k = nn.Linear(shape.hidden, self.kv_heads * self.dim, bias=False)
        self.v = None if shape.is_global(layer) else nn.Linear(shape.hidden, self.kv_heads * self.dim, bias=False)
        self.out = nn.Linear(self.heads * self.dim, shape.hidden, bias=False)
        # Scale 1 on normalised queries and keys: these start where 1 / sqrt(dim) would.
        self.q_norm = RMSNorm(self.dim, initial=self.dim**-0.25)
        self.k_norm = RMSNorm(self.dim, initial=self.dim**-0.25)

    def forward(self, x: Tensor, turns: tuple[Tensor, Tensor], mask: Tensor, queries: slice) -> Tensor:
        batch, length, _ = x.shape
        q = self.q_norm(self.q(x[:, queries]).view(batch, -1, self.heads, self.dim))
        k = self.k(x).view(batch, length, self.kv_heads, self.dim)
        v = k if self.v is None else self.v(x).view(batch, length, self.kv_heads, self.dim)
        v = F.rms_norm(v, (self.dim,), None, 1e-6)
        cos, sin = turns
        q = _rotate(q, cos[queries], sin[queries])
        k = _rotate(self.k_norm(k), cos, sin)
        k, v = (t.transpose(1, 2).repeat_interleave(self.heads // self.kv_heads, 1) for t in (k, v))
        # On a CPU, at these lengths, plain products are several times faster to differentiate than the fused kernel.
        scores = q.transpose(1, 2) @ k.transpose(2, 3) + mask
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self, shape: Shape, layer: int) -> None:
        super().__init__()
        self.attn = Attention(shape, layer)
        self.attn_norm, self.post_attn_norm, self.ffn_norm, self.post_ffn_norm = (RMSNorm(shape.hidden) for _ in range(4))
        self.gate, self.up = (nn.Linear(shape.hidden, shape.ffn, bias=False) for _ in range(2))
        self.down = nn.Linear(shape.ffn, shape.hidden, bias=False)
        self.register_buffer("scalar", torch.ones(1))

    def forward(self, x: Tensor, turns: tuple[Tensor, Tensor], mask: Tensor, queries: slice) -> Tensor:
        kept = x[:, queries]
        kept = kept + self.post_attn_norm(self.attn(self.attn_norm(x), turns, mask, queries))
        h = self.ffn_norm(kept)
        h = self.down(F.gelu(self.gate(h), approximate="tanh") * self.up(h))
        return (kept + self.post_ffn_norm(h)) * cast(Tensor, self.scalar)


class Decoder(nn.Module):
    """Tokens, patches and frames in; softcapped logits and hidden states out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.hidden
        self.embedding = nn.Embedding(shape.vocabulary, width)
        self.layers = nn.ModuleList(Layer(shape, i) for i in range(shape.layers))
        self.norm = RMSNorm(width)
        self.patch_norm_1 = nn.LayerNorm(shape.patch_values)
        self.patch = nn.Linear(shape.patch_values, width)
        self.patch_norm_2 = nn.LayerNorm(width)
        self.columns, self.rows = (nn.Parameter(table) for table in waves(shape.positions, width))
        self.patch_norm_3 = nn.LayerNorm(width)
        self.image_projection = nn.Linear(width, width, bias=False)
        self.sound_projection = nn.Linear(shape.frame, width, bias=False)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=module.in_features**-0.5)
        nn.init.normal_(self.embedding.weight, std=0.02)
        for layer in cast("list[Layer]", list(self.layers)):
            nn.init.constant_(layer.post_attn_norm.weight, 0.3)
            nn.init.constant_(layer.post_ffn_norm.weight, 0.3)

    def forward(self, batch: Batch, *, rows: slice = slice(None), tap: int | None = None) -> tuple[Tensor, Tensor | None]:
        """Final hidden states [B, len(rows), hidden], normalised, and all those after layer `tap`.

        The last layer is run for `rows` alone, and cannot be tapped for more.
        """
        x, tapped = self._embed(batch), None
        around = {wide: (self._turns(batch, wide), self._mask(batch, wide)) for wide in (False, True)}
        for i, layer in enumerate(self.layers):
            turns, mask = around[self.shape.is_global(i)]
            queries = rows if i == len(self.layers) - 1 else slice(None)
            x = layer(x, turns, mask[queries], queries)
            tapped = x if i == tap else tapped
        return self.norm(x), tapped

    def logits(self, hidden: Tensor) -> Tensor:
        """Softcapped logits of normalised hidden states."""
        return torch.tanh(hidden @ self.embedding.weight.T / self.shape.softcap) * self.shape.softcap

    def _embed(self, batch: Batch) -> Tensor:
        x = self.embedding(batch.ids) * self.shape.hidden**0.5
        if batch.patches is not None and batch.grid is not None:
            seen = self.patch_norm_2(self.patch(self.patch_norm_1(batch.patches)))
            seen = self.patch_norm_3(seen + self.columns[batch.grid[:, 0]] + self.rows[batch.grid[:, 1]])
            x = _replaced(x, self.image_projection(F.rms_norm(seen, (seen.shape[-1],), None, 1e-6)), batch.seen)
        if batch.frames is not None:
            heard = F.rms_norm(batch.frames, (batch.frames.shape[-1],), None, 1e-6)
            x = _replaced(x, self.sound_projection(heard), batch.heard)
        return x

    def _turns(self, batch: Batch, wide: bool) -> tuple[Tensor, Tensor]:
        """Cosines and sines [L, 1, dim / 2]. Global layers turn only the first `rotary_fraction` of the pairs."""
        shape, at = self.shape, torch.arange(batch.ids.shape[1], device=batch.ids.device)
        dim = shape.head_dim_global if wide else shape.head_dim_sliding
        pairs = torch.arange(0, dim, 2, device=at.device) / dim
        frequency = (shape.theta_global if wide else shape.theta_sliding) ** -pairs
        if wide:
            frequency[int(shape.rotary_fraction * dim // 2) :] = 0
        angle = at[:, None, None] * frequency
        return angle.cos(), angle.sin()

    def _mask(self, batch: Batch, wide: bool) -> Tensor:
        """What to add to the scores, [L, L] (query, key): 0 or -inf. On sliding layers a picture's patches see each other."""
        at = torch.arange(batch.ids.shape[1], device=batch.ids.device)
        ago = at[:, None] - at
        seen = ago >= 0
        if not wide:
            inside = (at >= batch.picture.start) & (at < batch.picture.stop)
            seen = (seen | (inside[:, None] & inside)) & (ago < self.shape.window)
        return torch.zeros(seen.shape, device=at.device).masked_fill_(~seen, float("-inf"))


def waves(positions: int, width: int) -> tuple[Tensor, Tensor]:
    """Tables of columns and rows to start from, each [positions, width]: sines of 8 wavelengths, 4 to 100 patches.

    Each axis has 16 directions of its own, at right angles to the other's. A patch's neighbours are then a rotation away from the
    start; from small random tables the model hardly learns which patch lies above which.
    """
    speeds = torch.logspace(math.log10(1.5), math.log10(0.06), 8)
    angles = torch.arange(positions)[:, None] * speeds
    features = torch.cat([angles.sin(), angles.cos()], 1)
    basis, _ = torch.linalg.qr(torch.randn(width, 32, generator=torch.Generator().manual_seed(24)))
    loudness = 0.35 * (width / 8) ** 0.5  # root mean square 0.35 beside patches of about 1
    return features @ basis[:, :16].T * loudness, features @ basis[:, 16:].T * loudness


def _replaced(x: Tensor, soft: Tensor, start: int) -> Tensor:
    """[B, L, hidden] with `soft` [B, N, hidden] in place of what was there from `start` on."""
    return torch.cat([x[:, :start], soft, x[:, start + soft.shape[1] :]], 1)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding of [B, L, heads, dim], halves paired (NeoX order)."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
