"""The one style sheet of the window."""

from __future__ import annotations

from app.look import theme

__all__ = ["style_sheet"]


def style_sheet(colours: theme.Theme) -> str:
    """In these colours; widgets are told apart by object name and by the `role` property."""
    return f"""
    QWidget {{ color: {colours.text}; }}
    QSplitter::handle {{ background: {colours.line}; }}
    QMainWindow, QDialog, #page, #column {{ background: {colours.window}; }}
    QToolTip {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line}; padding: 6px 8px; }}
    QLabel[role="muted"] {{ color: {colours.muted}; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="red"] {{ color: {colours.red}; }}
    QLabel[role="amber"] {{ color: {colours.amber}; }}
    QLabel[role="green"] {{ color: {colours.green}; }}

    QPushButton {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 8px; padding: 7px 14px; }}
    QPushButton:hover {{ background: {colours.sunken}; }}
    QPushButton:focus {{ border: 1px solid {colours.accent}; }}
    QPushButton:disabled {{ color: {colours.muted}; background: {colours.window}; }}
    QPushButton[role="primary"] {{ background: {colours.accent}; color: {colours.on_accent}; border: 1px solid {colours.accent};
        font-weight: 600; }}
    QPushButton[role="primary"]:hover {{ background: {colours.accent_strong}; }}
    QPushButton[role="primary"]:focus {{ border: 1px solid {colours.text}; }}
    QPushButton[role="primary"]:disabled {{ background: {colours.sunken}; color: {colours.muted};
        border: 1px solid {colours.line}; }}
    QPushButton[role="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
        padding: 6px 10px; }}
    QPushButton[role="quiet"]:hover, QToolButton:hover {{ background: {colours.sunken}; }}
    QPushButton[role="quiet"]:focus, QToolButton:focus {{ border: 1px solid {colours.accent}; }}
    QToolButton {{ padding: 5px; }}
    QToolButton:checked {{ background: {colours.accent_soft}; }}
    QToolButton[role="tiny"] {{ padding: 2px; border-radius: 6px; }}
    QToolButton[role="round"] {{ background: {colours.accent}; border: 1px solid {colours.accent}; border-radius: 17px;
        padding: 4px; }}
    QToolButton[role="round"]:hover {{ background: {colours.accent_strong}; }}
    QToolButton[role="round"]:focus {{ border: 1px solid {colours.text}; }}
    QToolButton[role="round"]:disabled {{ background: {colours.sunken}; border: 1px solid {colours.line}; }}
    QToolButton[role="link"] {{ color: {colours.muted}; padding: 2px 6px 2px 0; border: none; }}
    QToolButton[role="link"]:checked {{ background: transparent; }}
    QToolButton[role="link"]:focus {{ color: {colours.accent}; }}

    QToolButton#count {{ color: {colours.muted}; padding: 1px 4px; border: 1px solid transparent; border-radius: 6px; }}
    QToolButton#count[role="amber"] {{ color: {colours.amber}; }}
    QToolButton#count[role="red"] {{ color: {colours.red}; }}
    QToolButton#count:checked {{ background: transparent; }}
    QToolButton#count:hover {{ background: {colours.sunken}; }}
    QToolButton#count:focus {{ border: 1px solid {colours.accent}; }}
    #costs {{ background: transparent; border: none; selection-background-color: {colours.sunken};
        selection-color: {colours.text}; }}
    #costs:focus {{ border: none; }}
    #costs::item {{ padding: 0; border: none; }}
    #costs QHeaderView, #costs QHeaderView::section {{ background: transparent; color: {colours.muted}; border: none;
        padding: 2px 3px; }}
    #popup {{ background: {colours.surface}; border: 1px solid {colours.line}; }}
    QPushButton[role="choice"] {{ background: {colours.window}; border: 1px solid {colours.line}; border-radius: 10px;
        padding: 0; }}
    QPushButton[role="choice"]:hover {{ background: {colours.accent_soft}; border: 1px solid {colours.accent}; }}
    QPushButton[role="choice"]:focus {{ border: 1px solid {colours.accent}; }}
    #choices, #choices > QWidget > QWidget {{ background: transparent; border: none; }}
    #documents {{ background: {colours.window}; }}
    #documents QListWidget {{ background: transparent; border: 1px solid transparent; outline: none; padding: 0 6px; }}
    #documents QListWidget:focus {{ border: 1px solid {colours.accent}; }}
    #documents QListWidget::item {{ border-radius: 8px; padding: 0 4px; }}
    #documents QListWidget::item:selected {{ background: {colours.accent_soft}; color: {colours.text}; }}
    #documents QSpinBox {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 6px;
        padding: 3px 6px; }}
    #documents QSpinBox:focus {{ border: 1px solid {colours.accent}; }}
    #documents QPlainTextEdit {{ background: {colours.surface}; }}
    QMenu {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 22px 6px 22px; border-radius: 6px; }}
    QMenu::item:selected {{ background: {colours.accent_soft}; }}
    QMenu::item:disabled {{ color: {colours.muted}; }}

    #header {{ background: {colours.window}; border-bottom: 1px solid {colours.line}; }}
    #banner {{ background: {colours.accent_soft}; border-radius: 12px; }}
    #banner[folded="true"] {{ background: transparent; }}
    #notice {{ background: {colours.red_soft}; border-radius: 12px; }}
    #notice[good="true"] {{ background: {colours.accent_soft}; }}
    #composer {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 16px; }}
    #composer[focused="true"] {{ border: 1px solid {colours.accent}; }}
    #composer[dropping="true"] {{ border: 2px dashed {colours.accent}; background: {colours.accent_soft}; }}
    #composer QPlainTextEdit {{ background: transparent; border: none; }}
    #chips, #chips > QWidget > QWidget {{ background: transparent; border: none; }}
    #chips #chip {{ background: {colours.sunken}; border: 1px solid transparent; border-radius: 10px; }}
    #chips #chip[problem="true"] {{ background: {colours.red_soft}; border: 1px solid {colours.red}; }}
    #chip QToolButton[role="option"] {{ color: {colours.muted}; border: 1px solid {colours.line}; border-radius: 6px;
        padding: 1px 6px; }}
    #chip QToolButton[role="option"]:hover, #chip QToolButton[role="option"]:focus {{ border: 1px solid {colours.accent};
        color: {colours.text}; }}
    #chip QToolButton[role="option"]::menu-indicator {{ image: none; }}
    #chip QLineEdit {{ padding: 1px 6px; border-radius: 6px; background: {colours.surface}; }}
    #chip QLineEdit[wrong="true"] {{ border: 1px solid {colours.red}; color: {colours.red}; }}
    #bubble {{ background: {colours.accent_soft}; border-radius: 16px; }}
    #offer {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 14px;
        padding: 0; text-align: left; }}
    #offer:hover {{ background: {colours.accent_soft}; border: 1px solid {colours.accent}; }}
    #offer:focus {{ border: 1px solid {colours.accent}; }}
    #offer #question {{ color: {colours.accent}; }}
    #offer #question:disabled {{ color: {colours.muted}; }}
    #newest {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 18px; padding: 5px; }}
    #newest:hover {{ background: {colours.sunken}; }}
    #newest:focus {{ border: 1px solid {colours.accent}; }}
    #card {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 12px; }}

    QLineEdit, QComboBox {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 8px;
        padding: 7px 10px; }}
    QLineEdit:focus, QComboBox:focus {{ border: 1px solid {colours.accent}; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{ background: {colours.surface}; border: 1px solid {colours.line}; }}
    QProgressBar {{ background: {colours.sunken}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
    QProgressBar::chunk {{ background: {colours.accent}; border-radius: 2px; }}
    QScrollArea, QScrollArea > QWidget > QWidget#column {{ background: {colours.window}; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {colours.line}; border-radius: 4px; min-height: 36px; }}
    QScrollBar::handle:vertical:hover {{ background: {colours.muted}; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 1px; }}
    QScrollBar::handle:horizontal {{ background: {colours.line}; border-radius: 3px; min-width: 36px; }}
    QScrollBar::handle:horizontal:hover {{ background: {colours.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: none; width: 0; height: 0; }}

    #chats {{ background: {colours.sunken}; border: none; }}
    #chats QListView {{ background: transparent; border: none; outline: none; }}
    #chats QStackedWidget, #chats QStackedWidget > QLabel {{ background: transparent; }}
    #chats QToolButton:hover {{ background: {colours.line}; }}
    #chats QLineEdit {{ padding: 5px 6px; }}
    #chats #rename {{ padding: 0 8px; border: 1px solid {colours.accent}; }}
    #chats #undo {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 10px; }}
    #chats #undo QPushButton {{ color: {colours.accent}; font-weight: 600; padding: 5px 8px; }}

    #settings #line {{ background: {colours.line}; margin: 0 16px; }}
    #settings QSpinBox {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 8px;
        padding: 6px 8px; min-width: 88px; }}
    #settings QSpinBox:focus {{ border: 1px solid {colours.accent}; }}
    QPushButton[role="step"] {{ padding: 6px 0; min-width: 30px; max-width: 30px; }}
    QPushButton[role="key"] {{ min-width: 180px; }}
    QPushButton[role="key"]:checked {{ background: {colours.accent_soft}; border: 1px solid {colours.accent}; }}
    """
