"""What Hush takes from a file: its text page by page, what was read in its pictures, what is said in it, and every loss, told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inference.child import Ended
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.decoding.decoder import decoder
from inference.errors import InputError, MediaError
from inference.media.page import Page
from inference.recognition.answering import tell_stopped, what_is_unread
from inference.recognition.readers import Readers
from inference.recognition.speech import Heard, Speech, Word
from inference.recognition.text import PictureText
from inference.sentences import say
from inference.stop import StopFlag

__all__ = ["Reader", "Taken", "TakenPage"]


@dataclass(frozen=True)
class TakenPage:
    """`looked_at`: a model that sees is shown the page as a picture; `why` says why, or what is missing. `number` is from 1."""

    number: int
    text: str
    looked_at: bool = False
    why: str | None = None
    was_read: bool = False
    """`text` is what stands in its picture, be it nothing."""


@dataclass(frozen=True)
class Taken:
    """What one file gives: `pages` of a document, `pictures` with what they say, `words` with their times; the rest is empty."""

    kind: str
    pages: tuple[TakenPage, ...] = ()
    pictures: tuple[PictureText, ...] = ()
    words: tuple[Word, ...] = ()
    spoken: str = ""
    seconds: float | None = None
    notes: tuple[str, ...] = ()
    whole: bool = True
    """Not, where it was stopped: what was read until then."""
    left_out: str = ""
    """What is said where more scanned pages follow than were to be read; its pages end before them."""


class Reader:
    """Reads files one after another; its processes are kept between them. Close it at the end."""

    def __init__(self, stop: StopFlag, tell: Callable[[str], None], *, likely: Sequence[str] = ()) -> None:
        """`tell` hears how far it is, as a few words; `likely` are the languages that this person may speak."""
        self._stop, self._tell, self._likely, self._readers = stop, tell, likely, Readers()

    def close(self) -> None:
        self._readers.close()

    def take(self, part: ImagePart | AudioPart | DocumentPart, most: int | None = None) -> Taken:
        """What is in it, of a document at `most` so many scanned pages; where it is stopped what was read until then, which of a
        picture is nothing. Raises MediaError for a file that cannot be used, InputError where a recogniser is not installed,
        MemoryShort."""
        try:
            if part.kind == "image":
                return self._picture(part)
            return self._recording(part) if part.kind == "audio" else self._document(part, most)
        except Ended as ended:
            raise MediaError("recogniser-ended", name=part.name, reason=str(ended)) from ended

    def read(self, part: ImagePart | AudioPart) -> PictureText | Speech:
        """What a picture or a recording says; as `take`."""
        try:
            return self._read(part) if part.kind == "image" else self._hear(part)
        except Ended as ended:
            raise MediaError("recogniser-ended", name=part.name, reason=str(ended)) from ended

    def _read(self, part: ImagePart) -> PictureText:
        return self._readers.read(part.data, part.name, stop=self._stop)

    def _hear(self, part: AudioPart) -> Speech:
        words, seconds = list[Word](), 0.0

        def told(heard: Heard) -> None:
            nonlocal seconds
            words.extend(heard.words)
            seconds = heard.seconds
            done = say("writing-down", share=heard.share) if heard.share else say("writing-down-for", seconds=heard.seconds)
            self._tell(str(done))

        try:
            return self._readers.write_down(part.data, part.name, likely=self._likely, stop=self._stop, tell=told)
        except Ended:
            if not self._stop.is_set():
                raise
            return Speech(tuple(words), "", seconds)

    def _picture(self, part: ImagePart) -> Taken:
        remark = decoder().look(part.name, part.data, side=1, peaks=1, stop=self._stop).remark
        said, read = [remark] if remark else list[str](), self._read(part)
        if not read.lines:
            said.append(str(say("nothing-read")))
        elif unread := what_is_unread(read):
            said.append(unread)
        return Taken("picture", pictures=(read,), notes=tuple(said))

    def _recording(self, part: AudioPart) -> Taken:
        said, whole = self._hear(part), not self._stop.is_set()
        notes = [said.remark] if said.remark else list[str]()
        if not whole:
            notes.append(tell_stopped(said))
        elif not said.words:
            notes.append(str(say("nobody-speaks")))
        return Taken("recording", words=said.words, spoken=said.text, seconds=said.seconds, notes=tuple(notes), whole=whole)

    def _document(self, part: DocumentPart, most: int | None) -> Taken:
        pages = decoder().pages(part, stop=self._stop, tell=lambda share: self._tell(str(say("reading-it", share=share))))
        taken, pictures, notes = list[TakenPage](), list[PictureText](), [page.remark for page in pages if page.remark]
        scanned, left_out = [page.number for page in pages if page.text is None], ""
        for page in pages:
            if page.text is not None:
                taken.append(TakenPage(page.number, page.text))
                continue
            if most is not None and len(pictures) >= most:
                left_out = str(say("scan-long", name=part.name, count=len(scanned), most=most))
                break
            self._tell(str(say("reading-page", number=page.number, count=len(pages))))
            one, read = self._page(part, page)
            if one is None:
                notes.append(str(say("reading-stopped", count=len(scanned), done=scanned.index(page.number))))
                break
            taken.append(one)
            if read is not None:
                pictures.append(read)
                if unread := what_is_unread(read):
                    notes.append(str(say("of-page", number=page.number, problem=unread)))
        if looked := [str(page.number) for page in taken if page.looked_at]:
            notes.append(str(say("pages-looked-at", pages=", ".join(looked))))
        whole = not self._stop.is_set()
        return Taken("document", tuple(taken), tuple(pictures), notes=tuple(notes), whole=whole, left_out=left_out)

    def _page(self, part: DocumentPart, page: Page) -> tuple[TakenPage | None, PictureText | None]:
        """A page whose picture is read, and what was read; no page where it was stopped."""
        reason = page.why or "no-text"
        why = say(reason)
        try:
            read = self._readers.read_page(part.data, part.name, page.number, stop=self._stop)
        except InputError as error:  # no recogniser is installed: the rest of the file is worth having
            missing = str(say("page-not-read", why=why, problem=str(error)))
            return TakenPage(page.number, "", looked_at=True, why=missing), None
        except Ended:
            if not self._stop.is_set():
                raise
            return None, None
        said = str(say("page-read", why=why) if read.lines else say("nothing-read"))
        if unread := what_is_unread(read):
            said = f"{said} {unread}"
        return TakenPage(page.number, read.text, looked_at=True, why=said, was_read=True), read
