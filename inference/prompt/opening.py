"""Attachments to texts and media: decoded once, remembered while a chat goes on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from inference.conversation import IMAGE_BUDGETS, AudioPart, DocumentPart, Given, ImagePart
from inference.decoding.decoder import Wanted, decoder
from inference.errors import InputError, MediaError
from inference.media.density import choices
from inference.media.page import Page
from inference.media.prepared import SAMPLE_RATE, PreparedImage
from inference.prompt.assemble import Media, Opened, Source, document_text, read_text
from inference.stop import StopFlag

__all__ = ["Opener", "PictureRules"]

_REMEMBERED_BYTES = 64 * 1024**2
_REMEMBERED_DOCUMENTS = 8


@dataclass(frozen=True)
class PictureRules:
    """How a model wants its pictures.

    `patch` is the side of one soft token in pixels, None if llama.cpp sizes this model's pictures itself;
    `positions` the rows of its position table; `default` and `largest` soft-token budgets.
    """

    patch: int | None
    positions: int
    default: int
    largest: int


class Opener:
    """Opens the parts of a request by the rules of one model. Raises MediaError or InputError."""

    def __init__(self, *, pictures: PictureRules | None, sound: bool) -> None:
        self._pictures = pictures
        self._sound = sound
        self._known: OrderedDict[tuple[object, ...], tuple[str | Media, ...]] = OrderedDict()
        self._read: OrderedDict[tuple[str, str], tuple[Page, ...]] = OrderedDict()
        self._sides: dict[str, tuple[int, int]] = {}

    def open(
        self,
        message: int,
        part: ImagePart | AudioPart | DocumentPart,
        *,
        image_tokens: int | None,
        stop: StopFlag | None = None,
    ) -> Opened:
        """`part` of message number `message`, decoded; `image_tokens` is the request's budget for a picture."""
        own = part.tokens if part.kind == "image" else part.pages if part.kind == "document" else None
        read = part.texts if part.kind == "document" else part.text
        key = (part.kind, part.digest, part.name, own, image_tokens, part.given, read)
        if key not in self._known:
            self._known[key] = self._items(part, image_tokens, stop)
            self._forget_oldest()
        self._known.move_to_end(key)
        return Opened(Source(message, part.kind, part.name), self._known[key])

    def sizes(self, part: ImagePart, *, stop: StopFlag | None = None) -> tuple[tuple[int, int], ...]:
        """Every budget that `part` may be given here, with the soft tokens it would then be; ascending.

        Empty where llama.cpp sizes the model's pictures itself. Raises MediaError for a picture that cannot be used.
        """
        rules = self._pictures
        if rules is None or rules.patch is None:
            return ()
        if part.digest not in self._sides:
            self._sides[part.digest] = decoder().size(part, stop=stop)
        offered = choices(*self._sides[part.digest], None, patch=rules.patch, positions=rules.positions)
        return tuple((choice.budget, choice.tokens) for choice in offered if choice.budget <= rules.largest)

    def pages(self, part: DocumentPart, *, stop: StopFlag | None = None) -> tuple[Page, ...]:
        """The pages of `part` that are asked for. Raises MediaError."""
        key = (part.digest, part.name)
        known = {page.number: page for page in self._read.get(key, ())}
        if part.pages and known.keys() >= set(part.pages):
            return tuple(known[number] for number in part.pages)
        read = decoder().pages(part, stop=stop)
        if len(read) >= len(known):
            self._read[key] = read
            if len(self._read) > _REMEMBERED_DOCUMENTS:
                self._read.popitem(last=False)
        return read

    def _items(
        self, part: ImagePart | AudioPart | DocumentPart, image_tokens: int | None, stop: StopFlag | None
    ) -> tuple[str | Media, ...]:
        if part.kind == "image":
            itself, as_text = _forms(part.given, part.text, able=self._pictures is not None)
            items: list[str | Media] = [self._picture(part, image_tokens, stop)] if itself else []
            return (*items, read_text("picture", part.name, part.text or "")) if as_text else tuple(items)
        if part.kind == "audio":
            itself, as_text = _forms(part.given, part.text, able=self._sound)
            spoken = self._recording(part, stop) if itself else ()
            return (*spoken, read_text("recording", part.name, part.text or "")) if as_text else spoken
        return tuple(item for page in self.pages(part, stop=stop) for item in self._page(part, page, image_tokens, stop))

    def _page(self, part: DocumentPart, page: Page, image_tokens: int | None, stop: StopFlag | None) -> Iterator[str | Media]:
        """A label with the page's text, its picture, or both: by itself the text, if it has one."""
        read = dict(part.texts).get(page.number)
        if page.text is None:
            itself, as_text = _forms(part.given, read, able=self._pictures is not None)
        else:
            itself, as_text = _forms_of_text(part, page.text, able=self._pictures is not None)
        words = read if page.text is None else page.text
        yield document_text(part.name, page.number, (words or "") if as_text else "").strip()
        if itself:
            name = f"{part.name}, p. {page.number}"
            yield decoder().prepare_page(part, page.number, name, self._wanted(name, image_tokens), stop=stop)

    def _picture(self, part: ImagePart, image_tokens: int | None, stop: StopFlag | None) -> PreparedImage:
        wanted = self._wanted(part.name, part.tokens or image_tokens)
        picture, self._sides[part.digest] = decoder().prepare(part, wanted, stop=stop)
        return picture

    def _wanted(self, name: str, budget: int | None) -> Wanted:
        """How this model wants the picture `name`."""
        rules = self._pictures
        if rules is None:
            raise MediaError("cannot-see", name=name)
        if budget is not None and budget not in IMAGE_BUDGETS:
            raise InputError("picture-budget", tokens=budget, budgets=", ".join(map(str, IMAGE_BUDGETS)))
        tokens = budget or rules.default
        if tokens > rules.largest:
            raise InputError("picture-beyond-load", tokens=tokens, most=rules.largest)
        return Wanted(tokens, rules.patch, rules.positions)

    def _recording(self, part: AudioPart, stop: StopFlag | None) -> tuple[str | Media, ...]:
        if not self._sound:
            raise MediaError("cannot-hear", name=part.name)
        pieces = decoder().hear(part, stop=stop)
        if len(pieces) == 1:
            return pieces
        items: list[str | Media] = []
        for piece in pieces:
            end = piece.start_s + len(piece.samples) / SAMPLE_RATE
            items += [f"[{_clock(piece.start_s)}-{_clock(end)}]", piece]
        return tuple(items)

    def _forget_oldest(self) -> None:
        while len(self._known) > 1 and sum(_size(item) for items in self._known.values() for item in items) > _REMEMBERED_BYTES:
            self._known.popitem(last=False)


def _forms(given: Given, read: str | None, *, able: bool) -> tuple[bool, bool]:
    """Whether something goes as it is, and whether as its text. What cannot go as it is goes as text where there is one."""
    as_text = read is not None and (given in ("text", "both") or not able)
    return not as_text or (given == "both" and able), as_text


def _forms_of_text(part: DocumentPart, text: str, *, able: bool) -> tuple[bool, bool]:
    """The same of a page that has a text of its own; a blank one is no picture."""
    itself = able and part.is_drawn and bool(text) and part.given in ("picture", "both")
    return itself, not itself or part.given == "both"


def _size(item: str | Media) -> int:
    if isinstance(item, str):
        return len(item)
    return item.pixels.nbytes if isinstance(item, PreparedImage) else item.samples.nbytes


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
