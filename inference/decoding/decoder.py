"""Opens a person's files, for the window and the command line alike, in a child that is kept warm between two of them.

Promises that a file that crashes, hangs or grows harms nothing but the child, and ends as one MediaError that says what is wrong;
that whoever waits can stop; and that values come back, never code.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.child import DECODER, Ended, Limits, Result
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError, MemoryShort
from inference.kept_child import KeptChild
from inference.media.kind import Kind, as_part, read_file
from inference.media.page import Page
from inference.memory.pressure import HIDDEN, Pressure
from inference.pixels import Pixels
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.media.prepared import PreparedAudio, PreparedImage

__all__ = ["Decoder", "Look", "Wanted", "decoder", "may_go_on", "refusal"]

Part = ImagePart | AudioPart | DocumentPart
Tell = Callable[[float], object]

_TABLE = "inference.decoding.table:"
_LOOK_S, _WARM_S = 30.0, 900.0
"""How often it is asked whether a child that rests is still worth its memory, and how long it is where there is enough."""
_TELL_S = 0.3
"""Between two tellings of how far a file is read: of most files nothing is told."""
_SPENT = 256 * 2**20
"""Resident bytes with which a child is not kept: what a large file left behind."""
_LARGE = 64 * 2**20
"""Bytes of a file from which on it does not count as memory that its decoder takes, nor does the copy that ffmpeg is given."""
_PATIENT_S = 120.0
"""A file that will be read within this, by how far it is, may take longer than DECODER.seconds."""

_WORKS, _STARVED = 0.6, 3.0
"""Share of its time that a child works which is not held up by others, and how many times as long one may take which is."""


@dataclass(frozen=True)
class Wanted:
    """How a model wants a picture: soft tokens, pixels a side of one, rows of its position table (inference.media.prepared.fit).

    `patch` is None where llama.cpp sizes its pictures itself.
    """

    budget: int
    patch: int | None
    positions: int


@dataclass(frozen=True)
class Look:
    """What a file is, and what a chip shows of it; what its kind lacks is empty. `scanned` are pages without a text of their own;
    `remark` says what had to be guessed, or is missing."""

    kind: Kind
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    waveform: tuple[float, ...] = ()
    pages: int = 0
    scanned: tuple[int, ...] = ()
    thumbnail: Pixels | None = None
    remark: str = ""


@cache
def decoder() -> Decoder:
    """The one of this process; its children end with it."""
    return Decoder()


class Decoder:
    """For any thread. Two files are read at a time, each in a process of its own; more wait. Every `name` is for sentences, every
    method raises MediaError, MemoryShort where the machine has not enough left, and EngineFault where Hush itself is broken."""

    def __init__(self, limits: Limits = DECODER) -> None:
        self._limits, self._pressure = limits, Pressure()
        kept = partial(KeptChild, "opens files", limits, first=f"{_TABLE}enter", idle=_LOOK_S, most=_SPENT)
        self._first, self._second = kept(stay=self._is_worth_it), kept()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of its processes."""
        return tuple(pid for child in (self._first, self._second) if (pid := child.pid) is not None)

    def warm(self) -> None:
        """Begin a process, so that the first file finds it; in a moment nobody waits in."""
        if self._first.pid is None and not self._first.busy:
            self._first.begin()

    def close(self) -> None:
        """End what rests; the next file begins it again."""
        for child in (self._first, self._second):
            child.close()

    def part_at(self, path: Path, *, stop: StopFlag | None = None) -> Part:
        """The file at `path` as a part of a message, by its bytes."""
        name, data = read_file(path)
        return as_part(self._call("kind", name, data, stop=stop), name, data)

    def look(self, name: str, data: bytes, *, side: int, peaks: int, stop: StopFlag | None = None, tell: Tell = float) -> Look:
        """What it is, with a thumbnail of at most `side` pixels or a wave of `peaks`. `tell` hears the share that is read."""
        said: dict[str, Any] = self._call("look", name, data, {"side": side, "peaks": peaks}, stop=stop, tell=tell)
        if said.get("thumbnail"):
            said["thumbnail"] = Pixels(*said["thumbnail"])
        for key in said.keys() & {"waveform", "scanned"}:
            said[key] = tuple(said[key])
        return Look(**said)

    def size(self, part: ImagePart, *, stop: StopFlag | None = None) -> tuple[int, int]:
        """Width and height of a picture, upright."""
        width, height = self._call("size", part.name, part.data, stop=stop)
        return int(width), int(height)

    def prepare(self, part: ImagePart, wanted: Wanted, *, stop: StopFlag | None = None) -> tuple[PreparedImage, tuple[int, int]]:
        """A picture as a model takes it, and its own size."""
        pixels, (width, height) = self._call("prepare", part.name, part.data, asdict(wanted), stop=stop)
        return _prepared(pixels, part.name, wanted.patch), (int(width), int(height))

    def prepare_page(
        self, part: DocumentPart, number: int, name: str, wanted: Wanted, *, stop: StopFlag | None = None
    ) -> PreparedImage:
        """The picture of a page as a model takes it, called `name`."""
        rules = {"number": number, **asdict(wanted)}
        return _prepared(self._call("page_prepared", part.name, part.data, rules, stop=stop), name, wanted.patch)

    def show(self, name: str, data: bytes, *, width: int, height: int, stop: StopFlag | None = None) -> Pixels:
        """A picture to be looked at, no larger than so many pixels."""
        return Pixels(*self._call("show", name, data, {"width": width, "height": height}, stop=stop))

    def pages(self, part: DocumentPart, *, stop: StopFlag | None = None, tell: Tell = float) -> tuple[Page, ...]:
        """The pages of `part` that are asked for. `tell` hears the share that is read."""
        found = self._call("pages", part.name, part.data, {"numbers": part.pages}, stop=stop, tell=tell)
        return tuple(Page(**page) for page in found)

    def count_text_pages(self, part: DocumentPart) -> int:
        """Into how many pages a text is cut; 1 for every other kind."""
        return int(self._call("count_text_pages", part.name, part.data))

    def show_page(self, part: DocumentPart, number: int, width: int, *, stop: StopFlag | None = None) -> Pixels | str:
        """A page to be looked at, `width` pixels wide; of a text file its text."""
        said = self._call("show_page", part.name, part.data, {"number": number, "width": width}, stop=stop)
        return said if isinstance(said, str) else Pixels(*said)

    def hear(self, part: AudioPart, *, stop: StopFlag | None = None, tell: Tell = float) -> tuple[PreparedAudio, ...]:
        """A recording as a model takes it, in pieces. `tell` hears the share that is read."""
        import numpy as np

        from inference.media.prepared import prepare_samples

        blocks: list[bytes] = []
        self._call("sound", part.name, part.data, stop=stop, tell=tell, samples=blocks.append)
        return prepare_samples(np.frombuffer(b"".join(blocks), np.float32), part.name)

    def cut(self, name: str, data: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> tuple[bytes, ...]:
        """Parts of a picture, each left, top, right and bottom, as PNG."""
        return tuple(self._call("cut", name, data, {"boxes": boxes}))

    def _call(
        self,
        what: str,
        name: str,
        data: bytes,
        more: Mapping[str, Any] | None = None,
        *,
        stop: StopFlag | None = None,
        tell: Tell = float,
        samples: Callable[[bytes], object] | None = None,
    ) -> Any:
        heard = _Heard(self._limits.seconds, tell, samples)
        arguments = {"name": name, "data": data, **(more or {})}
        try:
            try:
                return self._run(what, arguments, stop, heard).value
            except Ended as ended:
                # What an earlier file broke in the child shows now and then at the next one: that has a second try, alone.
                if ended.reason != "died" or (samples and heard.anything):  # sound that was given is not given again
                    raise
                return self._run(what, arguments, stop, heard).value
        except Ended as ended:
            raise refusal(name, ended) from ended
        except MemoryShort as error:
            raise MediaError("file-takes-memory", name=name, gib=(self._limits.memory or 0) / 2**30) from error

    def _run(self, what: str, arguments: Mapping[str, Any], stop: StopFlag | None, heard: _Heard) -> Result:
        child = self._second if self._first.busy and not self._second.busy else self._first
        held = len(arguments["data"])
        limits = self._limits if held < _LARGE else replace(self._limits, memory=(self._limits.memory or 0) + 2 * held)
        return child.run(f"{_TABLE}{what}", arguments, stop=stop, tell=heard, limits=limits, longer=heard.may_go_on)

    def _is_worth_it(self, rested: float) -> bool:
        try:
            return rested < _WARM_S and self._pressure.read().level == "calm"
        except HIDDEN:
            return False


class _Heard:
    """What the child tells on the way."""

    def __init__(self, seconds: float, tell: Tell, samples: Callable[[bytes], object] | None) -> None:
        self._tell, self._samples, self._seconds, self.anything = tell, samples, seconds, False
        self._began = self._heard = self._told = time.monotonic()
        self._share = 0.0

    def __call__(self, told: Mapping[str, Any]) -> None:
        self.anything = True
        if self._samples and "samples" in told:
            self._samples(told["samples"])
        self._share, self._heard = float(told["share"]), time.monotonic()
        if self._heard - self._told > _TELL_S:
            self._told = self._heard
            self._tell(self._share)

    def may_go_on(self, seconds: float, worked: float) -> bool:
        """See `may_go_on`."""
        return may_go_on(seconds, worked, share=self._share, heard=self._heard - self._began, limit=self._seconds)


def may_go_on(taken: float, worked: float, *, share: float, heard: float, limit: float) -> bool:
    """Whether a file that has taken more than its limit of seconds may go on: it comes to an end within _PATIENT_S, by the
    `share` of it that was `heard` of last, after so many seconds; or a busy machine has let the child wait more than work."""
    if worked < _WORKS * taken and taken < _STARVED * limit:
        return True
    return share > 0 and heard / share < _PATIENT_S and taken - heard < limit


def _prepared(pixels: Sequence[Any], name: str, patch: int | None) -> PreparedImage:
    from inference.media.prepared import prepare_bytes

    width, height, rgb = pixels
    return prepare_bytes(width, height, rgb, name, tokens=width * height // patch**2 if patch else 0)


def refusal(name: str, ended: Ended) -> MediaError | MemoryShort:
    """What is wrong where the child that opened the file `name` ended."""
    match ended.reason:
        case "stopped":
            return MediaError("file-stopped", name=name)
        case "time":
            return MediaError("file-takes-long", name=name, seconds=round(ended.limits.seconds))
        case "memory":
            return MediaError("file-takes-memory", name=name, gib=(ended.limits.memory or 0) / 2**30)
        case "killed":
            return MemoryShort("file-killed", name=name)
        case "died":
            return MediaError("file-breaks", name=name)
