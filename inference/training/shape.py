"""The starter's dimensions: every figure that the model, its export and the reference implementation must agree on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["STARTER", "TINY", "Shape"]


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
