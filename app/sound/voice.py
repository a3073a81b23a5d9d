"""Push to talk: from the key, the button or a verb to a recording that can be sent. Holds the settings of it, shows the state."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.capture.permission import MicrophonePermission
from app.pauses import once
from app.sentences import say
from app.sound.push_to_talk import Action, Mode, PushToTalk
from app.sound.recordings import memo_name
from app.sound.sound import Cancel, Drop, Record, Sound, Warm
from app.sound.sound_values import LIMIT_S, Heard, Level
from app.sound.voice_state import VoiceState
from app.worker.lane import IDLE, Job, ignore
from inference.events import Failed
from inference.sentences import Sentence

__all__ = ["NOTHING_S", "VoiceController"]

TOO_SHORT_S = 0.25
NOTHING_S, QUIET_S = 3.0, 10.0
"""After so long without any sound that is said: from the beginning on, and after there was some, for people think."""


class VoiceController(QObject):
    """One recording at a time. `press` and `release` may come from several sources: the first press counts.

    Settings, to be set at any time: `mode` of the key, `microphone` ("" is the system's default), `sends` (on release; otherwise
    the recording is left as a chip).
    """

    recorded = Signal(str, object, bool)
    """Name, what was heard (Heard: a WAV file, to be dropped when it has arrived), and whether to send it now."""
    dictated = Signal(str, object)
    """Name, and what was heard, to be written into the message."""
    dictation_ended = Signal()
    """The person has said what is to be written; `dictated` comes, or `failed`."""
    switched = Signal(bool)
    """The person dictates from now on, or asks by voice again."""
    failed = Signal(object)
    """What is wrong and what to do: Sentence."""

    def __init__(
        self, sound: Sound, state: VoiceState, *, limit_s: float = LIMIT_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.mode: Mode = "auto"
        self.microphone = ""
        self.sends = True
        self._sound, self._state, self._clock = sound, state, clock
        self._limit_s = limit_s
        self._key = PushToTalk(limit_s=limit_s)
        self._job: Job[Heard] = IDLE
        """The recording that the key can end; one that was ended goes on by itself until its sound is here."""
        self._how: list[Action] = []
        self._dictating = False
        self._timer = once(self, self._due)
        self._permission = MicrophonePermission(self)
        self._permission.answered.connect(self._take_permission)

    @property
    def dictates(self) -> bool:
        """What is said from now on is written into the message."""
        return self._state.dictates

    @dictates.setter
    def dictates(self, dictates: bool) -> None:
        self._state.dictate(dictates)

    @property
    def dictating(self) -> bool:
        """What is said now, or was said last, is written into the message."""
        return self._dictating

    def switch(self) -> None:
        """Dictate instead of asking by voice, or the other way about."""
        self.dictates = not self.dictates
        self.switched.emit(self.dictates)

    @property
    def active(self) -> bool:
        """Whether Esc means: forget this recording."""
        return self._state.recording

    @Slot()
    def press(self, mode: Mode | None = None) -> None:
        """The talk key went down. `mode` None for the one that is set; a button on the screen passes "auto"."""
        self._do(self._key.press(self._clock(), mode or self.mode))

    @Slot()
    def release(self) -> None:
        self._do(self._key.release(self._clock()))

    @Slot()
    def toggle(self) -> None:
        """Start, or end and send: for `hush talk`, the tray, and desktops that report presses only."""
        self._do(self._key.toggle(self._clock()))

    @Slot()
    def cancel(self) -> None:
        """Esc: nothing of the recording is kept."""
        self._do(self._key.cancel(self._clock()))

    def close(self) -> None:
        """The program ends: what is being recorded is left to be found when it begins again."""
        self._job.forget()
        self._key.cancel(self._clock())
        self._state.show("idle")

    def warm_up(self) -> None:
        """Load the sound library once the window is shown: the first press then need not wait for the sound library."""
        self._sound.submit(Warm(), ignore, ignore)

    @Slot()
    def _due(self) -> None:
        self._do(self._key.advance(self._clock()))

    def _do(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            if action == "start":
                self._start()
            elif self._job.live:
                self._end(action)
        self._state.lock(self._key.phase == "locked")
        deadline = self._key.deadline
        if deadline is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, round(1000 * (deadline - self._clock())) + 1))

    def _start(self) -> None:
        permission = self._permission.status()
        if permission == "unasked":
            self._permission.ask()
        if permission != "granted":
            self._key.cancel(self._clock())
            if permission == "denied":
                self._fail(say("hearing-forbidden"))
            return
        self._state.begin(self._limit_s)
        how, self._dictating = list[Action](), self.dictates
        self._how = how
        self._job = self._sound.submit(
            Record(self.microphone, self._limit_s),
            partial(self._take_heard, how, self._dictating),
            lambda failed: self._take_failure(failed, how),
            lambda level: self._move(level, how),
        )

    def _end(self, action: Action) -> None:
        job, self._job = self._job, IDLE
        if action in ("drop", "slip"):
            self._sound.submit(Cancel(), ignore, ignore)
            job.forget()
            self._state.show("failed" if action == "slip" else "idle", str(say("hold-the-key")) if action == "slip" else "")
            return
        self._how.append(action)
        sends = action == "send" and self.sends
        self._state.show("writing" if self._dictating else "sending" if sends else "attaching")
        if self._dictating:
            self.dictation_ended.emit()
        job.stop()

    @Slot(bool)
    def _take_permission(self, granted: bool) -> None:
        self._fail(say("hearing-just-allowed" if granted else "hearing-forbidden"))

    def _take_heard(self, how: list[Action], dictating: bool, heard: Heard) -> None:
        self._over(how)
        self._keep(heard, how[0] if how else None, dictating=dictating)

    def _take_failure(self, failed: Failed, how: list[Action]) -> None:
        self._over(how)
        self._fail(wording.sentence(failed.error))

    def _over(self, how: list[Action]) -> None:
        if not how:  # it has ended by itself: the key has nothing left to end
            self._job = IDLE
            self._key.cancel(self._clock())
            self._do(())

    def _move(self, level: Level, how: list[Action]) -> None:
        if not how:
            patience = QUIET_S if level.heard else NOTHING_S
            quiet = level.quiet_s >= patience
            self._state.hush(str(say("no-sound-arrives", name=level.microphone)) if quiet else "")
            self._state.move(level.rms, level.seconds)

    def _keep(self, heard: Heard, how: Action | None, *, dictating: bool) -> None:
        if heard.seconds < TOO_SHORT_S or heard.silent:
            self._sound.submit(Drop(heard.file.path), ignore, ignore)
            self._fail(say("spoken-too-soon" if heard.seconds < TOO_SHORT_S else "nothing-heard"))
        else:
            name = memo_name(datetime.now().astimezone())
            if not self._job.live:
                self._state.show("writing" if dictating else "idle")
            if dictating:
                self.dictated.emit(name, heard)
            else:
                self.recorded.emit(name, heard, self.sends and how == "send" and heard.ended == "stopped")
            self._comment(heard, how, dictating=dictating)

    def _comment(self, heard: Heard, how: Action | None, *, dictating: bool) -> None:
        after = wording.duration(heard.seconds)
        if heard.ended == "lost":
            problem = say("recording-lost", after=after)
        elif heard.ended == "disk":
            problem = say("recording-disk-full", after=after)
        elif heard.ended == "limit" or how == "keep":
            problem = say("recording-at-its-longest", after=after)
        elif heard.gaps:
            problem = say("recording-has-gaps")
        else:
            return
        self._fail(say("dictation-cut-short", why=problem.what) if dictating else problem)

    def _fail(self, problem: Sentence) -> None:
        if not self._job.live:  # the next recording may be under way already
            self._state.show("failed", str(problem))
        self.failed.emit(problem)
