"""What was sent with a question: pictures one can open, as large as the screen allows, recordings to hear, documents by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt, QThreadPool, QTimer
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from app.conversation.composer.draft import Chip
from app.look import theme
from app.look.making import Sign, make_label
from app.look.painting import Waveform, outline, pixels, rounded, smooth
from app.look.placing import line_up, wide
from app.values import Attached

__all__ = ["PICTURE", "PictureViewer", "Player", "attachment"]

PICTURE = QSize(280, 220)
"""A picture in a question is shown no larger than this, in logical pixels."""

Player = Callable[[Attached], QWidget]
"""Makes the widget that plays a recording."""


def attachment(attached: Attached, ratio: float, player: Player | None) -> QWidget:
    """One thing that was attached; `ratio` is that of device pixels to logical ones."""
    chip = Chip(0, attached.part.name, attached=attached)
    if chip.kind == "image" and attached.thumbnail is not None:
        return _Picture(attached, f"{attached.part.name}  ·  {chip.facts}", ratio)
    if chip.kind == "audio" and player is not None:
        return player(attached)
    return _line(attached, chip)


class _Picture(QAbstractButton):
    """A thumbnail; pressed, it opens as large as the screen allows."""

    def __init__(self, attached: Attached, words: str, ratio: float) -> None:
        super().__init__()
        self._attached = attached
        assert attached.thumbnail is not None
        self._pixmap = rounded(attached.thumbnail, PICTURE, ratio)
        self.setFixedSize(self._pixmap.deviceIndependentSize().toSize())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(f"{words}\nClick to see it larger")
        self.setAccessibleName(f"Picture {attached.part.name}, open it")
        self.clicked.connect(self._open)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        painter.drawPixmap(0, 0, self._pixmap)
        if self.hasFocus():
            outline(painter, theme.current().accent, 2)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)

    def _open(self) -> None:
        viewer = PictureViewer(self._attached, self.window())
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.open()


def _line(attached: Attached, chip: Chip) -> QWidget:
    """A sign, the wave of a recording, and the name with length or pages."""
    sign = Sign({"audio": "sound", "image": "picture"}.get(chip.kind, "document"), "accent", size=22)
    sign.setFixedSize(24, 36)
    wave = (Waveform(attached.waveform, theme.current().accent),) if attached.waveform else ()
    words = make_label()
    words.setText(f"{words.fontMetrics().elidedText(attached.part.name, Qt.TextElideMode.ElideMiddle, 300)}\n{chip.facts}")
    words.setToolTip(attached.part.name)
    words.setMinimumHeight(36)
    line = QWidget()
    line_up(sign, *wave, wide(words), within=line, gap=10)
    return line


LOOK_AGAIN_MS = 15


class PictureViewer(QDialog):
    """Shows the thumbnail at once and the picture itself once it is read, on another thread: a photograph takes a while.

    Any click, Esc or Enter closes it.
    """

    def __init__(self, attached: Attached, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(attached.part.name)
        self.setAccessibleName(f"Picture {attached.part.name}, {attached.width} × {attached.height}")
        self.image = pixels(attached.thumbnail) if attached.thumbnail is not None else QImage()
        ratio = self.devicePixelRatioF()
        room = self.screen().availableGeometry().size() * 0.9
        full = QSize(attached.width or self.image.width(), attached.height or self.image.height())
        size = full / ratio
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self.resize(size.expandedTo(QSize(160, 120)))
        self._reading = _Reading(attached.part.data, size * ratio)
        QThreadPool.globalInstance().start(self._reading.run)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    @property
    def complete(self) -> bool:
        """Whether the picture itself is shown, or all there is of it."""
        return not self._clock.isActive()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().window))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shown = QRectF(QPointF(), QSizeF(self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)))
        shown.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(shown, self.image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.accept()

    def _look(self) -> None:
        if self._reading.over:
            self._clock.stop()
            if not self._reading.image.isNull():
                self.image = self._reading.image
                self.update()


class _Reading:
    """Decodes a picture to the size it is shown in. What Qt cannot read, some AVIF say, stays a thumbnail."""

    def __init__(self, data: bytes, size: QSize) -> None:
        self._data, self._size = data, size
        self.image = QImage()
        self.over = False

    def run(self) -> None:
        buffer = QBuffer()
        buffer.setData(QByteArray(self._data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        image = reader.read()
        if not image.isNull():
            fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.image = image.scaled(self._size, fit, smooth) if image.width() > self._size.width() else image
        self.over = True
