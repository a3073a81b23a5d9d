"""A picture that was attached, as large as the screen allows, with its text to be selected."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.conversation.asked import OpenPicture
from app.look.making import make_button, make_label
from app.look.painting import pixels
from app.look.placing import line_up, stack, wide
from app.recognition.read_text import READING, text_shown
from app.recognition.recognition import RecognitionController
from app.recognition.text_layer import COPY_ALL, COPY_TABLE, TextLayer
from app.recognition.viewing import Viewing
from app.tooltips import plain_tip
from app.values import Attached

__all__ = ["PictureViewer"]

LOOK_AGAIN_MS = 15
FOOT = 46
"""Logical pixels below the picture: what is known of its text, and the buttons that copy it."""
LEAST = QSize(360, 120)
CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PictureViewer(QDialog):
    """Shows the thumbnail at once and the picture itself once it is read, on another thread: a photograph takes a while.

    Esc, Enter and a click beside the text close it.
    """

    def __init__(self, asked: OpenPicture, recognition: RecognitionController, parent: QWidget) -> None:
        super().__init__(parent)
        attached, self._wanted = asked.picture, (asked.begin, asked.end)
        self._digest, self._recognition = attached.part.digest, recognition
        self.setWindowTitle(attached.part.name)
        self.setAccessibleName(f"Picture {attached.part.name}, {attached.width} × {attached.height}")
        self.sheet = _Sheet(pixels(attached.thumbnail) if attached.thumbnail is not None else QImage())
        self.layer, self.said = self.sheet.layer, make_label(role="muted")
        self.copy_all = make_button(COPY_ALL, self._copy_all, role="quiet")
        self.copy_table = make_button(COPY_TABLE, self._copy_table, tip="As cells, to be pasted into a spreadsheet", role="quiet")
        foot = QWidget()
        foot.setFixedHeight(FOOT)
        line_up(wide(self.said), self.copy_table, self.copy_all, within=foot, margins=(16, 4, 10, 6), gap=6)
        stack(wide(self.sheet), foot, within=self, gap=0)
        size = self._size_of(attached)
        self.resize(size.expandedTo(LEAST) + QSize(0, FOOT))
        room = size * self.devicePixelRatioF()
        self._reading = Viewing(attached, room.width(), room.height())
        self.finished.connect(self._reading.stop)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)
        self._clock.start()
        self.sheet.setFocus()
        self.layer.left.connect(self.accept)
        recognition.changed.connect(self._learn)
        recognition.read(attached)
        self._learn(self._digest)

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self.sheet.image

    @property
    def complete(self) -> bool:
        """Whether the picture itself is shown, or all there is of it."""
        return not self._clock.isActive()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.sheet.geometry().contains(event.position().toPoint()):
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.layer.take_key(event) and event.key() in CLOSING:
            self.accept()

    def _size_of(self, attached: Attached) -> QSize:
        """Of the picture, in logical pixels: no larger than it is, nor than there is room."""
        full = QSize(attached.width or self.image.width(), attached.height or self.image.height())
        size, room = full / self.devicePixelRatioF(), self.screen().availableGeometry().size() * 0.9 - QSize(0, FOOT)
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return size

    def _look(self) -> None:
        if self._reading.over:
            self._clock.stop()
            if self._reading.picture is not None:
                self.sheet.show_image(pixels(self._reading.picture))

    def _learn(self, sha256: str) -> None:
        if sha256 != self._digest:
            return
        shown = text_shown(self._recognition.known(sha256))
        self.layer.show_text(shown.text)
        if shown.text is not None:
            self.layer.select(*self._wanted)
            self._wanted = (0, 0)
        self.said.setText(shown.said or ("Drag over the text to select it" if shown.text is not None else ""))
        self.said.setToolTip(plain_tip(shown.said) if shown.said != READING else "")
        self.copy_all.setVisible(shown.text is not None)
        self.copy_table.setVisible(shown.text is not None and bool(shown.text.table))
        self.sheet.setAccessibleDescription(shown.text.text if shown.text is not None else shown.said)

    def _copy_all(self) -> None:
        self.layer.copy_all()
        self.said.setText("The text is on the clipboard")

    def _copy_table(self) -> None:
        self.layer.copy_table()
        self.said.setText("The table is on the clipboard")


class _Sheet(QWidget):
    """The picture, as large as there is room, in its middle."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self.image = image
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.layer = TextLayer(self, self)

    def show_image(self, image: QImage) -> None:
        self.image = image
        self._place()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._paper(), self.image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        self.layer.setGeometry(self.rect())
        self.layer.lie_over(self._paper())

    def _paper(self) -> QRectF:
        paper = QRectF(QPointF(), QSizeF(self.image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio))
        paper.moveCenter(QRectF(self.rect()).center())
        return paper
