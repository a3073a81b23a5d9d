"""The text of a message: blocks one below the other, of which only the growing one is laid out; it can be selected and copied."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.conversation.transcript.blocks import Block, Blocks
from app.conversation.transcript.leads import read_lead
from app.conversation.transcript.links import Links
from app.conversation.transcript.piece import Piece, Rule, gap
from app.conversation.transcript.remarks import Placed, Remark, place
from app.conversation.transcript.selection import Place, Selected
from app.conversation.transcript.sideways import Code, Table
from app.look import theme
from app.look.painting import smooth
from app.tooltips import as_tooltip, plain_tip

__all__ = ["Prose"]


class Prose(QWidget):
    """Its owner gives it a width and asks for `text_height`; `resized` tells when that has changed."""

    resized = Signal()
    link_asked = Signal(str)
    place_asked = Signal(object)
    """The wish of a remark whose words were clicked."""

    def __init__(self, parent: QWidget | None = None, *, plain: bool = False, face: QFont | None = None) -> None:
        super().__init__(parent)
        self.text_height = 0
        self._plain, self._face = plain, face or theme.reading_font()
        self._blocks = Blocks()
        self._pieces: list[Piece] = []
        self._text = ""
        self._width = 0
        self._selected = Selected(self._pieces)
        self._links = Links(self, self._pieces, self.link_asked.emit)
        self._remarks: tuple[Remark, ...] = ()
        self._placed: list[Placed] = []
        self._pressed_at = QPoint()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def append(self, text: str) -> None:
        """What is over stays as it is: only blocks that grow are looked at."""
        self._text += text
        if self._plain:
            self._show(0, [Block("paragraph", self._text)] if self._text else [])
        else:
            first = self._blocks.feed(text)
            self._show(first, self._blocks.since(first))

    def settle(self) -> None:
        """No more will come: marks that were never closed are shown as they are."""
        for piece in self._pieces[self._blocks.settled :]:
            piece.show(piece.block)
        self._stack(self._blocks.settled)

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        """Say these of the text, which is over; no others."""
        if remarks == self._remarks:
            return
        self._remarks = remarks
        self._placed = place(remarks, self._text, [piece.document.toPlainText() for piece in self._pieces])
        for number, piece in enumerate(self._pieces):
            piece.dot(tuple((one.begin, one.end) for one in self._placed if one.piece == number and one.remark.missing))
        self.update()

    def set_width(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._stack(0)

    def place(self, left: int, top: int, width: int) -> int:
        """Put the text there, all in pixels of its owner; returns the height that takes."""
        self.set_width(width)
        self.setGeometry(left, top, width, self.text_height)
        return self.text_height

    def offer_links(self, offered: bool, document: str) -> None:
        """Whether Tab comes by the links; `document` is the name of the one that a page without a name is of."""
        self._links.offer(offered, document)

    def natural_width(self, limit: int) -> int:
        """Width of the longest line when nothing has to be wrapped, at most `limit`."""
        return min(limit, max((piece.natural_width() for piece in self._pieces), default=0))

    @property
    def text(self) -> str:
        """As it was written, Markdown and all."""
        return self._text

    @property
    def shown_text(self) -> str:
        """As it is read: without the marks."""
        return self._selected.text_between((0, 0), self._end())

    @property
    def selected_text(self) -> str:
        return self._selected.text

    def select_all(self) -> None:
        self._selected.select((0, 0), self._end())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        clip = QRectF(event.rect())
        painter = smooth(self)
        for number, piece in enumerate(self._pieces):
            if piece.top <= clip.bottom() and piece.top + piece.height >= clip.top():
                piece.paint(painter, clip, self._selected.within(number))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pressed_at = event.position().toPoint()
        place = self._place(event.position())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._selected.extend(place)
        else:
            self._selected.press(place, event.timestamp(), QApplication.doubleClickInterval())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._selected.widen(self._place(event.position()), event.timestamp())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._selected.extend(self._place(event.position()))
            self.update()
            return
        address, remark = self._link(event.position()), self._remark(event.position())
        leads = bool(address) or (remark is not None and remark.wish is not None)
        lead = read_lead(address) if address else None
        tip = plain_tip(lead.words if lead is not None else address.partition("\n")[0])
        self.setToolTip(tip or (as_tooltip(remark.words) if remark is not None else ""))
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        near = (event.position().toPoint() - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        address, remark = self._link(event.position()), self._remark(event.position())
        if near and not self._selected and event.button() == Qt.MouseButton.LeftButton:
            if address:
                self.link_asked.emit(address)
            elif remark is not None and remark.wish is not None:
                self.place_asked.emit(remark.wish)
        clipboard = QGuiApplication.clipboard()
        if self._selected and clipboard.supportsSelection():
            clipboard.setText(self._selected.text, clipboard.Mode.Selection)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Sideways over what is wide; else the conversation scrolls."""
        moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        across = moved.x() or (moved.y() if held else 0)
        piece = self._piece_at(event.position())
        if isinstance(piece, Table) and (held or abs(across) > abs(moved.y())) and piece.scroll(-across):
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self._selected:
            QGuiApplication.clipboard().setText(self._selected.text)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            event.ignore()

    def _show(self, first: int, blocks: list[Block]) -> None:
        for number, block in enumerate(blocks, first):
            if number == len(self._pieces):
                self._pieces.append(self._made(block))
            elif self._pieces[number].block.kind != block.kind:
                self._pieces[number].drop()
                self._pieces[number] = self._made(block)
            self._pieces[number].show(block, growing=number >= self._blocks.settled)
        for piece in self._pieces[first + len(blocks) :]:
            piece.drop()
        del self._pieces[first + len(blocks) :]
        self._stack(first)

    def _made(self, block: Block) -> Piece:
        if block.kind == "code":
            return Code(self)
        if block.kind == "rule":
            return Rule(self._face)
        return Table(self._face, self, self._scrolled) if block.kind == "table" else Piece(self._face, plain=self._plain)

    def _stack(self, first: int) -> None:
        """Lay out from the block `first` on, and repaint that."""
        if not self._width:
            return
        first = min(first, len(self._pieces))
        top = self._pieces[first - 1].top + self._pieces[first - 1].height if first else 0
        for number in range(first, len(self._pieces)):
            piece = self._pieces[number]
            if number:
                top += gap(self._pieces[number - 1].block, piece.block)
            piece.fit(self._width)
            piece.place(top)
            top += piece.height
        self._links.place()
        begin = self._pieces[first].top if first < len(self._pieces) else 0
        self.update(0, begin, self.width(), max(self.height(), top) - begin)
        if top != self.text_height:
            self.text_height = top
            self.resized.emit()

    def _scrolled(self) -> None:
        self._links.place()
        self.update()

    def _piece_at(self, point: QPointF) -> Piece | None:
        return next((piece for piece in self._pieces if piece.top <= point.y() <= piece.top + piece.height), None)

    def _place(self, point: QPointF) -> Place:
        """The place in the text nearest to a point."""
        for number, piece in enumerate(self._pieces):
            if point.y() < piece.top + piece.height or number == len(self._pieces) - 1:
                return number, max(0, min(piece.length, piece.position(point)))
        return 0, 0

    def _end(self) -> Place:
        return (len(self._pieces) - 1, self._pieces[-1].length) if self._pieces else (0, 0)

    def _remark(self, point: QPointF) -> Remark | None:
        """What is said of the words under a point, of several the one on the fewest."""
        number, at = self._place(point)
        near = (one for one in self._placed if one.piece == number and one.begin <= at <= one.end)
        under = [one for one in near if any(area.contains(point) for area in self._pieces[number].areas(one.begin, one.end))]
        return min(under, key=lambda one: one.end - one.begin).remark if under else None

    def _link(self, point: QPointF) -> str:
        piece = self._piece_at(point)
        return piece.link(point) if piece is not None else ""
