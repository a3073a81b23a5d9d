"""What was sent with a question: pictures one can open, recordings to hear, documents by name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from app.conversation.asked import OpenPicture
from app.conversation.composer.draft import Chip
from app.look import theme
from app.look.making import Sign, make_label
from app.look.painting import Waveform, clip
from app.look.picture_button import PictureButton
from app.look.placing import line_up, wide
from app.tooltips import plain_tip
from app.values import Attached

__all__ = ["PICTURE", "Player", "attachment"]

PICTURE = QSize(280, 220)
"""A picture in a question is shown no larger than this, in logical pixels."""

CORNER = 10

Player = Callable[[Attached], QWidget]
"""Makes the widget that plays a recording."""
Ask = Callable[[OpenPicture], None]


def attachment(attached: Attached, ratio: float, player: Player | None, ask: Ask) -> QWidget:
    """One thing that was attached; `ratio` is that of device pixels to logical ones. `ask` hears that it is to be opened."""
    chip = Chip(0, attached.part.name, attached=attached)
    if chip.kind == "image" and attached.thumbnail is not None:
        picture = clip(attached.thumbnail, PICTURE, ratio)
        tip = f"{attached.part.name}  ·  {chip.facts}"
        return PictureButton(picture, attached.part.name, lambda: ask(OpenPicture(attached)), corner=CORNER, tip=tip)
    if chip.kind == "audio" and player is not None:
        return player(attached)
    return _line(attached, chip)


def _line(attached: Attached, chip: Chip) -> QWidget:
    """A sign, the wave of a recording, and the name with length or pages."""
    sign = Sign({"audio": "sound", "image": "picture"}.get(chip.kind, "document"), "accent", size=22)
    sign.setFixedSize(24, 36)
    wave = (Waveform(attached.waveform, theme.current().accent),) if attached.waveform else ()
    words = make_label()
    words.setText(f"{words.fontMetrics().elidedText(attached.part.name, Qt.TextElideMode.ElideMiddle, 300)}\n{chip.facts}")
    words.setToolTip(plain_tip(attached.part.name))
    words.setMinimumHeight(36)
    line = QWidget()
    line_up(sign, *wave, wide(words), within=line, gap=10)
    return line
