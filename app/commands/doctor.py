"""`hush doctor`: what works here. Nothing is changed, recorded or sent; each line is tried, not assumed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import psutil

from app.commands.console import Console, print_json
from app.commands.loaded import as_bytes, loaded_engine
from inference.errors import HushError
from inference.memory.machine import machine

__all__ = ["Finding", "run"]


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it works, and what was found or what to do."""

    name: str
    works: bool
    detail: str


def run(chosen: argparse.Namespace) -> int:
    checks: tuple[Callable[[], Finding], ...] = (_memory, _model, _microphone, _sound, _display, _private)
    findings = [check() for check in checks]
    if chosen.json:
        print_json({finding.name: _fields(finding) for finding in findings})
        return 0
    for finding in findings:
        print(f"{'works' if finding.works else 'not here':<9} {finding.name}: {finding.detail}")
    return 0


def _fields(finding: Finding) -> dict[str, Any]:
    fields = asdict(finding)
    del fields["name"]
    return fields


def _memory() -> Finding:
    now = machine()
    cores = f"{now.physical_cores} core{'s' if now.physical_cores > 1 else ''}"
    return Finding("memory", True, f"{as_bytes(now.available)} of {as_bytes(now.total)} free, {cores}")


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


def _microphone() -> Finding:
    return _sound_device("microphone", "max_input_channels", "Connect a microphone to speak to Hush; recordings from files work.")


def _sound() -> Finding:
    return _sound_device("loudspeaker", "max_output_channels", "Hush answers in writing; nothing needs it.")


def _sound_device(name: str, channels: str, advice: str) -> Finding:
    try:
        with _quiet_libraries():
            import sounddevice

            devices: list[dict[str, Any]] = list(sounddevice.query_devices())
    except OSError as error:  # the PortAudio library is missing
        return Finding(name, False, f"{error}. Install PortAudio (Debian and Ubuntu: apt-get install libportaudio2).")
    except Exception as error:  # noqa: BLE001 - PortAudioError, which cannot be named before the import worked
        return Finding(name, False, f"{error}. {advice}")
    found = [str(device["name"]) for device in devices if device[channels] > 0]
    return Finding(name, bool(found), ", ".join(found) if found else f"none found. {advice}")


@contextmanager
def _quiet_libraries() -> Generator[None]:
    """ALSA writes what it misses straight to the process's stderr; what counts is said by the finding."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _display() -> Finding:
    if sys.platform in ("win32", "darwin"):
        return Finding("display", True, "this system's own")
    names = [f"{key}={os.environ[key]}" for key in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(key)]
    if not names:
        return Finding("display", False, "neither DISPLAY nor WAYLAND_DISPLAY is set: no window, but every verb works")
    return Finding("display", True, ", ".join(names))


def _private() -> Finding:
    """Asked last, after everything above was loaded and used."""
    try:
        sockets = psutil.Process().net_connections(kind="inet")
    except psutil.Error as error:
        return Finding("private", False, f"this system does not say which sockets are open ({error}).")
    if sockets:
        return Finding("private", False, f"{len(sockets)} network sockets are open in this process.")
    return Finding("private", True, "no network socket is open: nothing listens, nothing connects")
