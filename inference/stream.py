"""Generated tokens to text: partial UTF-8 held back, the thought channel told apart."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["THOUGHT_MARKS", "ReplyStream", "thought_marks"]

_PAIRS = {
    "<|channel>": "<channel|>",
    "<think>": "</think>",
    "[THINK]": "[/THINK]",
    "<|START_THINKING|>": "<|END_THINKING|>",
    "<seed:think>": "</seed:think>",
    "<thought>": "</thought>",
    "<|begin_of_thought|>": "<|end_of_thought|>",
}
"""What begins a thought, and what ends it."""
THOUGHT_MARKS = frozenset((*_PAIRS, *_PAIRS.values()))
_CHANNEL_NAME = "thought"


def thought_marks(control_tokens: Mapping[str, int]) -> dict[int, int]:
    """Ids of the tokens that begin a thought, each with that of the token that ends it."""
    return {control_tokens[a]: control_tokens[b] for a, b in _PAIRS.items() if a in control_tokens and b in control_tokens}


class ReplyStream:
    """Feeds on tokens, hands text to `on_text` and thought to `on_thought`, and keeps both whole.

    `after`: the prompt's tokens. Where it leaves a thought open, as some templates do, the reply begins inside.

    Tolerant: a channel mark that closes nothing is dropped, an unclosed thought ends with the reply
    (https://github.com/google-deepmind/gemma/issues/727).
    """

    def __init__(
        self,
        piece: Callable[[int], bytes],
        control_tokens: Mapping[str, int],
        *,
        on_text: Callable[[str], None],
        on_thought: Callable[[str], None],
        after: Sequence[object] = (),
    ) -> None:
        self._piece = piece
        self._pairs = thought_marks(control_tokens)
        self._marks = self._pairs.keys() | self._pairs.values()
        self._begun = next(iter(self._pairs), None)
        """What began the thought that is written now, or was written last."""
        self._on_text, self._on_thought = on_text, on_thought
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        last = next((step for step in reversed(after) if step in self._marks), None)
        self.thinking = last in self._pairs
        if self.thinking and isinstance(last, int):
            self._begun = last
        self._name_held: str | None = None
        self._text: list[str] = []
        self._thought: list[str] = []
        self.thought_tokens = 0

    @property
    def text(self) -> str:
        return "".join(self._text).strip("\n")

    @property
    def thought(self) -> str:
        return "".join(self._thought).strip()

    @property
    def close_token(self) -> int | None:
        """The id that ends a thought, None if this model has none."""
        return self._pairs[self._begun] if self._begun is not None else None

    def turns_at(self, token: int) -> bool:
        """Whether `token` begins or ends a thought."""
        return token in self._marks

    def feed(self, tokens: Iterable[int]) -> None:
        """Take `tokens`; what they say is handed on in one piece, unless a thought begins or ends among them."""
        pieces: list[bytes] = []
        for token in tokens:
            if token not in self._marks:
                pieces.append(self._piece(token))
                continue
            self._take(pieces)
            self._flush()
            self.thinking = token in self._pairs
            if self.thinking:
                self._begun = token
            self._name_held = "" if self.thinking else None
            pieces = []
        self._take(pieces)

    def _take(self, pieces: list[bytes]) -> None:
        if self.thinking:
            self.thought_tokens += len(pieces)
        self._write(self._decoder.decode(b"".join(pieces)))

    def finish(self) -> None:
        """Write whatever was held back: no more tokens come."""
        self._flush()

    def _flush(self) -> None:
        """Half a letter that was not gone on with is left out."""
        self._decoder.reset()
        if self._name_held:
            held, self._name_held = self._name_held, None
            if held.rstrip("\n") != _CHANNEL_NAME:
                self._emit(held)

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._name_held is not None:  # the channel's own name, "thought" and a line break, is not part of the thought
            self._name_held += text
            if f"{_CHANNEL_NAME}\n".startswith(self._name_held):
                return
            text, self._name_held = self._name_held.removeprefix(_CHANNEL_NAME).removeprefix("\n"), None
        if text:
            self._emit(text)

    def _emit(self, text: str) -> None:
        if self.thinking:
            self._thought.append(text)
            self._on_thought(text)
            return
        if not self._text:  # blank lines before an answer are not part of it
            text = text.lstrip("\n")
        if text:
            self._text.append(text)
            self._on_text(text)
