"""The engine: owns one model, its projector and its session. Requests in, events out, all on one thread.

`emit` is called on that thread, also from inside llama.cpp's evaluation, so that progress comes in the middle of one
large picture. Stop is a `StopFlag` that any thread sets; llama.cpp reads it between two operations.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from inference.conversation import Request
from inference.doubt import Sureness, find_unsure
from inference.errors import ContextFull, EngineFault, MediaError, MemoryShort, ModelFileError
from inference.events import Cancelled, Capabilities, Cost, Event, FilesChanged, Finished, Loaded, MemoryPressed, Released
from inference.llama.context import Stopped
from inference.loading import LoadSettings, ModelFiles
from inference.mapped import Mark, changed_file, in_use, marks_of, why_ended
from inference.memory.machine import peak_rss_bytes, rss_bytes
from inference.memory.pressure import Pressure, Reading
from inference.memory.records import Experience
from inference.nameless import NamelessFile
from inference.pace_fit import PaceFit, work
from inference.parts import Parts, load_parts
from inference.pause import Pause
from inference.prefill import Speed, prefill
from inference.prompt.assemble import positions
from inference.prompt.manner import doubt_of
from inference.relief import Relief
from inference.reply import Reply
from inference.sentences import say
from inference.session import SavedSession, Session
from inference.stop import StopFlag

__all__ = ["Engine"]

Emit = Callable[[Event], None]


class Engine:
    """One loaded model at a time. Every method raises HushError, and is called from the one owner thread.

    `cache_dir` keeps the verdicts on model files tried in a child process; None keeps none. `keep_in` is
    where the conversation of a released model waits, in a file without a name; None keeps none. `on_pressure` is told, on a
    thread of its own, when memory presses while a model is loaded; `pressure` says how hard (the machine itself, if None).
    `pause`: while somebody holds it, what is evaluated rests.
    """

    def __init__(
        self,
        *,
        cache_dir: Path | None = None,
        keep_in: Path | None = None,
        on_pressure: Callable[[Reading], None] | None = None,
        pressure: Callable[[], Reading] | None = None,
        pause: Pause | None = None,
    ) -> None:
        self._cache_dir = cache_dir
        self._keep_in = keep_in
        self._on_pressure = on_pressure
        self._pressure = pressure
        self._pause = pause or Pause()
        self._parts: Parts | None = None
        self._relief: Relief | None = None
        self._suspended: _Suspended | None = None
        self._speed: Speed
        self._experience: Experience
        self._marks: tuple[Mark, ...] = ()
        """The files as they were when they were loaded."""
        self._stable = 0
        """Steps of the last prompt that stay as they are when the conversation goes on."""

    def load(self, files: ModelFiles, settings: LoadSettings, *, emit: Emit, stop: StopFlag | None = None) -> Loaded:
        """Release what is loaded, then check and load `files`. Emits LoadProgress and Loaded."""
        if self._cache_dir and (why := why_ended(self._cache_dir)):
            emit(FilesChanged(why))
        self.make_way(files)
        started = time.monotonic()
        before, self._experience = rss_bytes(), Experience(files, self._cache_dir)
        parts = self._open(files, settings, emit, stop or StopFlag())
        self._experience.note_load(settings, before=before, resident=rss_bytes())
        self._take_up(parts)
        loaded = Loaded(
            parts.capabilities,
            time.monotonic() - started,
            pace=self._experience.pace,
            estimates=self._experience.estimates,
            settings=settings,
        )
        emit(loaded)
        return loaded

    def close(self) -> None:
        """Release the model, its projector, the KV cache and what was saved of it."""
        self._release()
        if self._suspended:
            self._suspended.discard()
            self._suspended = None

    def make_way(self, files: ModelFiles) -> None:
        """Release what is loaded, for `files` to be loaded next. If they are the same, the conversation is kept."""
        self.suspend("memory")
        if self._suspended and self._suspended.files != files:
            self.close()

    def suspend(self, reason: Literal["idle", "memory"]) -> Released | None:
        """Release the model until the next request, its conversation kept. None if nothing was loaded."""
        if self._parts is None:
            return None
        before = rss_bytes()
        saved = self._keep(self._parts.session)
        self._suspended = _Suspended(self._parts.files, self._parts.settings, self._marks, saved)
        self._release()
        return Released(reason, max(0, before - rss_bytes()), saved is not None)

    @property
    def suspended(self) -> bool:
        return self._suspended is not None

    @property
    def capabilities(self) -> Capabilities:
        return self._loaded.capabilities

    @property
    def checkpoint_bytes(self) -> int:
        """Memory the session's checkpoints take now."""
        return self._loaded.session.checkpoint_bytes

    @property
    def context_used(self) -> int:
        """Positions of the KV cache in use."""
        return self._loaded.session.position

    def forget(self) -> None:
        """Empty the KV cache."""
        self._loaded.session.clear()

    def generate(self, request: Request, *, emit: Emit, stop: StopFlag) -> Finished | Cancelled:
        """Answer `request`. Emits Priced, PromptProgress, Thought and TextDelta, last the outcome it returns."""
        started = time.monotonic()
        if self._parts and self._parts.is_mapped and changed_file(self._marks):
            self._suspended = _Suspended(self._parts.files, self._parts.settings, self._marks, None)
            self._release()
        if self._suspended:
            self._resume(self._suspended, emit, stop)
        relief = self._relief
        if relief:
            relief.begin(stop)
        try:
            with in_use(self._marks, self._cache_dir if self._loaded.is_mapped else None):
                outcome = self._answer(request, started, emit, stop)
            if relief and (pressed := relief.give()):
                emit(pressed)
            if relief and relief.ended_it and isinstance(outcome, Cancelled):
                outcome = Finished(outcome.text, outcome.thought, outcome.cost, "memory")
        finally:
            if relief:
                relief.end()
        emit(outcome)
        return outcome

    def relieve(self) -> MemoryPressed | None:
        """Between requests: give up what can be given up while the model stays. None if nothing presses any more."""
        return self._relief.give() if self._relief else None

    def _open(self, files: ModelFiles, settings: LoadSettings, emit: Emit, stop: StopFlag) -> Parts:
        self._marks = marks_of(files)  # before they are read: what is changed meanwhile is noticed too
        parts = self._parts = load_parts(files, settings, emit=emit, stop=stop, cache_dir=self._cache_dir)
        fit = PaceFit(work(parts.info, parts.capabilities.kv_bytes_per_token), self._experience.pace)
        self._speed = Speed(fit, fused=parts.context.flash_attention)
        self._relief = Relief(parts.session, tell=self._on_pressure, read=self._pressure)
        return parts

    def _release(self) -> None:
        if self._relief:
            self._relief.close()
            self._relief = None
        if self._parts:
            self._parts.close()
            self._parts = None

    def _keep(self, session: Session) -> SavedSession | None:
        """What the session holds, on the disk; None where nothing is kept. Then the next prompt is evaluated from its start."""
        if self._keep_in is None:
            return None
        try:
            file = NamelessFile(self._keep_in)
        except OSError:
            return None
        saved = session.save(file, stable=self._stable)
        if saved is None:
            file.close()
        return saved

    def _resume(self, suspended: _Suspended, emit: Emit, stop: StopFlag) -> None:
        """Load what was suspended, with its conversation. Raises as `load` does, and MemoryShort; it then stays suspended."""
        needed, reading = suspended.settings.predicted_bytes - rss_bytes(), (self._pressure or Pressure().read)()
        if needed > reading.spare:
            raise MemoryShort("memory-to-resume", needed=needed / 2**30, free=max(0, reading.spare) / 2**30)
        changed = changed_file(suspended.marks)
        if changed is None:
            self._take_up(self._open(suspended.files, suspended.settings, emit, stop))
            return
        try:  # what was trusted was another file
            parts = self._open(replace(suspended.files, trusted=False), suspended.settings, emit, stop)
        except ModelFileError as error:
            raise ModelFileError("files-changed-badly", name=changed.name, reason=error.what) from error
        self._take_up(parts)
        emit(FilesChanged(say("files-changed", name=changed.name), parts.capabilities))

    def _take_up(self, parts: Parts) -> None:
        """Give the conversation that was kept to what is loaded now. What cannot be used is evaluated again."""
        if self._suspended is None:
            return
        same = self._suspended.marks == self._marks
        if same and (saved := self._suspended.saved) and saved.position < parts.context.n_ctx:
            parts.session.resume(saved)
        self._suspended.discard()
        self._suspended = None

    def _answer(self, request: Request, started: float, emit: Emit, stop: StopFlag) -> Finished | Cancelled:
        parts = self._loaded
        try:
            prepared = parts.prompts.make(request, stop)
        except MediaError:
            if stop.is_set():  # while a file was read
                return Cancelled("", "", Cost(peak_rss_bytes=peak_rss_bytes()))
            raise
        self._stable = prepared.stable
        emit(prepared.priced)
        if (needed := positions(prepared.steps) + 1) > parts.context.n_ctx:
            raise ContextFull(needed, parts.context.n_ctx)
        cost = Cost(prompt_tokens=prepared.priced.prompt_tokens, predicted_bytes=parts.settings.predicted_bytes)
        try:
            cost = replace(cost, reused_tokens=parts.session.rewind(prepared.steps))
            speed = prefill(
                parts,
                prepared,
                request.max_tokens,
                cost.reused_tokens,
                speed=self._speed,
                emit=emit,
                stop=stop,
                pause=self._pause,
            )
        except Stopped:
            return Cancelled("", "", replace(cost, prefill_s=time.monotonic() - started, peak_rss_bytes=peak_rss_bytes()))
        cost = replace(cost, prefill_s=time.monotonic() - started, prefill_tokens_per_s=speed)
        if pace := self._speed.pace:
            emit(pace)
            self._experience.note_prompt(cost.prompt_tokens - cost.reused_tokens, pace)
        doubt = doubt_of(parts.info, request.messages)
        sureness = Sureness(parts.model.tokenize(doubt.refusal, special=False)[0]) if doubt else None
        reply = Reply(parts, request, prepared.steps, emit=emit, started=started, pause=self._pause, sureness=sureness)
        reason = reply.write(stop)
        cost = replace(reply.measure(cost), peak_rss_bytes=peak_rss_bytes())
        if reason is None:
            return Cancelled(reply.text, reply.thought, cost)
        if doubt and sureness:
            cost = replace(cost, unsure=find_unsure(reply.text, sureness, doubt))
        return Finished(reply.text, reply.thought, cost, reason)

    @property
    def _loaded(self) -> Parts:
        if self._parts is None:
            raise EngineFault("not-loaded")
        return self._parts


@dataclass(frozen=True)
class _Suspended:
    """What to load again, how, and where its KV cache is kept; `saved` None: nothing was in it, or it could not be written.

    `marks`: the files as they were loaded."""

    files: ModelFiles
    settings: LoadSettings
    marks: tuple[Mark, ...]
    saved: SavedSession | None

    def discard(self) -> None:
        """Delete the saved cache: it is the conversation, and nobody needs it any more."""
        if self.saved:
            self.saved.file.close()
