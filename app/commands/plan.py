"""`hush plan`: what memory a model would take, term by term, and whether that fits."""

from __future__ import annotations

import argparse

from app.commands.console import print_json
from app.commands.loaded import as_bytes, files_of
from inference.conversation import IMAGE_BUDGETS
from inference.loading import LoadSettings
from inference.memory import estimate
from inference.memory.machine import machine

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    files = files_of(chosen)
    settings = LoadSettings(context=chosen.context, image_tokens=max(IMAGE_BUDGETS) if files.mmproj else 0)
    needed = estimate.of_files(files, settings)
    available = machine().available if chosen.available is None else chosen.available
    fits = needed.total <= available
    if chosen.json:
        choices = {
            "load_mode": settings.load_mode,
            "repack": settings.repack,
            "kv_type": settings.kv_type,
            "n_ubatch": settings.ubatch,
            "context": settings.context,
        }
        print_json({**needed.terms(), "total": needed.total, "choices": choices, "available": available, "fits": fits})
        return 0
    for name, count in needed.terms().items():
        print(f"{as_bytes(count):>10}  {name.replace('_', ' ')}")
    print(f"{as_bytes(needed.total):>10}  altogether; {as_bytes(available)} available: it {'fits' if fits else 'does not fit'}")
    return 0
