"""What the screen shows and the microphone hears, put into the message. Pointing and speaking at once makes one turn.

What was said is sent when the key is let go, and not before what is being pointed at is there too.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.capture.capturing import CaptureController
from app.capture.shot import Offer, Shot
from app.capture.words import WordsController
from app.conversation.chat import ChatController
from app.conversation.composer.drafting import DraftController
from app.conversation.on_screen import OnScreen
from app.recognition.dictation import DictationController
from app.sentences import say
from app.sound.recordings import RecordingsController
from app.sound.sound_values import Heard
from app.sound.voice import VoiceController
from inference.sentences import Sentence

__all__ = ["SensesController"]


class SensesController(QObject):
    """Composed of the two controllers that take pictures and record; each of them works without the other."""

    wanted = Signal()
    """Something of the person's is in the message now, or was sent: the window is to be seen."""

    def __init__(
        self,
        capture: CaptureController,
        words: WordsController,
        voice: VoiceController,
        recordings: RecordingsController,
        dictation: DictationController,
        drafts: DraftController,
        chat: ChatController,
        shown: OnScreen,
    ) -> None:
        super().__init__()
        self.hides = False
        """Whether our own windows leave the screen before it is frozen."""
        self._words = words
        self._capture, self._voice, self._drafts, self._chat = capture, voice, drafts, chat
        self._recordings, self._dictation = recordings, dictation
        self._draft, self._model, self._activity, self._notice = shown.draft, shown.model, shown.activity, shown.notice
        self._pointing = False
        self._send_when_taken = False
        capture.captured.connect(self._attach_picture)
        capture.text_wanted.connect(self._go_on)
        words.unread.connect(self._tell_no_words)
        words.copied.connect(self._take_off)
        capture.cancelled.connect(self._give_up)
        capture.failed.connect(self._tell_no_picture)
        capture.text_offered.connect(self._offer_words)
        capture.offered.connect(self._show_offer)
        capture.tiled.connect(self._cut)
        voice.recorded.connect(self._attach_sound)
        voice.dictation_ended.connect(dictation.expect)
        voice.dictated.connect(dictation.write)
        voice.failed.connect(dictation.expect_no_more)
        voice.failed.connect(self._tell_not_heard)
        dictation.done.connect(self.wanted)

    def take_picture(self) -> None:
        """Freeze the screen and let the person choose; nothing while that is under way."""
        self._capture.capture(hide=self.hides, adjust=not self._pointing)

    def point(self) -> None:
        """The key of point and speak went down: listen, and let the person drag over what is meant."""
        begins = not self._voice.active and not self._capture.busy
        self._voice.press()
        if begins and self._voice.active:
            self._pointing = True
            self.take_picture()

    def let_go(self) -> None:
        """The key of point and speak went up."""
        self._voice.release()

    def cancel(self) -> bool:
        """Esc: nothing that is being recorded or chosen is kept. False if there was nothing."""
        doing = self._voice.active or self._capture.busy or self._dictation.busy
        self._dictation.cancel()
        self._pointing = self._send_when_taken = False
        if self._voice.active:
            self._voice.cancel()
        self._capture.cancel()
        return doing

    def close(self) -> None:
        """The program ends: what is being recorded is not lost with it."""
        self._voice.close()
        self._capture.cancel()
        self._capture.close()

    @Slot(str, object, bool)
    def _attach_sound(self, name: str, heard: Heard, send: bool) -> None:
        self._recordings.attach(name, heard.file)
        if send and self._capture.busy:
            self._send_when_taken = True
        elif send:
            self._send()
        else:
            self.wanted.emit()

    @Slot(str, bytes, int)
    def _attach_picture(self, name: str, png: bytes, budget: int) -> None:
        self._pointing, send, self._send_when_taken = False, self._send_when_taken, False
        self._drafts.attach_bytes(name, png, tokens=self._affordable(budget))
        if send:
            self._send()
        elif not self._voice.active:
            self.wanted.emit()

    @Slot()
    def _go_on(self) -> None:
        """The words on the screen were wanted, and no picture: what was said meanwhile goes without one."""
        self._pointing, send, self._send_when_taken = False, self._send_when_taken, False
        if send:
            self._send()

    @Slot()
    def _give_up(self) -> None:
        """Esc while pointing means neither; what was said before that stays attached, and is not sent."""
        pointing, said = self._pointing, self._send_when_taken
        self._pointing = self._send_when_taken = False
        if pointing and self._voice.active:
            self._voice.cancel()
        elif said:
            self.wanted.emit()

    @Slot(object)
    def _tell_no_picture(self, problem: Sentence) -> None:
        self._pointing = self._send_when_taken = False
        self._notice.show(problem)
        self.wanted.emit()

    @Slot(object)
    def _tell_no_words(self, problem: Sentence) -> None:
        self._notice.show(problem)
        self.wanted.emit()

    @Slot(object)
    def _tell_not_heard(self, problem: Sentence) -> None:
        """The picture stays, as one that was taken without a word."""
        self._pointing = False
        self._notice.show(problem)

    def _send(self) -> None:
        if self._activity.busy and not self._chat.lets_wait:
            self._notice.show(say("said-while-answering"))
        else:
            self._chat.send()
        self.wanted.emit()

    @Slot(object)
    def _offer_words(self, taken: Shot) -> None:
        """What was picked is in the message; only its words may be wanted, as the overlay's own button says."""
        if self._is_waiting(taken):
            self._notice.show(
                say("screenshot-attached"), good=True, action="Copy its words", act=lambda: self._capture.read(taken)
            )

    @Slot(str)
    def _take_off(self, name: str) -> None:
        """The words of this one were wanted, and are there: the picture is not."""
        if (chip := self._find_chip(name)) is not None:
            self._drafts.remove(chip)

    @Slot(object)
    def _show_offer(self, offer: Offer) -> None:
        """Where it is still in the message: cutting what was sent already would help nobody."""
        if self._is_waiting(offer.shot):
            action = f"Cut into {len(offer.tiling.tiles)} parts"
            self._notice.show(offer.sentence(), good=True, action=action, act=lambda: self._capture.cut(offer))

    @Slot(object, object)
    def _cut(self, offer: Offer, tiles: tuple[Shot, ...]) -> None:
        whole = self._find_chip(offer.shot.name)
        if whole is None:
            return
        self._drafts.remove(whole)
        for tile in tiles:
            self._drafts.attach_bytes(tile.name, tile.png, tokens=self._affordable(tile.budget))

    def _is_waiting(self, shot: Shot) -> bool:
        """Whether it is in the message, and nothing is sent or said just now."""
        return self._find_chip(shot.name) is not None and not self._activity.busy and not self._voice.active

    def _find_chip(self, name: str) -> int | None:
        return next((chip.number for chip in self._draft.chips if chip.name == name), None)

    def _affordable(self, budget: int) -> int:
        """As the model can take it; one that is still loading may turn out to take less, and then shrinks it itself."""
        capabilities = self._model.capabilities
        return budget if capabilities is None else min(budget, capabilities.image_tokens_max)
