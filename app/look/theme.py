"""Colours, type and icons of the window, light and dark. Widgets ask here; no colour is written anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

__all__ = ["DARK", "LIGHT", "Theme", "app_icon", "code_font", "current", "font", "icon", "palette", "reading_font"]


@dataclass(frozen=True)
class Theme:
    """One set of colours. Contrast of text and muted on their grounds is at least 4.5 to 1."""

    dark: bool
    window: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    amber: str
    green: str
    red: str
    red_soft: str
    segments: dict[str, str]
    code: dict[str, str]
    """Kinds of words in code; what has no colour of its own is in that of text. On `surface`, at least 4.5 to 1."""


LIGHT = Theme(
    dark=False,
    window="#f6f6f3",
    surface="#ffffff",
    sunken="#eeeeea",
    line="#dfdfd9",
    text="#1d2024",
    muted="#666b72",
    accent="#4a5cc4",
    accent_strong="#3c4aa6",
    accent_soft="#e8ebfa",
    on_accent="#ffffff",
    amber="#96620b",
    green="#1b6e3f",
    red="#b92c23",
    red_soft="#fbe9e7",
    segments={
        "instructions": "#9aa0a8",
        "conversation": "#4a5cc4",
        "pictures": "#2a9d8f",
        "sound": "#d9822b",
        "documents": "#9561c2",
        "draft": "#8fa0f0",
        "reserve": "#c6c8cc",
    },
    code={
        "keyword": "#7a2fa6",
        "string": "#1b6e3f",
        "number": "#9a4a06",
        "comment": "#666b72",
        "name": "#2a55b5",
        "type": "#0b6a73",
    },
)

DARK = Theme(
    dark=True,
    window="#17191d",
    surface="#212429",
    sunken="#2a2e34",
    line="#353a42",
    text="#e9eaec",
    muted="#a0a6af",
    accent="#8fa0f6",
    accent_strong="#a9b6fa",
    accent_soft="#2b3150",
    on_accent="#14172a",
    amber="#e2b35c",
    green="#8fd19e",
    red="#f2867c",
    red_soft="#3d2523",
    segments={
        "instructions": "#7d848d",
        "conversation": "#8fa0f6",
        "pictures": "#4fc3b3",
        "sound": "#f0a45a",
        "documents": "#b98be0",
        "draft": "#5a6cc8",
        "reserve": "#4b5159",
    },
    code={
        "keyword": "#cf9cf0",
        "string": "#8fd19e",
        "number": "#f0b27a",
        "comment": "#a0a6af",
        "name": "#94b6ff",
        "type": "#6fd0d6",
    },
)


def current() -> Theme:
    """As the application's `theme` property says; without one as the system says, and light where that says nothing."""
    app = QGuiApplication.instance()
    wanted = app.property("theme") if app is not None else None
    if wanted in ("light", "dark"):
        return DARK if wanted == "dark" else LIGHT
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(theme: Theme) -> QPalette:
    colours = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.window),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.AlternateBase, theme.sunken),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.Button, theme.surface),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.on_accent),
        (QPalette.ColorRole.Accent, theme.accent),
        (QPalette.ColorRole.Link, theme.accent),
        (QPalette.ColorRole.ToolTipBase, theme.surface),
        (QPalette.ColorRole.ToolTipText, theme.text),
        (QPalette.ColorRole.Mid, theme.line),
    ):
        colours.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return colours


@lru_cache(maxsize=256)
def icon(name: str, colour: str, *, size: int = 24) -> QIcon:
    """The icon drawn in one colour, sharp up to 300 %; `size` in logical pixels."""
    source = resources.icon(name).read_bytes().replace(b"currentColor", colour.encode())
    renderer = QSvgRenderer(QByteArray(source))
    drawn = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        drawn.addPixmap(pixmap)
    return drawn


def font() -> QFont:
    """The system's own face, at least 10 points: what is read all day is not small print."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    face.setPointSizeF(max(10.0, face.pointSizeF()))
    return face


def reading_font() -> QFont:
    """For messages: a little larger than the controls."""
    face = font()
    face.setPointSizeF(face.pointSizeF() * 1.1)
    return face


def code_font() -> QFont:
    """For code: the system's own face of even width, a little smaller than the text around it."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    face.setPointSizeF(reading_font().pointSizeF() * 0.92)
    return face


def app_icon() -> QIcon:
    return icon("hush", "#000000", size=128)
