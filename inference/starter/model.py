"""Gemma 4 Unified as a torch module: one decoder for text, raw patches and raw sound frames.

Exactly the architecture llama.cpp runs as ``gemma4`` with the projectors ``gemma4uv`` and ``gemma4ua`` (its sources:
src/models/gemma4.cpp, tools/mtmd/models/gemma4uv.cpp, gemma4ua.cpp; Hugging Face: models/gemma4_unified). Written for
training: all samples of a batch share one layout, and the last layer runs only where an answer is read off.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.starter.attention import Attention, RMSNorm
from inference.starter.shape import Shape

__all__ = ["Batch", "StarterModel", "waves"]


@dataclass(frozen=True)
class Batch:
    """Samples of one layout. Media take the place of `ids` from `seen` and `heard` on, where their values are ignored.

    ids: [B, L] int64. patches: [B, N, patch_values], rows of pixels, colour fastest, in 0..1 (bytes until `to`); grid: [N, 2]
    int64 (column, row). frames: [B, N, frame] samples in -1..1. Either medium may be None; a picture comes before a sound.

    at, branch: [B, L] int64, where several questions share what they are about: the place of each token in the prompt it
    belongs to, and which question's it is, from 1 on, 0 for what all of them see. None where each sample is one prompt.
    """

    ids: Tensor
    patches: Tensor | None = None
    grid: Tensor | None = None
    frames: Tensor | None = None
    seen: int = 0
    heard: int = 0
    at: Tensor | None = None
    branch: Tensor | None = None

    @property
    def picture(self) -> slice:
        """Where the picture's soft tokens are; empty without one."""
        return slice(self.seen, self.seen + (0 if self.patches is None else self.patches.shape[1]))

    @property
    def sound(self) -> slice:
        """Where the sound's soft tokens are; empty without any."""
        return slice(self.heard, self.heard + (0 if self.frames is None else self.frames.shape[1]))

    def to(self, device: torch.device) -> Batch:
        """On `device`, pixels as shares of 1."""
        ids, patches, grid, frames, at, branch = (
            None if t is None else t.to(device, non_blocking=True)
            for t in (self.ids, self.patches, self.grid, self.frames, self.at, self.branch)
        )
        assert ids is not None
        if patches is not None and patches.dtype == torch.uint8:
            patches = patches.float() / 255
        return Batch(ids, patches, grid, frames, self.seen, self.heard, at, branch)


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


class StarterModel(nn.Module):
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
        self._initialise()

    def _initialise(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=module.in_features**-0.5)
        nn.init.normal_(self.embedding.weight, std=0.02)
        for layer in cast("list[Layer]", list(self.layers)):
            nn.init.constant_(layer.post_attn_norm.weight, 0.3)
            nn.init.constant_(layer.post_ffn_norm.weight, 0.3)

    def see(self, patches: Tensor, grid: Tensor) -> Tensor:
        """Soft tokens [B, N, hidden] of `patches`."""
        x = self.patch_norm_2(self.patch(self.patch_norm_1(patches)))
        x = self.patch_norm_3(x + self.columns[grid[:, 0]] + self.rows[grid[:, 1]])
        return self.image_projection(F.rms_norm(x, (x.shape[-1],), None, 1e-6))

    def hear(self, frames: Tensor) -> Tensor:
        """Soft tokens [B, N, hidden] of `frames`."""
        return self.sound_projection(F.rms_norm(frames, (frames.shape[-1],), None, 1e-6))

    def embed(self, batch: Batch) -> Tensor:
        x = self.embedding(batch.ids) * self.shape.hidden**0.5
        if batch.patches is not None and batch.grid is not None:
            x = _replaced(x, self.see(batch.patches, batch.grid), batch.seen)
        if batch.frames is not None:
            x = _replaced(x, self.hear(batch.frames), batch.heard)
        return x

    def forward(self, batch: Batch, *, rows: slice = slice(None), taps: Collection[int] = ()) -> tuple[Tensor, dict[int, Tensor]]:
        """Final hidden states [B, len(rows), hidden], normalised, and all those after each of the layers `taps`.

        The last layer is run for `rows` alone, and cannot be tapped for more.
        """
        x, tapped = self.embed(batch), dict[int, Tensor]()
        around = self._surroundings(batch)
        for i, layer in enumerate(self.layers):
            turns, mask = around[self.shape.is_global(i)]
            queries = rows if i == len(self.layers) - 1 else slice(None)
            x = layer(x, turns, mask[:, :, queries], queries)
            if i in taps:
                tapped[i] = x
        return self.norm(x), tapped

    def tapped(self, batch: Batch, *, tap: int) -> Tensor:
        """Hidden states of the patches after layer `tap`; the layers above it are not run."""
        x = self.embed(batch)
        around = self._surroundings(batch)
        for i, layer in enumerate(self.layers[: tap + 1]):
            turns, mask = around[self.shape.is_global(i)]
            x = layer(x, turns, mask, slice(None))
        return x[:, batch.picture]

    def looks(self, batch: Batch, x: Tensor, *, layer: int, positions: Tensor) -> Tensor:
        """[B, heads, A, L]: what layer `layer`, given `x` by the one below, looks at from `positions` [B, A], in shares of 1."""
        found = cast(Layer, self.layers[layer])
        return found.attn.looks(found.attn_norm(x), *self._around(batch, self.shape.is_global(layer)), positions)

    def logits(self, hidden: Tensor) -> Tensor:
        """Softcapped logits of normalised hidden states, in float32."""
        raw = (hidden @ self.embedding.weight.T.to(hidden.dtype)).float()
        return torch.tanh(raw / self.shape.softcap) * self.shape.softcap

    def _surroundings(self, batch: Batch) -> dict[bool, tuple[tuple[Tensor, Tensor], Tensor]]:
        """Rotation and mask of sliding (False) and global layers (True)."""
        return {wide: self._around(batch, wide) for wide in (False, True)}

    def _around(self, batch: Batch, wide: bool) -> tuple[tuple[Tensor, Tensor], Tensor]:
        at = batch.at
        if at is None:
            at = torch.arange(batch.ids.shape[1], device=batch.ids.device)[None]
        return self._turns(at, wide), _mask(batch, at, None if wide else self.shape.window)

    def _turns(self, at: Tensor, wide: bool) -> tuple[Tensor, Tensor]:
        """Cosines and sines [B or 1, L, 1, dim / 2]. Global layers turn only the first `rotary_fraction` of the pairs."""
        shape = self.shape
        dim = shape.head_dim_global if wide else shape.head_dim_sliding
        pairs = torch.arange(0, dim, 2, device=at.device) / dim
        frequency = (shape.theta_global if wide else shape.theta_sliding) ** -pairs
        if wide:
            frequency[int(shape.rotary_fraction * dim // 2) :] = 0
        angle = at[..., None, None] * frequency
        return angle.cos(), angle.sin()


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
    return torch.cat([x[:, :start], soft.to(x.dtype), x[:, start + soft.shape[1] :]], 1)


def _mask(batch: Batch, at: Tensor, window: int | None) -> Tensor:
    """What to add to the scores, [B or 1, 1, L, L] (query, key): 0 or -inf. window: of a sliding layer; None of a global one.

    On sliding layers all patches of a picture see each other. A question sees what all share and itself.
    """
    ago = at[:, :, None] - at[:, None, :]
    seen = ago >= 0
    if window is not None:
        if batch.patches is not None:
            index = torch.arange(batch.ids.shape[1], device=at.device)
            inside = (index >= batch.picture.start) & (index < batch.picture.stop)
            seen = seen | (inside[:, None] & inside)
        seen = seen & (ago < window)
    if batch.branch is not None:
        theirs, own = batch.branch[:, None, :], batch.branch[:, :, None]
        seen = seen & ((theirs == 0) | (theirs == own))
    return torch.zeros(seen.shape, device=at.device).masked_fill_(~seen, float("-inf"))[:, None]
