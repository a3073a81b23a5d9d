"""Attachments to texts and media: decoded once, remembered while a chat goes on."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PIL import Image

from inference.conversation import IMAGE_BUDGETS, AudioPart, DocumentPart, ImagePart
from inference.errors import InputError, MediaError
from inference.media import audio, document, image
from inference.media.density import choices
from inference.media.document import Page
from inference.prompt.assemble import Media, Opened, Source, document_text

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

    def open(self, message: int, part: ImagePart | AudioPart | DocumentPart, *, image_tokens: int | None) -> Opened:
        """`part` of message number `message`, decoded; `image_tokens` is the request's budget for a picture."""
        own = part.tokens if part.kind == "image" else part.pages if part.kind == "document" else None
        key = (part.kind, part.digest, part.name, own, image_tokens)
        if key not in self._known:
            self._known[key] = self._items(part, image_tokens)
            self._forget_oldest()
        self._known.move_to_end(key)
        return Opened(Source(message, part.kind, part.name), self._known[key])

    def sizes(self, part: ImagePart) -> tuple[tuple[int, int], ...]:
        """Every budget that `part` may be given here, with the soft tokens it would then be; ascending.

        Empty where llama.cpp sizes the model's pictures itself. Raises MediaError for a picture that cannot be used.
        """
        rules = self._pictures
        if rules is None or rules.patch is None:
            return ()
        if part.digest not in self._sides:
            self._sides[part.digest] = image.decode(part.data, part.name).size
        offered = choices(*self._sides[part.digest], None, patch=rules.patch, positions=rules.positions)
        return tuple((choice.budget, choice.tokens) for choice in offered if choice.budget <= rules.largest)

    def pages(self, part: DocumentPart) -> tuple[Page, ...]:
        """The pages of `part` that are asked for. Raises MediaError."""
        key = (part.digest, part.name)
        known = {page.number: page for page in self._read.get(key, ())}
        if part.pages and known.keys() >= set(part.pages):
            return tuple(known[number] for number in part.pages)
        read = document.read(part)
        if len(read) >= len(known):
            self._read[key] = read
            if len(self._read) > _REMEMBERED_DOCUMENTS:
                self._read.popitem(last=False)
        return read

    def _items(self, part: ImagePart | AudioPart | DocumentPart, image_tokens: int | None) -> tuple[str | Media, ...]:
        if part.kind == "image":
            picture = image.decode(part.data, part.name)
            self._sides[part.digest] = picture.size
            return (self._picture(picture, part.name, part.tokens or image_tokens),)
        if part.kind == "audio":
            return self._recording(part)
        items: list[str | Media] = []
        for page in self.pages(part):
            label = document_text(part.name, page.number, page.text or "")
            items.append(label.strip())
            if page.text is None and (picture := page.image) is not None:
                items.append(self._picture(picture, f"{part.name}, p. {page.number}", image_tokens))
        return tuple(items)

    def _picture(self, picture: Image.Image, name: str, budget: int | None) -> image.PreparedImage:
        rules = self._pictures
        if rules is None:
            raise MediaError("cannot-see", name=name)
        if budget is not None and budget not in IMAGE_BUDGETS:
            raise InputError("picture-budget", tokens=budget, budgets=", ".join(map(str, IMAGE_BUDGETS)))
        tokens = budget or rules.default
        if tokens > rules.largest:
            raise InputError("picture-beyond-load", tokens=tokens, most=rules.largest)
        if rules.patch is None:
            return image.prepare_whole(picture, name)
        return image.prepare_pixels(picture, name, budget=tokens, patch=rules.patch, positions=rules.positions)

    def _recording(self, part: AudioPart) -> tuple[str | Media, ...]:
        if not self._sound:
            raise MediaError("cannot-hear", name=part.name)
        pieces = audio.prepare(part)
        if len(pieces) == 1:
            return pieces
        items: list[str | Media] = []
        for piece in pieces:
            end = piece.start_s + len(piece.samples) / audio.SAMPLE_RATE
            items += [f"[{_clock(piece.start_s)}-{_clock(end)}]", piece]
        return tuple(items)

    def _forget_oldest(self) -> None:
        while len(self._known) > 1 and sum(_size(item) for items in self._known.values() for item in items) > _REMEMBERED_BYTES:
            self._known.popitem(last=False)


def _size(item: str | Media) -> int:
    if isinstance(item, str):
        return len(item)
    return item.pixels.nbytes if isinstance(item, image.PreparedImage) else item.samples.nbytes


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
