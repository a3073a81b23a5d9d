"""`hush doctor`: what works here. Nothing is changed, recorded or sent; each line is tried, not assumed."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from app.commands import privacy, senses
from app.commands.console import Console, print_json
from app.commands.loaded import loaded_engine
from app.commands.senses import Finding
from inference.errors import HushError
from inference.memory.machine import machine
from inference.quantities import count, gibibytes

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    checks: tuple[Callable[[], Finding], ...] = (
        _memory,
        _model,
        senses.microphone,
        senses.sound,
        senses.more_recordings,
        senses.display,
        senses.screen,
        senses.hotkeys,
        privacy.running,
        privacy.this,
    )
    findings = [check() for check in checks]
    if chosen.json:
        print_json({finding.name: {"works": finding.works, "detail": finding.detail} for finding in findings})
        return 0
    for finding in findings:
        print(f"{'works' if finding.works else 'not here':<9} {finding.name}: {finding.detail}")
    return 0


def _memory() -> Finding:
    now = machine()
    free = f"{gibibytes(now.available, 2)} of {gibibytes(now.total, 2)} free"
    kept = f"of what a model could take, {gibibytes(now.helpers, 2)} is kept for reading pictures and recordings"
    return Finding("memory", True, f"{free}; {kept}; {count(now.physical_cores, 'core')}")


def _model() -> Finding:
    """The starter is loaded and writes one token."""
    import resources
    from inference.conversation import Message, Request
    from inference.loading import LoadSettings, ModelFiles
    from inference.stop import StopFlag

    try:
        model, mmproj = resources.starter()
        settings = LoadSettings(context=512, image_tokens=0, checkpoint_bytes=0)
        console, stop = Console(json=True), StopFlag()
        with loaded_engine(ModelFiles(model, mmproj, trusted=True), settings, console=console, stop=stop) as engine:
            engine.generate(Request((Message.text("user", "Hello"),), max_tokens=1), emit=console.emit, stop=stop)
            able = engine.capabilities
    except HushError as error:
        return Finding("model", False, str(error))
    senses = [name for name, has in (("sees", able.vision), ("hears", able.audio)) if has]
    return Finding("model", True, f"{able.name}: reads{''.join(f', {sense}' for sense in senses)}")
