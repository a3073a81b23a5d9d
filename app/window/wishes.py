"""What is asked for in the window is done: by a controller, a dialog, or another part of the window.

One `match` for each part of the window. A wish that nobody knows is an error, at once and with its name.
"""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.chats.asked import OfBar
from app.conversation import asked
from app.conversation.composer.composer import Composer
from app.conversation.composer.mime import Brought
from app.conversation.transcript.leads import read_lead
from app.conversation.transcript.transcript_view import TranscriptView
from app.desk import Desk
from app.documents.documents_panel import Beside
from app.models.asked import OfPressure
from app.sentences import say
from app.sound.asked import OfLeft, OfTalk
from app.values import Attached
from app.window.asked import OfWindow
from app.window.dialogs import Dialogs
from app.window.sides import Sides

__all__ = ["Wishes"]


class Wishes(QObject):
    """Each `obey_…` is for the `asked` of the part it is called after. `sides` is None where no chat is kept."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        dialogs: Dialogs,
        composer: Composer,
        transcript: TranscriptView,
        beside: Beside,
        sides: Sides | None,
    ) -> None:
        super().__init__(window)
        self._desk, self._dialogs = desk, dialogs
        self._composer, self._transcript, self._beside, self._sides = composer, transcript, beside, sides

    def expect(self) -> None:
        """Something is dragged over the window."""
        self._desk.drafts.expect()

    @Slot(object)
    def obey_transcript(self, wish: asked.AskedOfTranscript) -> None:
        chat = self._desk.chat
        match wish:
            case asked.Edit(entry):
                chat.edit(entry)
                self._composer.field.setFocus()
            case asked.SendAgain(entry):
                self._desk.room.bring_back(entry)
            case asked.Branch(entry, sibling):
                chat.show_branch(entry, sibling)
            case asked.OpenLink(address):
                self._show_lead(address)
            case asked.OpenPage():
                self._beside.open_cited(wish)
            case asked.OpenPicture():
                self._dialogs.picture(wish)
            case asked.HearFrom(recording, second):
                self._hear(recording, second)
            case asked.OfAnswer.ONCE_MORE:
                chat.regenerate()
            case asked.GetModel():
                self._dialogs.models(real=True)
            case asked.OfAnswer.END_EDIT:
                chat.end_edit()
            case _:
                assert_never(wish)

    def _show_lead(self, address: str) -> None:
        """The first click shows where it leads and what it carries: what a document says may have written the link."""
        if (lead := read_lead(address)) is None:
            return
        if lead.carries:
            said = say("link-carries", where=lead.where, carries=lead.carries)
        else:
            said = say("link-leads", where=lead.where)

        def open_it() -> None:
            QDesktopServices.openUrl(QUrl(address))

        self._desk.notice.show(said, good=not lead.carries, action="Open it", act=open_it)

    def _hear(self, recording: Attached, second: float) -> None:
        if self._desk.senses is not None and recording.part.kind == "audio":
            self._desk.senses.playback.play(recording.part, second)

    @Slot(object)
    def obey_composer(self, wish: asked.AskedOfComposer) -> None:
        chat, drafts = self._desk.chat, self._desk.drafts
        match wish:
            case asked.Write(text):
                drafts.set_text(text)
            case asked.Take(content):
                self.take(content)
            case asked.Think(on):
                chat.think(on)
            case asked.TurnPage(step):
                self._transcript.turn_page(step)
            case asked.OfDraft():
                self._obey_button(wish)
            case _:
                self._obey_chip(wish)

    def _obey_chip(self, wish: asked.AskedOfChip) -> None:
        drafts = self._desk.drafts
        match wish:
            case asked.Remove(chip):
                drafts.remove(chip)
            case asked.ChooseSize(chip, tokens):
                drafts.choose_size(chip, tokens)
            case asked.ChoosePages(chip, words):
                drafts.choose_pages(chip, words)
            case asked.ChooseGiven(chip, given):
                drafts.choose_given(chip, given)
            case asked.AttachFolder(chip):
                drafts.attach_folder(chip)
            case asked.ShowGiven(chip):
                self._dialogs.given(chip)
            case asked.OpenPicture():
                self._dialogs.picture(wish)
            case _:
                assert_never(wish)

    def _obey_button(self, wish: asked.OfDraft) -> None:
        match wish:
            case asked.OfDraft.SEND:
                self._send()
            case asked.OfDraft.STOP:
                self._desk.chat.stop()
            case asked.OfDraft.ATTACH:
                self._dialogs.attach()
            case asked.OfDraft.TAKE_PICTURE:
                assert self._desk.senses is not None
                self._desk.senses.both.take_picture()
            case _:
                assert_never(wish)

    def _send(self) -> None:
        """What is being said ends, and goes with it."""
        voice = self._desk.senses.voice if self._desk.senses is not None else None
        if voice is not None and voice.active:
            voice.toggle()
            if not voice.dictating:
                return  # the recording is sent when it is here
        self._desk.chat.send()

    @Slot(object)
    def obey_talk_button(self, wish: OfTalk) -> None:
        assert self._desk.senses is not None
        voice = self._desk.senses.voice
        match wish:
            case OfTalk.PRESS:
                voice.press("auto")  # a button is not the key, whatever that is set to
            case OfTalk.RELEASE:
                voice.release()
            case OfTalk.SWITCH:
                voice.switch()
            case _:
                assert_never(wish)

    @Slot(object)
    def obey_left(self, wish: OfLeft) -> None:
        assert self._desk.senses is not None
        recordings = self._desk.senses.recordings
        match wish:
            case OfLeft.BRING_BACK:
                recordings.bring_back()
                self._composer.field.setFocus()
            case OfLeft.DELETE:
                recordings.give_up()
            case _:
                assert_never(wish)

    @Slot(object)
    def obey_waiting(self, wish: asked.OfWaiting) -> None:
        queue, turns = self._desk.queue, self._desk.turns
        assert queue is not None
        assert turns is not None
        match wish:
            case asked.OfWaiting(waiting, "send"):
                queue.send(waiting)
            case asked.OfWaiting(waiting, "edit"):
                turns.edit(waiting)
                self._composer.field.setFocus()
            case asked.OfWaiting(waiting, "move up"):
                queue.move_up(waiting)
            case asked.OfWaiting(waiting, "withdraw"):
                turns.withdraw(waiting)
            case _:
                raise TypeError(f"nobody knows {wish}")

    @Slot(object)
    def obey_context(self, wish: asked.AskedOfContext) -> None:
        room = self._desk.room
        match wish:
            case asked.TakeChoice(choice):
                room.choose(choice)
            case asked.OfContext.MAKE_ROOM:
                room.open()
            case asked.OfContext.UNDO:
                room.undo()
            case asked.OfContext.CLOSE:
                room.close()
            case _:
                assert_never(wish)

    @Slot(object)
    def obey_window(self, wish: OfWindow | OfBar | OfPressure | asked.Try | asked.GetModel) -> None:
        """Of the header, the side bar, the banner, the card of pressure and the empty window."""
        match wish:
            case OfWindow.MODELS | OfWindow.REAL_MODEL | asked.GetModel():
                self._dialogs.models(real=wish is not OfWindow.MODELS)
            case OfWindow.MEMOS:
                self._dialogs.memos()
            case OfWindow.SETTINGS:
                self._dialogs.settings()
            case OfWindow.CHATS:
                if self._sides is not None:
                    self._sides.toggle()
            case OfWindow.DOCUMENTS:
                self._beside.toggle()
            case OfWindow.NEW_CHAT | OfBar.NEW_CHAT:
                self._desk.chat.new_chat()
                self.focus_field()
            case OfBar.LEAVE:
                self.focus_field()
            case OfPressure.USE_PLAN:
                self._desk.relief.use_plan()
            case OfPressure.DISMISS:
                self._desk.relief.dismiss()
            case asked.Try(example):
                self._desk.examples.ask(example)
            case _:
                assert_never(wish)

    def focus_field(self) -> None:
        """The keyboard is in the message field, which can be seen."""
        if self._sides is not None:
            self._sides.give_way()
        self._beside.give_way()
        self._composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take(self, content: Brought) -> None:
        """Attach what was dropped or pasted; words go where one writes."""
        drafts = self._desk.drafts
        if content.files:
            drafts.attach_files(list(content.files))
        elif isinstance(content.picture, bytes):
            drafts.attach_bytes("picture.png", content.picture)
        elif content.picture is not None:
            drafts.attach_picture(content.picture)
        if content.page:
            drafts.attach_bytes("page.html", content.page)
        for link in content.links:
            drafts.refuse(link, say("only-a-link"))
        if content.text:
            self._composer.field.insertPlainText(content.text)
