"""A picture of the conversation, as large as the screen allows. It is read on another thread: a photograph takes a while."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt, QThreadPool, QTimer
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.look import theme
from app.look.painting import pixels
from app.values import Attached

__all__ = ["PictureViewer"]

LOOK_AGAIN_MS = 15


class PictureViewer(QDialog):
    """Shows the thumbnail at once and the picture itself once it is read. Any click, Esc or Enter closes it."""

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
