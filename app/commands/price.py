"""`hush price`: what a question would cost, part by part, without loading the weights."""

from __future__ import annotations

import argparse

from app.commands.attached import question
from app.commands.console import print_json
from app.commands.loaded import as_bytes, files_of, planned, wishes_of
from inference.conversation import Request
from inference.events import Priced
from inference.pricing import Pricer

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    message = question(chosen.question, images=chosen.image, audio=chosen.audio, documents=chosen.document)
    files = files_of(chosen)
    settings = planned(files, wishes_of(chosen, pictures=bool(chosen.image or chosen.document), turns=False)).settings
    pricer = Pricer(files, settings)
    try:
        priced = pricer.price(Request((message,), image_tokens=chosen.image_tokens))
    finally:
        pricer.close()
    if chosen.json:
        parts = [{"kind": part.kind, "source": part.source, "tokens": part.tokens} for part in priced.parts]
        print_json({"parts": parts, "prompt_tokens": priced.prompt_tokens, "predicted_bytes": settings.predicted_bytes})
    else:
        _print(priced, settings.predicted_bytes, settings.context)
    return 0


def _print(priced: Priced, predicted: int, context: int) -> None:
    for part in priced.parts:
        print(f"{part.tokens:>9,}  {part.kind:<12}  {part.source}")
    print(f"{priced.prompt_tokens:>9,}  tokens of {context:,}")
    print(f"{as_bytes(predicted):>9}  of memory, about")
