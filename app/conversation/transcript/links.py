"""The links of a message for the keyboard: Tab stops at each, Enter or Space opens it. The mouse needs none of this."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.conversation.transcript.anchors import Anchor
from app.conversation.transcript.leads import read_lead
from app.conversation.transcript.piece import Piece
from app.documents.open_documents import page_called
from app.look import theme
from app.look.painting import smooth
from app.look.placing import discard
from inference.citation import read_address

__all__ = ["Link", "Links"]

BESIDE, ABOVE, LINE, CORNER = 1, 2, 1.5, 4
"""Pixels between the words and the frame's outer edge, of its line and its corners: a comma right behind stays legible."""
GROUND = 36
"""Opacity of the frame's ground, of 255."""
OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
UNHELD = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Link(QAbstractButton):
    """Lies over the words of one link: nothing is seen of it but a frame while it has the focus, and the mouse goes through."""

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self.anchor = Anchor("", "", ())
        self._piece: Piece | None = None
        self._frames: list[QRectF] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_anchor(self, anchor: Anchor, piece: Piece, document: str) -> None:
        """Lie over what can be seen of it. `document` is the name of the one that a page without a name is of."""
        self.anchor, self._piece = anchor, piece
        page = read_address(anchor.address)
        self.setAccessibleName(page_called(page, document) if page is not None else anchor.words)
        lead = read_lead(anchor.address) if page is None else None
        self.setAccessibleDescription(lead.words if lead is not None else "")
        seen = QRectF(piece.left, piece.top, piece.width - piece.left, piece.height)
        shown = [area.intersected(seen) for area in anchor.areas if area.intersects(seen)]
        frames = [area.adjusted(-BESIDE, -ABOVE, BESIDE, ABOVE) for area in shown]
        whole = frames[0].toAlignedRect() if frames else QRect(piece.left, piece.top, 1, 1)
        for frame in frames:
            whole = whole.united(frame.toAlignedRect())
        self._frames = [frame.translated(-QPointF(whole.topLeft())) for frame in frames]
        self.setGeometry(whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = smooth(self)
        colour = QColor(theme.current().accent)
        painter.setPen(QPen(colour, LINE))
        colour.setAlpha(GROUND)
        painter.setBrush(colour)
        for frame in self._frames:
            painter.drawRoundedRect(frame.adjusted(LINE / 2, LINE / 2, -LINE / 2, -LINE / 2), CORNER, CORNER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All other keys are the message's: a button would take the arrows."""
        if event.key() not in OPENING or event.modifiers() not in UNHELD:
            event.ignore()
        elif not event.isAutoRepeat():
            self.click()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._piece is not None and self.anchor.areas:
            self._piece.reveal(self.anchor.areas[0])


class Links:
    """Those in `pieces`, as widgets of `home`; made when they are first offered, since most messages are only read.

    A link that is not offered stays, so that it keeps the focus while another window has it, but Tab passes it by.
    """

    def __init__(self, home: QWidget, pieces: Sequence[Piece], asked: Callable[[str], None]) -> None:
        self._home, self._pieces, self._asked = home, pieces, asked
        self._links: list[Link] = []
        self._offered = False
        self._document = ""

    def offer(self, offered: bool, document: str) -> None:
        """Whether Tab comes by them, and the name of the document that a page without a name is of."""
        if (offered, document) == (self._offered, self._document):
            return
        self._offered, self._document = offered, document
        self._set_policy()
        self.place()

    def place(self) -> None:
        """What they lie over has been laid out again, or has moved."""
        if not self._offered and not self._links:
            return
        wanted = [(anchor, piece) for piece in self._pieces for anchor in piece.anchors()]
        for _ in range(len(self._links), len(wanted)):
            self._links.append(self._made())
        for link in self._links[len(wanted) :]:
            discard(link)
        del self._links[len(wanted) :]
        for link, (anchor, piece) in zip(self._links, wanted, strict=True):
            link.show_anchor(anchor, piece, self._document)

    def _made(self) -> Link:
        link = Link(self._home)
        link.clicked.connect(lambda: self._asked(link.anchor.address))
        link.setFocusPolicy(self._policy)
        link.show()
        return link

    @property
    def _policy(self) -> Qt.FocusPolicy:
        return Qt.FocusPolicy.TabFocus if self._offered else Qt.FocusPolicy.NoFocus

    def _set_policy(self) -> None:
        for link in self._links:
            link.setFocusPolicy(self._policy)
