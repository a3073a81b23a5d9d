"""`hush price`: what a question would cost, part by part, without loading the weights; with --measure what it does cost."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from app.commands.attached import question
from app.commands.console import Console, interruptible, print_json
from app.commands.loaded import files_of, loaded_engine, planning, wishes_of
from app.commands.readers import with_texts
from app.sentences import say
from inference.conversation import Request
from inference.errors import EngineFault
from inference.events import Cancelled, Event, Priced, PromptProgress
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from inference.quantities import gibibytes
from inference.stop import StopFlag
from inference.vetting import file_key

__all__ = ["run"]


@dataclass(frozen=True)
class Measured:
    """What evaluating the prompt took: tokens in the KV cache afterwards, and seconds, decoding of media included."""

    tokens: int
    seconds: float


def run(chosen: argparse.Namespace) -> int:
    message = question(chosen.question, images=chosen.image, audio=chosen.audio, documents=chosen.document)
    files = files_of(chosen)
    (message,) = with_texts((message,), files, console=Console(json=chosen.json), stop=StopFlag())
    wishes = wishes_of(chosen, pictures=bool(chosen.image or chosen.document), turns=False)
    settings = planning().grant(files, wishes, anyway=not chosen.measure)
    request = Request((message,), max_tokens=1, image_tokens=chosen.image_tokens)
    priced = _price(files, settings, request)
    seconds = _predicted_seconds(files, priced)
    measured = _measure(files, settings, request) if chosen.measure else None
    if chosen.json:
        print_json(_fields(priced, settings, seconds, measured))
    else:
        _print(priced, settings, seconds, measured)
    if measured is not None and measured.tokens != priced.prompt_tokens:
        raise EngineFault(say("price-wrong", priced=priced.prompt_tokens, evaluated=measured.tokens))
    return 0


def _price(files: ModelFiles, settings: LoadSettings, request: Request) -> Priced:
    pricer = Pricer(files, settings)
    try:
        return pricer.price(request)
    finally:
        pricer.close()


def _predicted_seconds(files: ModelFiles, priced: Priced) -> float | None:
    """By the pace of the prompts that this machine read with this model; None if it never read one."""
    pace = planning().records.pace(file_key(files))
    if pace is None:
        return None
    return sum(pace.of_parts((part.kind, part.tokens, part.tokens) for part in priced.parts))


def _measure(files: ModelFiles, settings: LoadSettings, request: Request) -> Measured:
    """Load, evaluate the prompt and count. Raises MemoryShort or ContextFull where that cannot be."""
    console, stop, done = Console(json=True), StopFlag(), 0  # the one token of an answer is not for the person

    def emit(event: Event) -> None:
        nonlocal done
        if isinstance(event, PromptProgress):
            done = event.done
        console.emit(event)

    with interruptible(stop), loaded_engine(files, settings, console=console, stop=stop) as engine:
        outcome = engine.generate(request, emit=emit, stop=stop)
        console.end_line()
        held = engine.context_used  # with one token asked for, the cache ends where the prompt does
    if isinstance(outcome, Cancelled):
        raise KeyboardInterrupt
    return Measured(max(done, held), outcome.cost.prefill_s)


def _fields(priced: Priced, settings: LoadSettings, seconds: float | None, measured: Measured | None) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "parts": [{"kind": part.kind, "source": part.source, "tokens": part.tokens} for part in priced.parts],
        "prompt_tokens": priced.prompt_tokens,
        "predicted_bytes": settings.predicted_bytes,
    }
    if seconds is not None:
        fields["seconds"] = round(seconds, 3)
    if measured is not None:
        fields["measured"] = {"prompt_tokens": measured.tokens, "seconds": round(measured.seconds, 3)}
    return fields


def _print(priced: Priced, settings: LoadSettings, seconds: float | None, measured: Measured | None) -> None:
    for part in priced.parts:
        print(f"{part.tokens:>9,}  {part.kind:<12}  {part.source}")
    print(f"{priced.prompt_tokens:>9,}  tokens of {settings.context:,}")
    if seconds is not None:
        print(f"{seconds:>7.1f} s  to read, about, by the last time this machine read with this model")
    print(f"{gibibytes(settings.predicted_bytes, 2):>9}  of memory, about")
    if measured is not None:
        same = "as priced" if measured.tokens == priced.prompt_tokens else "NOT as priced"
        print(f"{measured.tokens:>9,}  tokens evaluated, {same}")
        print(f"{measured.seconds:>7.1f} s  to read them")
