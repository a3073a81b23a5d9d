"""Thumbnails and wave forms as pixels on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.values import Thumbnail

__all__ = ["Waveform", "pixels", "rounded"]


def rounded(thumbnail: Thumbnail, bound: QSize, ratio: float, *, corner: float = 10) -> QPixmap:
    """The whole picture, no larger than `bound` logical pixels and not enlarged."""
    image = pixels(thumbnail)
    size = image.size().scaled(bound * ratio, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(image.size() * ratio)
    scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _with_corners(scaled, corner * ratio, ratio)


def pixels(thumbnail: Thumbnail) -> QImage:
    """The thumbnail as a picture of Qt's."""
    # The copy owns its pixels: QImage would keep looking at the bytes object otherwise.
    return QImage(thumbnail.rgb, thumbnail.width, thumbnail.height, 3 * thumbnail.width, QImage.Format.Format_RGB888).copy()


def _with_corners(image: QImage, radius: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(image.size())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(pixmap.rect()), radius, radius)
    painter.setClipPath(outline)
    painter.drawImage(0, 0, image)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class Waveform(QWidget):
    """Peaks from 0 to 1 as a row of rounded strokes."""

    def __init__(self, peaks: tuple[float, ...], colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks, self._colour = peaks, QColor(colour)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(4 * len(self._peaks), 36)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        step = self.width() / max(1, len(self._peaks))
        for index, peak in enumerate(self._peaks):
            height = max(2.0, peak * (self.height() - 4))
            painter.drawRoundedRect(QRectF(index * step, (self.height() - height) / 2, step * 0.55, height), 1.2, 1.2)
