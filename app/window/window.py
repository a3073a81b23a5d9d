"""The main window: puts the parts in place, takes drops anywhere, and has what is asked for done (`app.window.wishes`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.chats.chats_panel import ChatsBar
from app.conversation.composer.composer import Composer
from app.conversation.composer.mime import brings, what_comes
from app.conversation.context.choices_panel import ChoicesPanel
from app.conversation.context.meter import Meter
from app.conversation.empty import EmptyState
from app.conversation.transcript.transcript_view import COLUMN, TranscriptView
from app.conversation.waiting_panel import WaitingPanel
from app.desk import Desk
from app.documents.documents_panel import Beside
from app.look import theme
from app.look.making import bind, draw_signs
from app.look.placing import centre, stack, wide
from app.look.style import style_sheet
from app.models.pressure_card import PressureCard
from app.sentences import say
from app.sound.left_card import LeftCard
from app.sound.recorded import Recorded
from app.values import Attached
from app.window.asked import OfWindow
from app.window.dialogs import Dialogs
from app.window.header import Header
from app.window.notices import ActivityLine, NoticeBar, StarterBanner
from app.window.sides import Sides
from app.window.wishes import Wishes

__all__ = ["Window"]


def _never() -> bool:
    return False


class Window(QMainWindow):
    """Holds no state of its own: what it shows is in the desk's view models."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.stays: Callable[[], bool] = _never
        """Whether Hush goes on, in the tray, when the window is closed."""
        self.dialogs = Dialogs(desk, self)
        self.setWindowTitle("Hush")
        self.setAcceptDrops(True)
        self.header = Header(desk.model)
        player = self._player if desk.senses is not None else None
        self.transcript = TranscriptView(desk.transcript, player=player, takes=desk.model.takes)
        self.empty = EmptyState(desk.first)
        self.banner, self.notice = StarterBanner(desk.model, desk.choices), NoticeBar(desk.notice)
        self.activity, self.meter = ActivityLine(desk.activity, desk.model), Meter(desk.meter)
        self.waiting = WaitingPanel(desk.waiting, self._title, lambda: desk.keeper.chat)
        self.left = LeftCard(desk.senses.recordings) if desk.senses is not None else None
        self.choices, self.pressure = ChoicesPanel(desk.choices), PressureCard(desk.pressure)
        self.composer = Composer(desk.draft, desk.activity, desk.model, desk.senses.heard if desk.senses is not None else None)
        self.composer.lets_wait = desk.queue is not None
        self.chats = ChatsBar(desk.past.chats, desk.past.shown) if desk.past is not None else None
        self.sides: Sides | None = None
        self._middle = QStackedWidget()
        self._arrange()
        self._wishes = Wishes(
            desk,
            self,
            dialogs=self.dialogs,
            composer=self.composer,
            transcript=self.transcript,
            beside=self.beside,
            sides=self.sides,
        )
        self._wire()
        self._make_actions()
        self.retheme()
        self.setMinimumSize(440, 480)
        self.resize(self._first_size())
        self.composer.field.setFocus()

    def retheme(self) -> None:
        """The system's colours have changed, or the window is new."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(theme.palette(theme.current()))
            app.setStyleSheet(style_sheet(theme.current()))
        draw_signs()
        for part in (self.empty, self.composer, self.beside.pane):
            part.retheme()
        self.meter.refresh()
        self.transcript.rebuild()

    def leave(self) -> None:
        """Close the window and end the program, even where closing alone would leave it in the tray."""
        self.stays = _never
        self.close()
        QApplication.quit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays():
            event.ignore()
            self.hide()
        else:
            super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if brings(event.mimeData()):
            self.composer.set_dropping(True)
            self._wishes.expect()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.composer.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.composer.set_dropping(False)
        self._wishes.take(what_comes(event.mimeData()))
        event.acceptProposedAction()
        self.activateWindow()
        self.composer.field.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.retheme()

    def _arrange(self) -> None:
        page = QWidget()
        self.beside = Beside(page, self._desk.documents)
        page.setObjectName("page")
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self.transcript)
        left = (self.left,) if self.left is not None else ()
        parts = *left, self.notice, self.pressure, self.activity, self.choices, self.waiting, self.meter, self.composer
        above, below = stack(self.banner, margins=(24, 14, 24, 8)), stack(*parts, margins=(24, 4, 24, 20), gap=12)
        stack(self.header, centre(above, COLUMN), wide(self._middle), centre(below, COLUMN), within=page, gap=0)
        if self.chats is None:
            self.header.chats.hide()
            self.setCentralWidget(self.beside)
        else:
            self.sides = Sides(self.chats, self.beside)
            self.setCentralWidget(self.sides)

    def _wire(self) -> None:
        desk, wishes = self._desk, self._wishes
        self.transcript.asked.connect(wishes.obey_transcript)
        desk.model.changed.connect(self.transcript.look_again)
        self.composer.asked.connect(wishes.obey_composer)
        if self.composer.talk is not None:
            self.composer.talk.asked.connect(wishes.obey_talk_button)
        if self.composer.dictate is not None:
            self.composer.dictate.asked.connect(wishes.obey_talk_button)
        if self.left is not None:
            self.left.asked.connect(wishes.obey_left)
        for part in (self.meter, self.choices):
            part.asked.connect(wishes.obey_context)
        for part in (self.header, self.banner, self.pressure, self.empty):
            part.asked.connect(wishes.obey_window)
        self.waiting.asked.connect(wishes.obey_waiting)
        desk.keeper.chat_changed.connect(self.waiting.refresh)
        self.beside.shown.connect(self.header.set_documents)
        for changed in (desk.transcript.added, desk.transcript.cut, desk.transcript.replaced):
            changed.connect(self._show_middle)
        if desk.past is not None and self.sides is not None and self.chats is not None:
            self.chats.asked.connect(wishes.obey_window)
            self.sides.shown.connect(self.header.set_side)
            self.sides.covered.connect(self.chats.back.setVisible)
            desk.past.chats.opened.connect(self._opened)
            desk.past.chats.found.connect(self._show_found)
            desk.past.chats.exported.connect(self._exported)
        self.header.memos.setVisible(desk.memos is not None)
        self.header.settings.setVisible(desk.settings is not None)
        if desk.settings is not None:
            desk.settings.controller.theme_changed.connect(self.retheme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.retheme)

    def _make_actions(self) -> None:
        bind(
            self,
            (QKeySequence.StandardKey.New, partial(self._wishes.obey_window, OfWindow.NEW_CHAT)),
            (QKeySequence.StandardKey.Open, self.dialogs.attach),
            (QKeySequence("Ctrl+M"), self.dialogs.models),
            (QKeySequence("Ctrl+Shift+M"), self.dialogs.memos),
            (QKeySequence("Ctrl+,"), self.dialogs.settings),
            (QKeySequence("Ctrl+L"), self._wishes.focus_field),
            (QKeySequence("Ctrl+B"), partial(self._wishes.obey_window, OfWindow.CHATS)),
            (QKeySequence("Ctrl+D"), self.beside.toggle),
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence("Ctrl+Shift+S"), self.composer.capture.click),
            (QKeySequence(Qt.Key.Key_Escape), self._escape),
            (QKeySequence.StandardKey.Quit, self.leave),
        )

    def _opened(self, _opened: object) -> None:
        if self.chats is not None and self.chats.isAncestorOf(QApplication.focusWidget() or self):
            self._wishes.focus_field()

    def _show_found(self, message: int) -> None:
        for index, entry in enumerate(self._desk.transcript.entries):
            if entry.kept == message:
                self.transcript.show_message(index)

    def _exported(self, target: Path) -> None:
        self._desk.notice.show(say("chat-exported", path=target), good=True)

    def _find(self) -> None:
        if self.sides is not None and self.chats is not None:
            self.sides.bring()
            self.chats.search.take_focus()

    def _title(self, chat: int) -> str:
        """Of a chat, as the side bar has it."""
        known = self._desk.past.shown.chat(chat) if self._desk.past is not None else None
        return known.title if known is not None else "another chat"

    def _player(self, attached: Attached) -> QWidget:
        assert self._desk.senses is not None
        return Recorded(attached, self._desk.senses.playback, self._desk.recognition)

    def _escape(self) -> None:
        if self._desk.senses is None or not self._desk.senses.both.cancel():
            self._desk.chat.stop()

    def _show_middle(self) -> None:
        self._middle.setCurrentWidget(self.transcript if self._desk.transcript.entries else self.empty)

    def _first_size(self) -> QSize:
        room = self.screen().availableGeometry().size()
        return QSize(980 if self.chats is None else 1140, 800).boundedTo(room * 0.92)
