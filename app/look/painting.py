"""What several widgets paint: the ground of a row, the strokes of a sound, thumbnails with round corners."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPaintDevice, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from inference.pixels import Pixels

__all__ = ["ROUND", "Waveform", "clip", "draw_ground", "draw_line", "fill", "outline", "pixels", "shrink", "smooth", "strokes"]

RADIUS = 8
ROUND = 1.2, 1.2
"""Pixels of a stroke's corners."""


def smooth(paper: QPaintDevice) -> QPainter:
    """A painter whose edges are smooth."""
    painter = QPainter(paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def fill(painter: QPainter, colour: str | QColor) -> None:
    """From here on shapes are filled, without an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))


def outline(painter: QPainter, colour: str, width: float = 1) -> None:
    """From here on shapes are outlined, and not filled."""
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_ground(painter: QPainter, area: QRect, *, colour: str | None, focused: bool) -> None:
    """What a row of a list stands on; no `colour` where it is neither chosen nor pointed at. Leaves pen and brush changed."""
    if colour is not None:
        fill(painter, colour)
        painter.drawRoundedRect(QRectF(area), RADIUS, RADIUS)
    if focused:
        outline(painter, theme.current().accent)
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def draw_line(painter: QPainter, area: QRect, words: str, colour: str) -> None:
    """Words in one line in the middle of `area`; those for which it has no room give way to an ellipsis."""
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def shrink(painter: QPainter, share: float, weight: QFont.Weight | None = None) -> None:
    """Write smaller from here on, by that share of the size there was."""
    face = QFont(painter.font())
    face.setPointSizeF(face.pointSizeF() * share)
    face.setWeight(weight or face.weight())
    painter.setFont(face)


def strokes(size: QSize, heights: Sequence[float], *, thick: float, least: float) -> list[QRectF]:
    """A stroke for each height, side by side over the whole width and in the middle of the height.

    `thick` is the share of its room that a stroke takes, `least` the pixels that it is high at least.
    """
    step = size.width() / max(1, len(heights))
    high = [max(least, height) for height in heights]
    return [QRectF(n * step, (size.height() - tall) / 2, step * thick, tall) for n, tall in enumerate(high)]


class Waveform(QWidget):
    """Peaks from 0 to 1 as a row of rounded strokes."""

    def __init__(self, peaks: tuple[float, ...], colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks, self._colour = peaks, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(4 * len(self._peaks), 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        fill(painter, self._colour)
        for stroke in strokes(self.size(), [peak * (self.height() - 4) for peak in self._peaks], thick=0.55, least=2):
            painter.drawRoundedRect(stroke, *ROUND)


def clip(thumbnail: Pixels, bound: QSize, ratio: float, *, corner: float = 10) -> QPixmap:
    """The whole picture, no larger than `bound` logical pixels and not enlarged."""
    image = pixels(thumbnail)
    size = image.size().scaled(bound * ratio, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(image.size() * ratio)
    scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _with_corners(scaled, corner * ratio, ratio)


def pixels(thumbnail: Pixels) -> QImage:
    """The thumbnail as a picture of Qt's."""
    # The copy owns its pixels: QImage would keep looking at the bytes object otherwise.
    return QImage(thumbnail.rgb, thumbnail.width, thumbnail.height, 3 * thumbnail.width, QImage.Format.Format_RGB888).copy()


def _with_corners(image: QImage, radius: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(image.size())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = smooth(pixmap)
    edge = QPainterPath()
    edge.addRoundedRect(QRectF(pixmap.rect()), radius, radius)
    painter.setClipPath(edge)
    painter.drawImage(0, 0, image)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
