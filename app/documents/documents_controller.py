"""The documents beside the conversation: which there are, and the page of one that is looked at, drawn when it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from app import wording
from app.conversation.asked import OpenPage
from app.conversation.context.pricing import PricingController
from app.conversation.on_screen import OnScreen
from app.documents.open_documents import Document, Documents, Place, explain_pages, find_named, list_read, places
from app.pauses import once
from app.recognition.recognition import RecognitionController
from app.sentences import say
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.worker import Worker
from app.worker.lane import IDLE, ignore
from app.worker.media import FindPassage, ShowPage
from inference.conversation import DocumentPart
from inference.events import Failed
from inference.sentences import Sentence

__all__ = ["ChatDocuments", "DocumentsController"]

SETTING = "documents_shown"


class DocumentsController(QObject):
    """Follows the draft and the branch that is shown. A page is drawn only while something is there to show it.

    `settings` and `chosen` keep whether the person wants to see documents; without them that is forgotten at the end.
    """

    def __init__(
        self,
        worker: Worker,
        shown: Documents,
        prices: PricingController,
        on_screen: OnScreen,
        *,
        settings: SettingsController | None = None,
        chosen: SettingsModel | None = None,
    ) -> None:
        super().__init__()
        self._worker, self._shown, self._prices = worker, shown, prices
        self._draft, self._transcript = on_screen.draft, on_screen.transcript
        self._activity, self._notice = on_screen.activity, on_screen.notice
        draft, transcript, activity = on_screen.draft, on_screen.transcript, on_screen.activity
        self._settings, self._chosen = settings, chosen
        self._phase = activity.phase
        self._lost: list[Document] = []
        """Of the chat that was opened, those that are not kept any more, and why."""
        self._width = 0
        self._job = IDLE
        self._asked: tuple[DocumentPart, int, int] | None = None
        self._search = IDLE
        self._sought: tuple[Place, ...] = ()
        """The pages that a citation may mean, while the one is looked for that holds what was cited."""
        # One look for however many changes.
        self._due = once(self, self._look)
        for signal in (transcript.added, transcript.changed, transcript.cut, transcript.replaced):
            signal.connect(self._soon)
        transcript.replaced.connect(self._forget_lost)
        transcript.cut.connect(self._cut)
        draft.chips_changed.connect(self._soon)
        prices.priced.connect(self._soon)
        activity.changed.connect(self._follow_phase)
        shown.page_changed.connect(self._draw)
        if chosen is not None:
            chosen.changed.connect(self._set)
            self._set()

    @Slot(object)
    def miss(self, lost: tuple[tuple[str, str], ...]) -> None:
        """Names of documents of the chat that is shown whose files are gone or spoilt, each with a sentence."""
        self._lost.extend(Document(name, problem=problem) for name, problem in lost)
        self._soon()

    def want(self, wanted: bool) -> None:
        """Show the documents where there are some, or hide them; remembered for the next start."""
        if self._settings is not None:
            self._settings.set(SETTING, wanted)
        else:
            self._shown.want(wanted)

    def choose(self, index: int) -> None:
        """Look at another document of the list."""
        if 0 <= index < len(self._shown.documents):
            self._shown.choose(self._shown.documents[index])

    def turn(self, step: int) -> None:
        """The next page (1) or the one before (-1); at either end nothing."""
        self.go_to(self._shown.number + step)

    def go_to(self, number: int) -> None:
        """The page `number` of the document that is looked at, or the nearest there is."""
        current = self._shown.current
        if current is not None and (wanted := max(1, min(number, current.pages))) != self._shown.number:
            self._shown.choose(current, wanted)

    def open_cited(self, asked: OpenPage) -> bool:
        """Look at the page that a message cites, of the documents it was written from. False, with a notice, where none has it.

        Where several have it, at the likeliest until the one is found that holds what was cited.
        """
        citation = asked.citation
        read = find_named(citation, list_read(self._transcript.entries, asked.entry))
        found = places(citation, read) or tuple((lost, 1) for lost in find_named(citation, self._lost))
        if not found:
            self._notice.show(explain_pages(citation, read) if read else self._explain_unread(citation.name))
            return False
        self._shown.choose(*found[0])
        self._search.forget()
        self._sought = found
        parts = tuple((document.part, number) for document, number in found if document.part is not None)
        if len(parts) > 1:
            self._search = self._worker.submit(FindPassage(parts, citation.passage), self._turn_to_found, ignore)
        return True

    def set_width(self, width: int) -> None:
        """Set how wide a page is shown, in pixels of the screen; 0 while none is."""
        self._width = width
        self._draw()

    def _explain_unread(self, name: str) -> Sentence:
        """Why nothing can be looked at where no document was read, or none of this name."""
        if any(one.name == name for one in self._shown.documents):
            return say("not-written-from", name=name)
        return say("document-gone", name=name) if name else say("some-document-gone")

    def _turn_to_found(self, index: int | None) -> None:
        """Unless the person has turned to another page meanwhile."""
        current, (first, number) = self._shown.current, self._sought[0]
        if index and current is not None and current.is_same(first) and self._shown.number == number:
            self._shown.choose(*self._sought[index])

    def _soon(self, *_of_a_signal: object) -> None:
        self._due.start()

    @Slot()
    def _follow_phase(self) -> None:
        if self._activity.phase != self._phase:
            self._phase = self._activity.phase
            self._soon()

    @Slot()
    def _forget_lost(self) -> None:
        """Another chat or branch is shown."""
        self._lost.clear()

    @Slot(int)
    def _cut(self, index: int) -> None:
        if index == 0:
            self._lost.clear()

    @Slot()
    def _look(self) -> None:
        """All documents in the order they were given, each once: a later time it was given counts, with the pages used then."""
        found: list[Document] = []
        for document in (*self._lost, *self._list_sent(), *self._list_drafted()):
            found = [one for one in found if not one.is_same(document)]
            found.append(document)
        if self._activity.phase == "waiting":  # what is sent has left the draft, and stands in the conversation once it is kept
            found[:0] = [one for one in self._shown.documents if not any(one.is_same(other) for other in found)]
        self._shown.show(tuple(found))

    def _list_sent(self) -> list[Document]:
        places = {spoken.entry: place for place, spoken in enumerate(self._transcript.list_spoken()) if not spoken.is_summary}
        return [
            Document(seen.part.name, seen, self._prices.tokens_of(places[index], seen.part) if index in places else None)
            for index, entry in enumerate(self._transcript.entries)
            for seen in entry.attachments
            if seen.part.kind == "document"
        ]

    def _list_drafted(self) -> list[Document]:
        """The documents of the draft, with those that cannot be used, which say why."""
        return [
            Document(chip.name, chip.attached, chip.tokens, chip.problem)
            for chip in self._draft.chips
            if chip.kind == "document" or (chip.problem and chip.attached is None and chip.name.lower().endswith(".pdf"))
        ]

    @Slot()
    def _draw(self) -> None:
        """Have the page drawn that is looked at, unless it is, or is being drawn."""
        part = self._shown.current.part if self._shown.current is not None else None
        if part is None or not self._width:
            self._forget()
            return
        wanted = (replace(part, pages=None), self._shown.number, self._width)
        if wanted != self._asked:
            self._forget()
            self._asked = wanted
            self._job = self._worker.submit(ShowPage(*wanted), self._shown.show_page, self._complain)

    def _forget(self) -> None:
        self._job.forget()
        self._asked = None

    def _complain(self, failed: Failed) -> None:
        self._shown.show_problem(str(wording.sentence(failed.error)))

    def _set(self, *_of_a_signal: object) -> None:
        if self._chosen is not None:
            self._shown.want(self._chosen.settings.documents_shown)


@dataclass(frozen=True)
class ChatDocuments:
    """The documents of the chat on screen."""

    controller: DocumentsController
    shown: Documents
    texts: RecognitionController
