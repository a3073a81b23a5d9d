"""The main window: puts the parts in place, takes drops anywhere, and wires what is done to the controllers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app import wording
from app.chats.chats_panel import ChatsBar
from app.conversation.composer.composer import Composer
from app.conversation.composer.mime import Brought, brings, brought
from app.conversation.context.choices_panel import ChoicesPanel
from app.conversation.context.meter import Meter
from app.conversation.empty import EmptyState
from app.conversation.transcript.transcript_view import COLUMN, TranscriptView
from app.desk import Desk
from app.documents.documents_panel import Beside
from app.look import theme
from app.look.flow import centred
from app.look.shortcuts import bind
from app.models.pressure_card import PressureCard
from app.sound.player import Player
from app.values import Attached
from app.window.dialogs import Dialogs
from app.window.header import Header
from app.window.notices import ActivityLine, NoticeBar, StarterBanner
from app.window.sides import Sides

__all__ = ["Window"]


def _never() -> bool:
    return False


class Window(QMainWindow):
    """Holds no state of its own: what it shows is in the desk's view models."""

    microphones_asked = Signal()
    """The settings are open: which microphones are there?"""
    waiting_for_key = Signal(bool)
    """A key is about to be pressed for a setting, or was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.stays: Callable[[], bool] = _never
        """Whether Hush goes on, in the tray, when the window is closed."""
        self.dialogs = Dialogs(desk, self)
        self.setWindowTitle("Hush")
        self.setAcceptDrops(True)
        self.header = Header(desk.model)
        self.transcript = TranscriptView(desk.transcript, player=self._player if desk.senses is not None else None)
        self.empty = EmptyState()
        self.banner, self.notice = StarterBanner(desk.model, desk.choices), NoticeBar(desk.notice)
        self.activity, self.meter = ActivityLine(desk.activity, desk.model), Meter(desk.meter)
        self.choices, self.pressure = ChoicesPanel(desk.choices), PressureCard(desk.pressure)
        self.composer = Composer(desk.draft, desk.activity, desk.model, desk.senses.heard if desk.senses is not None else None)
        self.chats = ChatsBar(desk.past.chats, desk.past.shown) if desk.past is not None else None
        self.sides: Sides | None = None
        self._middle = QStackedWidget()
        self._arrange()
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
            app.setStyleSheet(theme.style_sheet(theme.current()))
        for part in (self.header, self.empty, self.banner, self.notice, self.pressure, self.choices, self.composer, self.beside):
            part.retheme()
        if self.chats is not None:
            self.chats.retheme()
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
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.composer.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.composer.set_dropping(False)
        self._take(brought(event.mimeData()))
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
        above, below = QVBoxLayout(), QVBoxLayout()
        above.setContentsMargins(24, 14, 24, 8)
        above.addWidget(self.banner)
        below.setContentsMargins(24, 4, 24, 20)
        below.setSpacing(12)
        for part in (self.notice, self.pressure, self.activity, self.choices, self.meter, self.composer):
            below.addWidget(part)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(centred(above, COLUMN))
        column.addWidget(self._middle, 1)
        column.addLayout(centred(below, COLUMN))
        if self.chats is None:
            self.header.chats.hide()
            self.setCentralWidget(self.beside)
        else:
            self.sides = Sides(self.chats, self.beside)
            self.setCentralWidget(self.sides)

    def _wire(self) -> None:
        desk, composer = self._desk, self.composer
        composer.typed.connect(desk.drafts.set_text)
        composer.sent.connect(desk.chat.send)
        composer.stopped.connect(desk.chat.stop)
        composer.attach_asked.connect(self.dialogs.attach)
        composer.given.connect(self._take)
        composer.page_asked.connect(self.transcript.turn_page)
        composer.chip_removed.connect(desk.drafts.remove)
        composer.thinking_chosen.connect(desk.chat.think)
        composer.chips.size_chosen.connect(desk.drafts.choose_size)
        composer.chips.pages_chosen.connect(desk.drafts.choose_pages)
        self.meter.room_asked.connect(desk.room.open)
        self.choices.chosen.connect(desk.room.choose)
        self.choices.undone.connect(desk.room.undo)
        self.choices.closed.connect(desk.room.close)
        self.pressure.plan_taken.connect(desk.relief.use_plan)
        self.pressure.dismissed.connect(desk.relief.dismiss)
        self.header.model_asked.connect(self.dialogs.models)
        self.header.settings_asked.connect(self.dialogs.settings)
        self.header.memos_asked.connect(self.dialogs.memos)
        self.header.documents_asked.connect(self.beside.toggle)
        self.beside.shown.connect(self.header.set_documents)
        self.transcript.page_asked.connect(self.beside.open_cited)
        self.header.memos.setVisible(desk.memos is not None)
        self.empty.example_chosen.connect(desk.examples.ask)
        self.dialogs.microphones_asked.connect(self.microphones_asked)
        self.dialogs.waiting_for_key.connect(self.waiting_for_key)
        self.header.new_asked.connect(self._new_chat)
        self.banner.choose_asked.connect(self.dialogs.models)
        desk.transcript.added.connect(self._show_middle)
        desk.transcript.cut.connect(self._show_middle)
        desk.transcript.replaced.connect(self._show_middle)
        self.transcript.edit_asked.connect(self._edit)
        self.transcript.edit_ended.connect(desk.chat.end_edit)
        self.transcript.regenerate_asked.connect(desk.chat.regenerate)
        self.transcript.bring_back_asked.connect(desk.room.bring_back)
        self.transcript.branch_asked.connect(desk.chat.show_branch)
        self._wire_chats()
        self._wire_senses()
        if desk.settings is None:
            self.header.settings.hide()
        else:
            desk.settings.controller.theme_changed.connect(self.retheme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.retheme)

    def _wire_chats(self) -> None:
        past, sides, chats = self._desk.past, self.sides, self.chats
        if past is None or sides is None or chats is None:
            return
        self.header.chats_asked.connect(sides.toggle)
        sides.shown.connect(self.header.set_side)
        sides.covered.connect(chats.back.setVisible)
        chats.new_asked.connect(self._new_chat)
        chats.left.connect(self._focus_field)
        past.chats.opened.connect(self._opened)
        past.chats.exported.connect(self._exported)

    def _wire_senses(self) -> None:
        senses, composer = self._desk.senses, self.composer
        if senses is None or composer.talk is None:
            return
        composer.capture_asked.connect(senses.both.take_picture)
        composer.talk.talk_pressed.connect(self._talk)
        composer.talk.talk_released.connect(senses.voice.released)

    def _make_actions(self) -> None:
        bind(
            self,
            (QKeySequence.StandardKey.New, self._new_chat),
            (QKeySequence.StandardKey.Open, self.dialogs.attach),
            (QKeySequence("Ctrl+M"), self.dialogs.models),
            (QKeySequence("Ctrl+Shift+M"), self.dialogs.memos),
            (QKeySequence("Ctrl+,"), self.dialogs.settings),
            (QKeySequence("Ctrl+L"), self._focus_field),
            (QKeySequence("Ctrl+B"), self.header.chats_asked.emit),
            (QKeySequence("Ctrl+D"), self.beside.toggle),
            (QKeySequence.StandardKey.Find, self._find),
            (QKeySequence("Ctrl+Shift+S"), self.composer.capture.click),
            (QKeySequence(Qt.Key.Key_Escape), self._escape),
            (QKeySequence.StandardKey.Quit, self.leave),
        )

    def _new_chat(self) -> None:
        self._desk.chat.new_chat()
        self._focus_field()

    def _opened(self, _opened: object) -> None:
        if self.chats is not None and self.chats.isAncestorOf(QApplication.focusWidget() or self):
            self._focus_field()

    def _exported(self, target: Path) -> None:
        self._desk.notice.show(f"The chat was written to {target}.", good=True)

    def _find(self) -> None:
        if self.sides is not None and self.chats is not None:
            self.sides.bring()
            self.chats.focus_search()

    def _edit(self, index: int) -> None:
        self._desk.chat.edit(index)
        self.composer.field.setFocus()

    def _talk(self) -> None:
        if self._desk.senses is not None:
            self._desk.senses.voice.pressed("auto")  # a button is not the key, whatever that is set to

    def _player(self, attached: Attached) -> QWidget:
        assert self._desk.senses is not None
        return Player(attached, self._desk.senses.playback)

    def _escape(self) -> None:
        if self._desk.senses is None or not self._desk.senses.both.cancel():
            self._desk.chat.stop()

    def _focus_field(self) -> None:
        if self.sides is not None:
            self.sides.give_way()
        self.beside.give_way()
        self.composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self, content: Brought) -> None:
        drafts = self._desk.drafts
        if content.files:
            drafts.attach_files(list(content.files))
        elif isinstance(content.picture, bytes):
            drafts.attach_bytes("picture.png", content.picture)
        elif content.picture is not None:
            drafts.attach_picture(content.picture)
        for link in content.links:
            drafts.refuse(link, wording.NOT_FETCHED)
        if content.text:
            self.composer.field.insertPlainText(content.text)

    def _show_middle(self) -> None:
        self._middle.setCurrentWidget(self.transcript if self._desk.transcript.entries else self.empty)

    def _first_size(self) -> QSize:
        room = self.screen().availableGeometry().size()
        return QSize(980 if self.chats is None else 1140, 800).boundedTo(room * 0.92)
