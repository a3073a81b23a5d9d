"""What the engine says while it works. Frozen values, in the order they happen.

A load emits LoadProgress… then Loaded; before it FilesChanged, if an earlier process ended of that. A request emits LoadProgress…
and FilesChanged if the model's files are not what was loaded, then Priced, PromptProgress…, the Pace that this showed, then
Thought and TextDelta…, and ends with exactly one of Finished, Cancelled or Failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from inference.errors import HushError
from inference.loading import LoadSettings
from inference.pace import Pace
from inference.sentences import Sentence

__all__ = ["Cancelled", "Capabilities", "Cost", "Event", "Failed", "FilesChanged", "Finished", "LoadProgress", "Loaded",
           "MemoryPressed", "Outcome", "Pace", "PartPrice", "Priced", "PromptProgress", "Released", "TextDelta",
           "Thought"]  # fmt: skip


@dataclass(frozen=True)
class LoadProgress:
    """`fraction` of the weights read, 0 to 1."""

    fraction: float
    stage: Literal["checking", "weights", "projector", "context"] = "weights"


@dataclass(frozen=True)
class Capabilities:
    """What the loaded model can take. The window offers just that."""

    name: str
    vision: bool
    audio: bool
    thinking: bool
    context: int
    """Tokens the KV cache holds."""
    image_tokens: int
    """Default soft-token budget of a picture."""
    image_tokens_max: int
    """Largest budget this load can evaluate (n_ubatch bounds it)."""
    is_starter: bool
    patch: int = 0
    """Pixels a side of one soft token of a picture; 0 where pictures cannot be taken or llama.cpp sizes them itself."""
    kv_bytes_per_token: float = 0.0
    """Memory of the KV cache that a token of the conversation takes up, for as long as it stays: the whole-context layers'."""


@dataclass(frozen=True)
class Loaded:
    capabilities: Capabilities
    seconds: float
    pace: Pace | None = None
    """How fast this machine read prompts with this model before; None if it never did."""
    estimates: str = ""
    """How right the memory estimates have been on this machine: "within 1.1 % over 14 loads"; empty before the first."""
    settings: LoadSettings | None = None
    """How it was loaded."""


@dataclass(frozen=True)
class PartPrice:
    """What one part of a request costs. `message` is the index of the message it belongs to, -1 for the template's own and for
    what Hush says before everything else.
    """

    kind: Literal["instructions", "text", "image", "audio", "document", "template"]
    source: str
    tokens: int
    message: int = -1


@dataclass(frozen=True)
class Priced:
    """Tokens of a request, counted before anything is evaluated; `prompt_tokens` is the sum of the parts."""

    parts: tuple[PartPrice, ...]
    prompt_tokens: int


@dataclass(frozen=True)
class PromptProgress:
    """`done` of `total` prompt tokens are in the KV cache, `reused` of them from before; seconds None until measured."""

    done: int
    total: int
    reused: int
    seconds_left: float | None


@dataclass(frozen=True)
class MemoryPressed:
    """Memory presses. Bytes: what is spare now, what the machine has, what was given back for it.

    amber: nothing more is taken and checkpoints are gone; red: the answer ends here, and what was written is kept.
    """

    level: Literal["amber", "red"]
    spare: int
    total: int
    freed: int


@dataclass(frozen=True)
class Released:
    """The model is out of memory until the next question, which loads it again with its conversation.

    `kept`: what was in the KV cache is saved and need not be evaluated again.
    """

    reason: Literal["idle", "memory"]
    freed: int
    kept: bool


@dataclass(frozen=True)
class FilesChanged:
    """A model's file was changed while it was in use; `sentence` says which, and what came of it.

    `capabilities`: of what was loaded in its place; None where it was an earlier process that ended of it.
    """

    sentence: Sentence
    capabilities: Capabilities | None = None


@dataclass(frozen=True)
class TextDelta:
    text: str


@dataclass(frozen=True)
class Thought:
    """A piece of the thought channel: shown apart, never sent back."""

    text: str


@dataclass(frozen=True)
class Cost:
    """What an answer took. Tokens are counted by what was evaluated, not by what was planned."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    reply_tokens: int = 0
    ttft_s: float = 0.0
    """Seconds from the request to its first token."""
    prefill_s: float = 0.0
    prefill_tokens_per_s: float = 0.0
    """Of what was evaluated for this request, 0 when that was too little to tell."""
    decode_tokens_per_s: float = 0.0
    peak_rss_bytes: int = 0
    predicted_bytes: int = 0
    unsure: float | None = None
    """Log odds that the answer was made up, by how likely its words were to the model (see inference.doubt); None where nobody
    knows."""


@dataclass(frozen=True)
class Finished:
    text: str
    thought: str
    cost: Cost
    reason: Literal["stop", "length", "context", "memory", "loop"] = "stop"
    """`memory`: ended by the guard, before the machine ran out of it. `loop`: it had begun to repeat itself without end."""


@dataclass(frozen=True)
class Cancelled:
    """Stopped by the person: an outcome, not an error. `text` is what was written until then."""

    text: str
    thought: str
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True)
class Failed:
    error: HushError


Outcome = Finished | Cancelled | Failed
Event = (
    LoadProgress
    | Loaded
    | Priced
    | PromptProgress
    | Pace
    | MemoryPressed
    | Released
    | FilesChanged
    | TextDelta
    | Thought
    | Outcome
)
