"""A field that takes a key by having it pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from app.settings.settings_model import spell

__all__ = ["KeyField"]

MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown)


class KeyField(QPushButton):
    """Shows a key; pressed, it is `toggled` and waits for another one. Esc leaves it as it was, Backspace takes the key away.

    `wish` is called with the key as `app.capture.hotkeys.keys` reads it; empty for none. Whether it can be had is for others
    to say.
    """

    def __init__(self, wish: Callable[[str], None]) -> None:
        super().__init__()
        self._wish = wish
        self.setProperty("role", "key")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setToolTip("Press this, then the keys you want. Backspace: no key. Esc: leave it as it is.")
        self._key = ""
        self.toggled.connect(self._show)

    def show_key(self, key: str) -> None:
        self._key = key
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isChecked():
            super().keyPressEvent(event)
            return
        event.accept()
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in MODIFIERS:
            return
        self.setChecked(False)
        if plain and key == Qt.Key.Key_Escape:
            return
        self._wish("" if plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) else _spell(event, key))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While it waits Tab is a key like others."""
        return False if self.isChecked() else super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setChecked(False)
        super().focusOutEvent(event)

    def _show(self) -> None:
        self.setText("Press the keys…" if self.isChecked() else spell(self._key))


def _spell(event: QKeyEvent, key: Qt.Key) -> str:
    """Shift+Tab comes as Backtab; letters come as the keyboard has them, whatever they would write with Shift."""
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
