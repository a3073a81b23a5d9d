"""A recording with what it says: the player, and beneath it the words, which come by themselves."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.look.grows import Grows
from app.look.making import make_label, make_tool
from app.look.placing import LEFT, at, line_up, stack, wide
from app.recognition.known import Known
from app.recognition.recognition import RecognitionController
from app.sound.playback import PlaybackController
from app.sound.player import Player
from app.sound.spoken import spoken_of
from app.sound.spoken_words import SpokenWords
from app.values import Attached

__all__ = ["Recorded"]

WIDEST = 460
"""Logical pixels that the words take in a message."""
SPACE = 6
WRITE, STOP, AGAIN, ANEW = "Write it down", "Stop", "Try again", "Write down again"


class Recorded(Grows):
    """Shows what recognition knows of the recording; holds no state of its own."""

    def __init__(
        self,
        attached: Attached,
        playback: PlaybackController,
        recognition: RecognitionController,
        *,
        fills: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`fills`: the words take all the place there is, instead of a few lines."""
        super().__init__(parent)
        self._attached, self._recognition = attached, recognition
        self.player, self.words = Player(attached, playback), SpokenWords(fills=fills)
        self.state, self.act = make_label(role="muted", wraps=True), make_tool("", "", self._obey, role="link")
        self._size = QSize()
        self._arrange(fills=fills)
        self.player.moved.connect(self.words.mark)
        self.words.heard_from.connect(self.player.play_from)
        recognition.changed.connect(self._learn)
        self._show()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Where the words fill their place they take what they get."""
        return self._head() if self.words.isHidden() else self._head() + SPACE + self.words.height_for(width)

    def sizeHint(self) -> QSize:
        width = self.player.sizeHint().width()
        if not self.words.isHidden():
            width = max(width, min(WIDEST, self.words.natural_width()))
        return QSize(width, self.heightForWidth(width))

    def _head(self) -> int:
        """What is above the words."""
        head = self.player.sizeHint().height()
        return head if self.state.isHidden() else head + SPACE + max(self.state.sizeHint().height(), self.act.sizeHint().height())

    def _arrange(self, *, fills: bool) -> None:
        line = line_up(wide(self.state), self.act, gap=4)
        stack(at(LEFT, self.player), line, wide(self.words, int(fills)), within=self, gap=SPACE)

    def _learn(self, sha256: str) -> None:
        if sha256 == self._attached.part.digest:
            self._show()

    def _show(self) -> None:
        known = self._recognition.known(self._attached.part.digest)
        spoken = spoken_of(known.texts if known is not None else ())
        words, act = _said_of(known, anew=self._recognition.may_read_again(self._attached.part.digest))
        self.words.show_spoken(spoken)
        self.words.setVisible(bool(spoken.text))
        self.state.setText(words)
        self.act.setText(act)
        self.state.setVisible(bool(words or act))
        self.act.setVisible(bool(act))
        self.player.announce()
        if (size := self.sizeHint()) != self._size:
            self._size = size
            self.updateGeometry()
            self.resized.emit()

    def _obey(self) -> None:
        known = self._recognition.known(self._attached.part.digest)
        if known is not None and (known.state == "reading" or known.again):
            self._recognition.stop(self._attached.part.digest)
        elif known is not None and known.state == "read":
            self._recognition.read_again(self._attached)
        else:
            self._recognition.read(self._attached)


def _said_of(known: Known | None, *, anew: bool) -> tuple[str, str]:
    """In which state it is, and what can be done. `anew`: it was written down otherwise than is set now."""
    if known is None:
        return "", WRITE
    if known.state == "reading":
        return "Writing it down…", STOP
    if known.state == "stopped":
        return "Not written down to its end", WRITE
    if known.state == "failed":
        return known.problem, AGAIN
    if known.again:
        return "Writing it down again…", STOP
    if known.problem:
        return known.problem, AGAIN
    said = "" if any(text.text for text in known.texts) else "No words were heard in it"
    return said or ("Written down with other settings" if anew else ""), ANEW if anew else ""
