"""Colours, type and icons of the window, light and dark. Widgets ask here; no colour is written anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

__all__ = ["DARK", "LIGHT", "Theme", "app_icon", "code_font", "current", "font", "icon", "palette", "reading_font", "style_sheet"]


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
    amber_soft: str
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
    amber_soft="#fbf1dc",
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
    amber_soft="#362d1b",
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


def style_sheet(theme: Theme) -> str:
    """The one style sheet; widgets are told apart by object name and by the `role` property."""
    return f"""
    QWidget {{ color: {theme.text}; }}
    QSplitter::handle {{ background: {theme.line}; }}
    QMainWindow, QDialog, #page, #column {{ background: {theme.window}; }}
    QToolTip {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.line}; padding: 6px 8px; }}
    QLabel[role="muted"] {{ color: {theme.muted}; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="red"] {{ color: {theme.red}; }}
    QLabel[role="amber"] {{ color: {theme.amber}; }}
    QLabel[role="green"] {{ color: {theme.green}; }}

    QPushButton {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px; padding: 7px 14px; }}
    QPushButton:hover {{ background: {theme.sunken}; }}
    QPushButton:focus {{ border: 1px solid {theme.accent}; }}
    QPushButton:disabled {{ color: {theme.muted}; background: {theme.window}; }}
    QPushButton[role="primary"] {{ background: {theme.accent}; color: {theme.on_accent}; border: 1px solid {theme.accent};
        font-weight: 600; }}
    QPushButton[role="primary"]:hover {{ background: {theme.accent_strong}; }}
    QPushButton[role="primary"]:focus {{ border: 1px solid {theme.text}; }}
    QPushButton[role="primary"]:disabled {{ background: {theme.sunken}; color: {theme.muted}; border: 1px solid {theme.line}; }}
    QPushButton[role="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
        padding: 6px 10px; }}
    QPushButton[role="quiet"]:hover, QToolButton:hover {{ background: {theme.sunken}; }}
    QPushButton[role="quiet"]:focus, QToolButton:focus {{ border: 1px solid {theme.accent}; }}
    QToolButton {{ padding: 5px; }}
    QToolButton:checked {{ background: {theme.accent_soft}; }}
    QToolButton[role="tiny"] {{ padding: 2px; border-radius: 6px; }}
    QToolButton[role="round"] {{ background: {theme.accent}; border: 1px solid {theme.accent}; border-radius: 17px;
        padding: 4px; }}
    QToolButton[role="round"]:hover {{ background: {theme.accent_strong}; }}
    QToolButton[role="round"]:focus {{ border: 1px solid {theme.text}; }}
    QToolButton[role="round"]:disabled {{ background: {theme.sunken}; border: 1px solid {theme.line}; }}
    QToolButton[role="link"] {{ color: {theme.muted}; padding: 2px 6px 2px 0; border: none; }}
    QToolButton[role="link"]:checked {{ background: transparent; }}
    QToolButton[role="link"]:focus {{ color: {theme.accent}; }}

    QToolButton#count {{ color: {theme.muted}; padding: 1px 4px; border: 1px solid transparent; border-radius: 6px; }}
    QToolButton#count[role="amber"] {{ color: {theme.amber}; }}
    QToolButton#count[role="red"] {{ color: {theme.red}; }}
    QToolButton#count:checked {{ background: transparent; }}
    QToolButton#count:hover {{ background: {theme.sunken}; }}
    QToolButton#count:focus {{ border: 1px solid {theme.accent}; }}
    #costs {{ background: transparent; border: none; selection-background-color: {theme.sunken};
        selection-color: {theme.text}; }}
    #costs:focus {{ border: none; }}
    #costs::item {{ padding: 0; border: none; }}
    #costs QHeaderView, #costs QHeaderView::section {{ background: transparent; color: {theme.muted}; border: none;
        padding: 2px 3px; }}
    #popup {{ background: {theme.surface}; border: 1px solid {theme.line}; }}
    QPushButton[role="choice"] {{ background: {theme.window}; border: 1px solid {theme.line}; border-radius: 10px; padding: 0; }}
    QPushButton[role="choice"]:hover {{ background: {theme.accent_soft}; border: 1px solid {theme.accent}; }}
    QPushButton[role="choice"]:focus {{ border: 1px solid {theme.accent}; }}
    #choices, #choices > QWidget > QWidget {{ background: transparent; border: none; }}
    #documents {{ background: {theme.window}; }}
    #documents QListWidget {{ background: transparent; border: 1px solid transparent; outline: none; padding: 0 6px; }}
    #documents QListWidget:focus {{ border: 1px solid {theme.accent}; }}
    #documents QListWidget::item {{ border-radius: 8px; padding: 0 4px; }}
    #documents QListWidget::item:selected {{ background: {theme.accent_soft}; color: {theme.text}; }}
    #documents QSpinBox {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px; padding: 3px 6px; }}
    #documents QSpinBox:focus {{ border: 1px solid {theme.accent}; }}
    #documents QPlainTextEdit {{ background: {theme.surface}; }}
    QMenu {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 22px 6px 22px; border-radius: 6px; }}
    QMenu::item:selected {{ background: {theme.accent_soft}; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}

    #header {{ background: {theme.window}; border-bottom: 1px solid {theme.line}; }}
    #banner {{ background: {theme.accent_soft}; border-radius: 12px; }}
    #notice {{ background: {theme.red_soft}; border-radius: 12px; }}
    #notice[good="true"] {{ background: {theme.accent_soft}; }}
    #composer {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 16px; }}
    #composer[focused="true"] {{ border: 1px solid {theme.accent}; }}
    #composer[dropping="true"] {{ border: 2px dashed {theme.accent}; background: {theme.accent_soft}; }}
    #composer QPlainTextEdit {{ background: transparent; border: none; }}
    #chips, #chips > QWidget > QWidget {{ background: transparent; border: none; }}
    #chips #chip {{ background: {theme.sunken}; border: 1px solid transparent; border-radius: 10px; }}
    #chips #chip[problem="true"] {{ background: {theme.red_soft}; border: 1px solid {theme.red}; }}
    #chip QToolButton[role="option"] {{ color: {theme.muted}; border: 1px solid {theme.line}; border-radius: 6px;
        padding: 1px 6px; }}
    #chip QToolButton[role="option"]:hover, #chip QToolButton[role="option"]:focus {{ border: 1px solid {theme.accent};
        color: {theme.text}; }}
    #chip QToolButton[role="option"]::menu-indicator {{ image: none; }}
    #chip QLineEdit {{ padding: 1px 6px; border-radius: 6px; background: {theme.surface}; }}
    #chip QLineEdit[wrong="true"] {{ border: 1px solid {theme.red}; color: {theme.red}; }}
    #bubble {{ background: {theme.accent_soft}; border-radius: 16px; }}
    #offer {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 14px; }}
    #newest {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 18px; padding: 5px; }}
    #newest:hover {{ background: {theme.sunken}; }}
    #newest:focus {{ border: 1px solid {theme.accent}; }}
    #card {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 12px; }}

    QLineEdit, QComboBox {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 8px; padding: 7px 10px; }}
    QLineEdit:focus, QComboBox:focus {{ border: 1px solid {theme.accent}; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{ background: {theme.surface}; border: 1px solid {theme.line}; }}
    QProgressBar {{ background: {theme.sunken}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 2px; }}
    QScrollArea, QScrollArea > QWidget > QWidget#column {{ background: {theme.window}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {theme.line}; border-radius: 4px; min-height: 36px; }}
    QScrollBar::handle:vertical:hover {{ background: {theme.muted}; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 1px; }}
    QScrollBar::handle:horizontal {{ background: {theme.line}; border-radius: 3px; min-width: 36px; }}
    QScrollBar::handle:horizontal:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: none; width: 0; height: 0; }}
    """
