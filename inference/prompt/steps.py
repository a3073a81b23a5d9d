"""A prompt as the KV cache sees it: a row of steps, each one token or one whole picture or recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.prompt.assemble import Media

__all__ = ["MediaStep", "Step", "common_prefix", "positions", "token_count"]


@dataclass(frozen=True, eq=False)
class MediaStep:
    """A picture or recording: equal when its content is, whatever it is called."""

    media: Media
    n_tokens: int
    n_pos: int
    """Positions it takes; differs from n_tokens only with M-RoPE."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MediaStep) and other.media.digest == self.media.digest and other.n_tokens == self.n_tokens

    def __hash__(self) -> int:
        return hash(self.media.digest)


Step = int | MediaStep


def common_prefix(a: Sequence[Step], b: Sequence[Step]) -> int:
    """Number of leading steps that `a` and `b` share."""
    for index, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return index
    return min(len(a), len(b))


def positions(steps: Sequence[Step]) -> int:
    """Positions that `steps` take in the context."""
    return sum(1 if isinstance(step, int) else step.n_pos for step in steps)


def token_count(steps: Sequence[Step]) -> int:
    """Tokens that `steps` cost: soft tokens included."""
    return sum(1 if isinstance(step, int) else step.n_tokens for step in steps)
