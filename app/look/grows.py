"""What takes another size when more is known of it: its owner lays it out anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

__all__ = ["Grows"]


class Grows(QWidget):
    resized = Signal()
    """It takes another height or width now."""
