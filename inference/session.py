"""What the KV cache holds, and how as much of it as possible is used again.

A prompt is matched step by step with what the cache holds: text by token, pictures and sound by their content. The
longest prefix that is *valid* is kept. With a sliding-window cache that is less than the longest common one: cells
that slid out are gone, and llama.cpp does not refuse a roll-back past them (gemma4.md 5.2). So the sliding part is
saved (a checkpoint) after pictures and sound and where the model's answer begins, and put back when a prompt leaves
the old road at or after that place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inference.llama.context import Context, State
from inference.llama.projector import Projector
from inference.nameless import NamelessFile
from inference.prompt.assemble import MediaStep, Step, common_prefix, positions, token_count

__all__ = ["PIECE_SECONDS", "SAFE_PIECE", "PieceWatch", "SavedSession", "Session"]

SAFE_PIECE = 128
"""Text tokens of one evaluation before the speed is known. One matrix product of 128 tokens takes the 12B about
0.15 s on 2 cores, and llama.cpp can be stopped only between two of them."""
PIECE_SECONDS = 2.0


@dataclass(frozen=True)
class _Checkpoint:
    steps: int
    position: int
    state: State


@dataclass(frozen=True)
class SavedSession:
    """A conversation's KV cache in a file, and what it holds."""

    file: NamelessFile
    steps: tuple[Step, ...]
    position: int


class PieceWatch(Protocol):
    """Told about each evaluation: `expect` before it, `piece_done` after it, with its tokens."""

    def expect(self, tokens: int) -> None: ...
    def piece_done(self, tokens: int) -> None: ...


class Session:
    """Owns the contents of one Context's cache. `checkpoint_bytes` bounds the memory of its checkpoints."""

    def __init__(self, context: Context, projector: Projector | None, *, checkpoint_bytes: int) -> None:
        self._context = context
        self._projector = projector
        self._limit = checkpoint_bytes
        self._steps: list[Step] = []
        self._position = 0
        self._checkpoints: list[_Checkpoint] = []
        self.crowded = False
        """Set by the guard's thread: memory presses, nothing more is saved and what is saved goes."""

    @property
    def checkpoint_bytes(self) -> int:
        """Memory that checkpoints take now."""
        return sum(len(checkpoint.state) for checkpoint in self._checkpoints)

    @property
    def position(self) -> int:
        """Positions of the context in use."""
        return self._position

    @property
    def steps_held(self) -> int:
        """Steps of the last prompt and its answer that the cache holds."""
        return len(self._steps)

    def clear(self) -> None:
        """Forget everything."""
        self._context.cut(0)
        self._steps, self._position, self._checkpoints = [], 0, []

    def drop_checkpoints(self) -> int:
        """Free what checkpoints take; later roll-backs may evaluate more. Returns the bytes."""
        freed = self.checkpoint_bytes
        self._checkpoints = []
        return freed

    def save(self, file: NamelessFile, *, stable: int) -> SavedSession | None:
        """Write what the cache holds to `file`; None if there is nothing to keep or it could not be written.

        Only the first `stable` steps: llama.cpp writes the cells that the window still shows and no older ones, so what
        is read back cannot be rolled back, and the next prompt leaves the road there.
        """
        if stable < len(self._steps):
            self.rewind(self._steps[: stable + 1])
        if not self._position or not self._context.save(file.path):
            return None
        return SavedSession(file, tuple(self._steps), self._position)

    def resume(self, saved: SavedSession) -> bool:
        """Fill the empty cache with `saved`; False if it could not be read, and then it is empty."""
        if not self._context.load(saved.file.path):
            self.clear()
            return False
        self._steps, self._position = list(saved.steps), saved.position
        return True

    def rewind(self, steps: Sequence[Step]) -> int:
        """Cut the cache to the longest valid prefix of `steps`; returns how many tokens are used again.

        At least the last step is always left to evaluate: its logits are needed.
        """
        shared = min(common_prefix(self._steps, steps), len(steps) - 1)
        place = positions(steps[:shared])
        if place < self._position and not self._context.can_cut(place):
            shared, place = self._go_back_to_checkpoint(shared)
        else:
            self._context.cut(place)
        self._steps = list(steps[:shared])
        self._position = place
        self._checkpoints = [c for c in self._checkpoints if c.steps <= shared]
        return token_count(self._steps)

    def evaluate(self, steps: Sequence[Step], *, piece: int, at_least: int = 0, watch: PieceWatch) -> None:
        """Append `steps` to the cache, `piece` text tokens at a time (see Context.decode for `at_least`).

        Raises Stopped; the cache then holds what was evaluated before the piece that was given up.
        """
        index = 0
        while index < len(steps):
            step = steps[index]
            if isinstance(step, MediaStep):
                watch.expect(step.n_tokens)
                self._evaluate_media(step, piece)
                watch.piece_done(step.n_tokens)
                index += 1
                continue
            tokens = _text_run(steps, index, min(piece, self._context.n_ubatch))
            watch.expect(len(tokens))
            self._evaluate_tokens(tokens, at_least)
            watch.piece_done(len(tokens))
            index += len(tokens)

    def append(self, token: int) -> None:
        """Evaluate one generated token. Raises Stopped, with the cache as it was before."""
        try:
            self._context.decode_next(token)
        except BaseException:
            self._undo()
            raise
        self._steps.append(token)
        self._position += 1

    def checkpoint(self) -> None:
        """Save the sliding part here, if the model slides and the bound allows; the oldest make room."""
        if self.crowded or not self._context.n_swa or any(c.position == self._position for c in self._checkpoints):
            return
        size = self._context.sliding_state_size()
        if size > self._limit:
            return
        while self._checkpoints and self.checkpoint_bytes + size > self._limit:
            self._checkpoints.pop(0)
        state = self._context.sliding_state()
        if state is not None:
            self._checkpoints.append(_Checkpoint(len(self._steps), self._position, state))

    def _go_back_to_checkpoint(self, shared: int) -> tuple[int, int]:
        for checkpoint in reversed(self._checkpoints):
            if checkpoint.steps <= shared and self._context.restore(checkpoint.state, checkpoint.position):
                return checkpoint.steps, checkpoint.position
        self._context.cut(0)
        return 0, 0

    def _evaluate_tokens(self, tokens: list[int], at_least: int) -> None:
        try:
            self._context.decode(tokens, self._position, at_least=at_least)
        except BaseException:
            self._undo()
            raise
        self._steps.extend(tokens)
        self._position += len(tokens)

    def _evaluate_media(self, step: MediaStep, piece: int) -> None:
        assert self._projector is not None, "a prompt with media needs a projector"
        try:
            after = self._projector.evaluate(
                step.media, self._context, self._position, n_batch=min(piece, self._context.n_ubatch)
            )
        except BaseException:
            self._undo()
            raise
        self._steps.append(step)
        self._position = after

    def _undo(self) -> None:
        """After a piece was given up: cut its cells, or go back further if the window slid past them."""
        if self._context.can_cut(self._position):
            self._context.cut(self._position)
            return
        shared, place = self._go_back_to_checkpoint(len(self._steps))
        self._steps, self._position = self._steps[:shared], place


def _text_run(steps: Sequence[Step], start: int, limit: int) -> list[int]:
    """The tokens from `start` on, up to the next medium and at most `limit`."""
    tokens: list[int] = []
    for step in steps[start : start + limit]:
        if isinstance(step, MediaStep):
            break
        tokens.append(step)
    return tokens
