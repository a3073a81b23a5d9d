"""Attention as Gemma 4 has it: grouped, on normalised queries, keys and values, turned by where they stand."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.starter.shape import Shape

__all__ = ["Attention", "RMSNorm", "picked"]


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
        q = _rotate(q, cos[:, queries], sin[:, queries])
        k = _rotate(self.k_norm(k), cos, sin)
        group = self.heads // self.kv_heads
        k, v = (t.transpose(1, 2).repeat_interleave(group, 1) for t in (k, v))
        return self.out(_attended(q.transpose(1, 2), k, v, mask).transpose(1, 2).flatten(2))

    def looks(self, x: Tensor, turns: tuple[Tensor, Tensor], mask: Tensor, positions: Tensor) -> Tensor:
        """[B, heads, A, L]: the share of its attention that each head at `positions` [B, A] gives to each token."""
        batch, length, _ = x.shape
        q = self.q_norm(self.q(picked(x, positions)).view(batch, -1, self.heads, self.dim))
        k = self.k_norm(self.k(x).view(batch, length, self.kv_heads, self.dim))
        there = (picked(wave.squeeze(2).expand(batch, -1, -1), positions)[:, :, None] for wave in turns)
        q = _rotate(q, *there).transpose(1, 2)
        k = _rotate(k, *turns).transpose(1, 2).repeat_interleave(self.heads // self.kv_heads, 1)
        seen = mask.expand(batch, -1, -1, -1).gather(2, positions[:, None, :, None].expand(-1, -1, -1, length))
        return ((q @ k.transpose(2, 3)).float() + seen).softmax(-1)


def picked(hidden: Tensor, positions: Tensor) -> Tensor:
    """[B, A, hidden]: those of [B, L, hidden] at `positions` [B, A]."""
    return hidden.gather(1, positions[..., None].expand(-1, -1, hidden.shape[-1]))


def _attended(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Values [B, heads, L, dim] by softmax(q k + mask)."""
    if q.is_cuda:
        return F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, mask.to(v.dtype), scale=1.0)
    # On a CPU, at these lengths, plain products are several times faster to differentiate than the fused kernel.
    scores = q @ k.transpose(2, 3) + mask.to(q.dtype)
    return scores.softmax(-1).to(v.dtype) @ v


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding of [B, L, heads, dim], halves paired (NeoX order)."""
    a, b = x.chunk(2, -1)
    cos, sin = cos.to(x.dtype), sin.to(x.dtype)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)
