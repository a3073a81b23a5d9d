"""One answer on the command line: the request, the engine's outcome, and what is printed of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.commands.console import Console, print_json
from app.unfound import look_into
from app.wording import CUT_SHORT
from inference.checking.sources import find_source
from inference.citation import find_citations
from inference.conversation import Message, Request, Sampling
from inference.events import Cancelled, Finished
from inference.prompt.intent import sampling_for

if TYPE_CHECKING:
    from inference.engine import Engine
    from inference.stop import StopFlag

__all__ = ["INTERRUPTED", "answer", "as_json", "citations", "find_doubt", "request_of", "status_of"]

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""


def request_of(chosen: argparse.Namespace, messages: tuple[Message, ...]) -> Request:
    """The request that the options and `messages` make; the newest message is last."""
    return Request(
        messages,
        sampling=_sampling(chosen, messages[-1]),
        max_tokens=chosen.max_tokens,
        image_tokens=chosen.image_tokens,
    )


def answer(
    engine: Engine, request: Request, *, console: Console, stop: StopFlag, json: bool, indent: int | None = 2
) -> Finished | Cancelled:
    """Generate and print: the text as it comes, or with `json` the answer and what it took, indented by `indent`.

    Of a text that is cut short stderr says so, and what of it was not found or why to doubt it.
    """
    try:
        outcome = engine.generate(request, emit=console.emit, stop=stop)
    finally:
        console.end_line()
    doubt = find_doubt(outcome, request.messages) if isinstance(outcome, Finished) else ""
    if json:
        print_json(as_json(outcome, request.messages, doubt), indent=indent)
        return outcome
    if isinstance(outcome, Finished) and outcome.reason in CUT_SHORT:
        console.say(str(CUT_SHORT[outcome.reason]))
    if doubt:
        console.say(doubt)
    return outcome


def status_of(outcome: Finished | Cancelled) -> int:
    """The exit status that an outcome means."""
    return INTERRUPTED if isinstance(outcome, Cancelled) else 0


def find_doubt(outcome: Finished, messages: Sequence[Message]) -> str:
    """What the window says beneath such an answer, empty for one that is about no file."""
    said = [message for message in messages if message.role == "user"]
    newest = any(part.kind != "text" for part in said[-1].parts)
    parts = [(part, message is said[-1] or not newest) for message in said for part in message.parts if part.kind != "text"]
    if not parts:
        return ""
    asked = ["\n".join(part.text for part in message.parts if part.kind == "text") for message in reversed(said)]
    sources = [find_source(part, asked=meant) for part, meant in parts]
    return look_into(outcome.text, asked, sources, outcome.cost.unsure)[1]


def as_json(outcome: Finished | Cancelled, messages: tuple[Message, ...], doubt: str = "") -> dict[str, Any]:
    """The answer and its cost, and in `doubt` what was not found of it or why to doubt it; `citations` when a document was part
    of the conversation."""
    cost = outcome.cost
    fields: dict[str, Any] = {
        "answer": outcome.text,
        "prompt_tokens": cost.prompt_tokens,
        "reused_tokens": cost.reused_tokens,
        "reply_tokens": cost.reply_tokens,
        "ttft_s": round(cost.ttft_s, 4),
        "decode_tokens_per_s": round(cost.decode_tokens_per_s, 2),
        "peak_rss_bytes": cost.peak_rss_bytes,
        "predicted_bytes": cost.predicted_bytes,
        "doubt": doubt,
        "finish": outcome.reason if isinstance(outcome, Finished) else "cancelled",
    }
    documents = [part.name for message in messages for part in message.parts if part.kind == "document"]
    if documents:
        fields["citations"] = citations(outcome.text, documents)
    return fields


def citations(text: str, documents: list[str]) -> list[dict[str, Any]]:
    """The pages that `text` names as [p. 2] or [NAME, p. 2], each once. A label without a name needs a single document."""
    found: dict[tuple[str, int], None] = {}
    for citation in find_citations(text):
        name = citation.name or (documents[0] if len(set(documents)) == 1 else "")
        if name in documents:
            found.update(dict.fromkeys((name, page) for page in citation.pages))
    return [{"document": name, "page": page, "quote": ""} for name, page in found]


def _sampling(chosen: argparse.Namespace, newest: Message) -> Sampling | None:
    """None leaves the choice to the engine. With a seed alone, reading and transcribing stay exact."""
    if chosen.temperature is not None:
        return Sampling(temperature=chosen.temperature, seed=chosen.seed)
    if chosen.seed is not None:
        return sampling_for(newest, Sampling(seed=chosen.seed))
    return None
