"""One message of the conversation as a widget: the person's in a bubble, the answer on the page itself."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app import theme, wording
from app.values import Attached
from app.viewmodels.draft import Chip
from app.viewmodels.transcript import Entry
from app.widgets.body import Body
from app.widgets.pictures import Waveform, rounded

__all__ = ["Answer", "Question"]

PICTURE = QSize(280, 220)


class Question(QWidget):
    """What the person asked, on the right, with what was attached above it."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = Body()
        self._body.set_text(entry.text)
        self._body.setAccessibleName("You asked")
        self._bubble = QFrame()
        self._bubble.setObjectName("bubble")
        inside = QVBoxLayout(self._bubble)
        inside.setContentsMargins(16, 12, 16, 7)  # the last line brings its spacing with it
        inside.setSpacing(10)
        for attached in entry.attachments:
            inside.addWidget(_attachment(attached, self.devicePixelRatioF()), 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._body)
        self._body.setVisible(bool(entry.text))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._bubble)

    def set_width(self, width: int) -> None:
        """The bubble is as wide as its text, up to four fifths of the column."""
        self._body.setFixedWidth(self._body.natural_width(int(width * 0.8) - 32))


class Answer(QWidget):
    """What the model wrote: thought collapsed, text, and beneath it what it took."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self._body, self._thought = Body(), Body()
        self._body.setAccessibleName("Hush answered")
        self._thought.setAccessibleName("The model's thought")
        self._dots, self._foot = Dots(), QLabel()
        self._foot.setProperty("role", "muted")
        self._foot.setWordWrap(True)
        self._foot.setTextFormat(Qt.TextFormat.RichText)
        self._thought_button, self._copy = QToolButton(), QToolButton()
        self._arrange()
        self._body.append_text(entry.text)
        self._thought.append_text(entry.thought)
        self.refresh()

    def set_width(self, width: int) -> None:
        """The column gives the width; nothing to do."""

    def add_text(self, text: str) -> None:
        self._body.append_text(text)

    def add_thought(self, text: str) -> None:
        self._thought_button.setVisible(True)
        self._thought.append_text(text)

    def refresh(self) -> None:
        """The state of the entry has changed."""
        entry = self._entry
        waiting, over = entry.state == "waiting", entry.state in ("done", "stopped", "failed")
        self._dots.setVisible(waiting or (not entry.text and not over))
        self._body.setVisible(bool(entry.text) or entry.state == "writing")
        self._thought_button.setVisible(bool(entry.thought))
        self._copy.setVisible(over and bool(entry.text))
        facts = wording.answer_facts(entry.cost) if over and entry.cost.reply_tokens else ""
        note = f"<span style='color:{theme.current().amber}'>{escape(entry.note)}</span>" if entry.note else ""
        self._foot.setText(
            "&nbsp;&nbsp;·&nbsp;&nbsp;".join(part for part in (note, escape(facts).replace("  ", "&nbsp;&nbsp;")) if part)
        )
        self._foot.setVisible(over and bool(self._foot.text()))
        if entry.state == "done":
            self._body.show_markdown(entry.text)

    def _arrange(self) -> None:
        self._thought_button.setText("Thought")
        self._thought_button.setIcon(theme.icon("thought", theme.current().muted))
        self._thought_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._thought_button.setProperty("role", "link")
        self._thought_button.setCheckable(True)
        self._thought_button.setToolTip("Show or hide what the model thought")
        self._thought_button.toggled.connect(self._thought.setVisible)
        self._thought.setVisible(False)
        self._copy.setIcon(theme.icon("copy", theme.current().muted))
        self._copy.setIconSize(QSize(16, 16))
        self._copy.setProperty("role", "tiny")
        self._copy.setToolTip("Copy the answer")
        self._copy.setAccessibleName("Copy the answer")
        self._copy.clicked.connect(self._copied)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._copy)
        foot.addWidget(self._foot, 1)
        beside = QWidget()
        beside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        text = QVBoxLayout(beside)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(6)
        text.addWidget(self._thought_button, 0, Qt.AlignmentFlag.AlignLeft)
        text.addWidget(self._thought)
        text.addWidget(self._dots)
        text.addWidget(self._body)
        text.addLayout(foot)
        sign = QLabel()
        sign.setPixmap(theme.app_icon().pixmap(QSize(28, 28), self.devicePixelRatioF()))
        sign.setFixedSize(28, 28)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(beside, 1)

    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(self._entry.text)
        self._copy.setIcon(theme.icon("check", theme.current().accent))
        QTimer.singleShot(1500, self._copy, lambda: self._copy.setIcon(theme.icon("copy", theme.current().muted)))


class Dots(QLabel):
    """Three dots that say an answer is on its way; they move only while they can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("•", parent)
        self.setProperty("role", "muted")
        self.setAccessibleName("The answer is on its way")
        self._clock = QTimer(self, interval=350)
        self._clock.timeout.connect(self._step)

    def showEvent(self, event: object) -> None:
        self._clock.start()

    def hideEvent(self, event: object) -> None:
        self._clock.stop()

    def _step(self) -> None:
        self.setText("•" + " •" * ((self.text().count("•")) % 3))


def _attachment(attached: Attached, ratio: float) -> QWidget:
    """A picture as itself; sound as its wave; a document as its name."""
    chip = Chip(0, attached.part.name, attached=attached)
    if chip.kind == "image" and attached.thumbnail is not None:
        picture = QLabel()
        picture.setPixmap(rounded(attached.thumbnail, PICTURE, ratio))
        picture.setToolTip(f"{attached.part.name}  ·  {chip.facts}")
        picture.setAccessibleName(f"Picture {attached.part.name}")
        return picture
    colours = theme.current()
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    sign = QLabel()
    sign.setPixmap(theme.icon("sound" if chip.kind == "audio" else "document", colours.accent).pixmap(QSize(22, 22), ratio))
    sign.setFixedSize(24, 36)
    row.addWidget(sign)
    if attached.waveform:
        row.addWidget(Waveform(attached.waveform, colours.accent))
    words = QLabel(f"{attached.part.name}\n{chip.facts}")
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setMinimumHeight(36)
    row.addWidget(words)
    return line
