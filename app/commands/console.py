"""What a person sees while the engine works: the answer on stdout as it comes, progress on stderr if that is a terminal.

With JSON, stdout carries nothing but the JSON.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.commands.plain import steer
from inference.errors import HushError
from inference.events import Event, FilesChanged, Loaded, LoadProgress, PromptProgress, TextDelta
from inference.quantities import left, tokens
from inference.shown import STEERING

if TYPE_CHECKING:
    from inference.stop import StopFlag

__all__ = ["Console", "interruptible", "print_json"]

_CLEAR_LINE = "\r\x1b[K"
_ESCAPED = re.compile(f"[{STEERING}\ud800-\udfff]")
"""Half a surrogate pair, which stands for a byte of a file's name that is no UTF-8, has no UTF-8 itself."""


class Console:
    """Takes the engine's events. `emit` is also called from inside llama.cpp, where an exception could not travel."""

    def __init__(self, *, json: bool) -> None:
        self._streams_answer = not json
        self._shows_progress = sys.stderr.isatty()
        self._shown = ""
        self._line_open = False

    def emit(self, event: Event) -> None:
        match event:
            case LoadProgress(fraction, stage):
                self.show_progress(f"Loading ({stage}) {fraction:.0%}")
            case PromptProgress(done, total, _, seconds):
                rest = "" if seconds is None else f", {left(seconds)}"
                self.show_progress(f"Reading {done:,} of {tokens(total)}{rest}")
            case Loaded():
                self._clear_progress()
            case FilesChanged(sentence):
                self._clear_progress()
                self.say(str(sentence))
            case TextDelta(text):
                self._clear_progress()
                self._write(text)
            case _:
                pass

    def show_progress(self, line: str) -> None:
        """A line on the terminal, in place of the one before."""
        if self._shows_progress and line != self._shown:
            self._to_terminal(line, clears=True)
            self._shown = line

    def end_line(self) -> None:
        """Leave both streams at the start of a line."""
        self._clear_progress()
        if self._line_open:
            self._write("\n")

    def say(self, sentence: str) -> None:
        """A sentence of its own on stderr, beside the answer."""
        self._to_terminal(f"{sentence}\n")

    def _write(self, text: str) -> None:
        if not self._streams_answer or not text:
            return
        sys.stdout.write(text)
        sys.stdout.flush()
        self._line_open = not text.endswith("\n")

    def _clear_progress(self) -> None:
        if self._shown:
            self._to_terminal("", clears=True)
            self._shown = ""

    def _to_terminal(self, text: str, *, clears: bool = False) -> None:
        try:
            if clears:
                steer(sys.stderr, _CLEAR_LINE)
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal has gone: the answer goes on without progress
            self._shows_progress = False


@contextmanager
def interruptible(stop: StopFlag) -> Generator[None]:
    """Within this block the first Ctrl+C sets `stop`, so that the engine ends cleanly; a second one ends the process.

    What fails after the first was interrupted: llama.cpp reports a load that was given up as one that failed.
    """

    def on_interrupt(_signal: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    except HushError as error:
        if stop.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """`value` on stdout, as UTF-8; `indent` None puts it on one line. What would steer a terminal is escaped, not left out."""
    told = json.dumps(value, ensure_ascii=False, indent=indent)
    print(_ESCAPED.sub(_escape, told), flush=True)


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
