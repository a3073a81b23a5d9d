"""Every sentence the window forms: what failed, whose fault it is, what to do; numbers in it are inference.quantities'."""

from __future__ import annotations

from app.sentences import say
from inference.errors import EngineFault, HushError
from inference.events import Capabilities, Cost, LoadProgress, PromptProgress
from inference.quantities import about, count, duration, file_size, gibibytes, left, mebibytes, tokens
from inference.sentences import Sentence

__all__ = [
    "CUT_SHORT",
    "DROP_HERE",
    "EDITING",
    "FIRST_FOLDED",
    "FIRST_LIMITS",
    "STARTER_FOLDED",
    "STARTER_LIMITS",
    "about",
    "answer_details",
    "count",
    "duration",
    "file_size",
    "gibibytes",
    "loading",
    "mebibytes",
    "reading",
    "refusal",
    "sentence",
    "shorten",
    "summarising",
    "thought",
    "tokens",
    "transcribing",
]

CUT_SHORT = {
    "length": say("answer-at-its-longest"),
    "context": say("answer-filled-the-context"),
    "memory": say("answer-short-of-memory"),
    "loop": say("answer-repeats-itself"),
}
"""What is said of an answer that did not end by itself, by the reason of `Finished`."""
DROP_HERE = "Drop a picture, a recording or a PDF, and ask."
EDITING = "You are writing this question anew. What you send takes its place; until then nothing changes."
STARTER_LIMITS = (
    "This is the starter, a tiny model that comes with Hush. It reads a short line in a picture, hears spoken digits, and looks "
    "things up in lists, often wrongly in other texts. For real work, load Gemma 4 12B: its GGUF file and its projector."
)
FIRST_LIMITS = (
    "This is a small model for text. Hush reads pictures and sound for it: ask what they say, or about what is written and said "
    "in them. For more than that, and for seeing and hearing itself, load Gemma 4 12B: its GGUF file and its projector."
)
STARTER_FOLDED, FIRST_FOLDED = "The starter: a tiny model.", "A small model, for text."

STAGES = {
    "checking": "checking the files",
    "weights": "reading the weights",
    "projector": "loading the projector",
    "context": "making room for the conversation",
}


def sentence(error: HushError) -> Sentence:
    """What is wrong and what to do, with the blame where it is ours."""
    return say("our-fault", problem=error.sentence) if isinstance(error, EngineFault) else error.sentence


def shorten(text: str, length: int = 40) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def refusal(kind: str, capabilities: Capabilities) -> str:
    """Why the loaded model cannot take a picture or a recording; empty when it can."""
    if kind == "image" and not capabilities.vision:
        return str(say("cannot-see", model=capabilities.name))
    if kind == "audio" and not capabilities.audio:
        return str(say("cannot-hear", model=capabilities.name))
    return ""


def loading(name: str, progress: LoadProgress | None) -> str:
    if progress is None:
        return f"Loading {name}"
    return f"Loading {name}: {STAGES[progress.stage]}, {progress.fraction * 100:.0f} %"


def reading(progress: PromptProgress) -> str:
    """The line under a question while its tokens are evaluated."""
    said = f"Reading: {progress.done:,} of {tokens(progress.total)}"
    if progress.reused:
        said += f", {progress.reused:,} kept from before"
    return said + (f", {left(progress.seconds_left)}" if progress.seconds_left is not None else "")


def summarising(progress: PromptProgress | None) -> str:
    """The line while the model reads the older turns again and writes their summary."""
    if progress is None or progress.done >= progress.total:
        return "Summarising the older turns"
    return f"Summarising the older turns. {reading(progress)}"


def transcribing(progress: PromptProgress | None) -> str:
    """The line while the model hears a voice memo and writes down what it says."""
    if progress is None or progress.done >= progress.total:
        return "Writing down a voice memo"
    return f"Writing down a voice memo. {reading(progress)}"


def answer_details(cost: Cost, model: str = "") -> list[str]:
    """What an answer took, a line for each thing that was measured, and which model wrote it."""
    lines: list[str] = [f"Written by {model}"] if model else []
    if cost.prompt_tokens:
        kept = f", {cost.reused_tokens:,} of them kept from before" if cost.reused_tokens else ""
        speed = f" at {cost.prefill_tokens_per_s:,.0f} tokens/s" if cost.prefill_tokens_per_s >= 1 else ""
        lines.append(f"Read {tokens(cost.prompt_tokens)}{kept}{f', in {cost.prefill_s:.1f} s' if cost.prefill_s else ''}{speed}")
    if cost.ttft_s > 0:
        lines.append(f"First word after {cost.ttft_s:.1f} s")
    if cost.reply_tokens:
        speed = f" at {cost.decode_tokens_per_s:,.1f} tokens/s" if cost.decode_tokens_per_s > 0 else ""
        lines.append(f"Wrote {tokens(cost.reply_tokens)}{speed}")
    if cost.peak_rss_bytes:
        lines.append(f"Memory at its peak {gibibytes(cost.peak_rss_bytes)}{_beside(cost)}")
    return lines


_TELLING = 2**30
"""Below this the program's own ups and downs are most of the difference, and a percentage would only alarm."""


def _beside(cost: Cost) -> str:
    """How far the peak was from what was predicted."""
    if not cost.predicted_bytes:
        return ""
    predicted = f", {gibibytes(cost.predicted_bytes)} predicted"
    if cost.predicted_bytes < _TELLING:
        return predicted
    return f"{predicted} ({100 * (cost.peak_rss_bytes / cost.predicted_bytes - 1):+.1f} %)"


def thought(seconds: float, *, over: bool) -> str:
    """The line above a thought that is folded away."""
    if not over:
        return "Thinking…"
    if seconds <= 0:
        return "Thought"
    if seconds < 1:
        return "Thought for a moment"
    return f"Thought for {seconds:.0f} s" if seconds < 60 else f"Thought for {seconds // 60:.0f} min {seconds % 60:.0f} s"
