"""Taking a screenshot, from the wish to the attachment: freezes the screen or asks the desktop, cuts, encodes, suggests a budget.

Everything heavy happens beside the window: grabbing, encoding as PNG, measuring how small the text is, cutting tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal, SignalInstance, Slot

from app import wording
from app.capture.box import Box
from app.capture.screen import Desktop, grab, is_wayland, places
from app.capture.shot import Offer, Shot, decode, encode, offer, shot, tiles
from app.pauses import once
from app.worker.faults import failure
from inference.conversation import PATCH
from inference.events import Failed
from inference.sentences import Sentence

if TYPE_CHECKING:
    from app.capture.overlay import Overlay  # has widgets, which a controller does without
    from app.capture.portal.screenshot import PortalScreenshot

__all__ = ["CaptureController", "Hideable"]

SETTLE_MS = 200
"""From hiding our windows until the screen shows what was behind them: compositors fade windows out."""


class Hideable(Protocol):
    """A window of ours that should not be in the picture."""

    def isVisible(self) -> bool: ...
    def hide(self) -> None: ...
    def show(self) -> None: ...


class CaptureController(QObject):
    """`select` makes the overlay for a frozen desktop, as a child of the QObject it is given; `own_windows` are hidden if asked.

    Each `capture` ends in exactly one of `captured`, `text_wanted`, `cancelled` and `failed`.
    """

    captured = Signal(str, bytes, int)
    """Name, PNG, suggested budget in soft tokens."""
    text_wanted = Signal(str, bytes)
    """Name and PNG of a picture whose words are wanted, not the picture."""
    text_offered = Signal(object)
    """Right after `captured`, where nobody could say before that the words are wanted, as in the desktop's own picker: a Shot,
    for `read`."""
    offered = Signal(object)
    """Right after `captured`, where the text is too small for any budget: an Offer, for `cut`."""
    tiled = Signal(object, object)
    """What `cut` made: the Offer, and a tuple of Shot, row by row."""
    cancelled = Signal()
    failed = Signal(object)
    """What is wrong and what to do: Sentence."""

    _grabbed = Signal(object)
    _encoded = Signal(object)
    _to_read = Signal(object)
    _was_cut = Signal(object)

    def __init__(
        self,
        select: Callable[[Desktop, QObject], Overlay],
        *,
        own_windows: Callable[[], Iterable[Hideable]] = tuple,
        patch: Callable[[], int] = lambda: PATCH,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._select, self._own_windows, self._patch = select, own_windows, patch
        self._overlay: Overlay | None = None
        self._portal: PortalScreenshot | None = None
        self._desktop: Desktop | None = None
        self._hidden: list[Hideable] = []
        self._busy, self._adjust = False, True
        self._by_desktop = False
        """What was chosen was chosen in the desktop's own picker."""
        self._settling = once(self, self._begin)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._grabbed.connect(self._choose)
        self._encoded.connect(self._hand_over)
        self._to_read.connect(self._hand_over_to_read)
        self._was_cut.connect(self._tell_tiles)

    @property
    def busy(self) -> bool:
        """From `capture` until it has ended."""
        return self._busy

    def capture(self, *, hide: bool = False, adjust: bool = True) -> None:
        """Begin; nothing happens while one is under way. `hide`: our own windows are not to be in the picture.

        `adjust`: what is drawn with Shift can still be changed. Not while the keys of a hotkey are held.
        """
        if self._busy:
            return
        self._busy, self._adjust = True, adjust
        self._hidden = [window for window in self._own_windows() if window.isVisible()] if hide else []
        for window in self._hidden:
            window.hide()
        self._settling.start(SETTLE_MS if self._hidden else 0)

    def cancel(self) -> None:
        """Give up the choosing; what was chosen already is finished."""
        if self._settling.isActive():
            self._settling.stop()
            self._give_up()
        elif self._overlay is not None:
            self._overlay.cancel()
        elif self._portal is not None:
            self._portal.cancel()

    def read(self, taken: Shot) -> None:
        """The words of a screenshot that was captured are wanted after all; `text_wanted` follows."""
        self.text_wanted.emit(taken.name, taken.png)

    def cut(self, offered: Offer) -> None:
        """Cut a screenshot as offered; `tiled` follows, or `failed`."""
        self._beside(lambda: (offered, tiles(offered)), self._was_cut, "cutting the screenshot")

    def close(self) -> None:
        """At the end of the program: nothing stays open, no work is under way."""
        self.blockSignals(True)
        self.cancel()
        self._pool.waitForDone()

    @Slot()
    def _begin(self) -> None:
        self._by_desktop = is_wayland()
        if not self._by_desktop:
            where = places()
            self._beside(lambda: grab(where), self._grabbed, "looking at the screen")
            return
        from app.capture.portal.screenshot import PortalScreenshot  # stands on a library that Linux alone has

        self._portal = PortalScreenshot(self)
        self._portal.taken.connect(self._picked)
        self._portal.cancelled.connect(self._give_up)
        self._portal.failed.connect(self._fail)
        self._portal.take()

    @Slot(object)
    def _choose(self, desktop: Desktop | Failed) -> None:
        if isinstance(desktop, Failed):
            self._fail(wording.sentence(desktop.error))
            return
        self._desktop = desktop
        self._overlay = self._select(desktop, self)
        self._overlay.adjusts = self._adjust
        self._overlay.taken.connect(self._chosen)
        self._overlay.cancelled.connect(self._give_up)
        self._overlay.open()

    @Slot(Box)
    def _chosen(self, box: Box) -> None:
        desktop, name, patch = self._desktop, _name(), self._patch()
        assert desktop is not None, "something was chosen from it"
        reads = self._overlay is not None and self._overlay.selection.reads
        self._put_back()
        if reads:
            self._beside(lambda: (name, encode(desktop.cut(box))), self._to_read, "encoding the screenshot")
        else:
            self._beside(lambda: shot(name, desktop.cut(box), patch=patch), self._encoded, "encoding the screenshot")

    @Slot(bytes)
    def _picked(self, data: bytes) -> None:
        name, patch = _name(), self._patch()
        self._put_back()
        self._beside(lambda: shot(name, decode(data), data, patch=patch), self._encoded, "reading the screenshot")

    @Slot(object)
    def _hand_over(self, taken: Shot | Failed) -> None:
        if isinstance(taken, Failed):
            self._fail(wording.sentence(taken.error))
            return
        self._busy = False
        self.captured.emit(taken.name, taken.png, taken.budget)
        if self._by_desktop:
            self.text_offered.emit(taken)
        if (offered := offer(taken)) is not None:
            self.offered.emit(offered)

    @Slot(object)
    def _hand_over_to_read(self, made: tuple[str, bytes] | Failed) -> None:
        if isinstance(made, Failed):
            self._fail(wording.sentence(made.error))
            return
        self._busy = False
        self.text_wanted.emit(*made)

    @Slot(object)
    def _tell_tiles(self, made: tuple[Offer, tuple[Shot, ...]] | Failed) -> None:
        if isinstance(made, Failed):
            self.failed.emit(wording.sentence(made.error))
        else:
            self.tiled.emit(*made)

    @Slot()
    def _give_up(self) -> None:
        self._put_back()
        self._busy = False
        self.cancelled.emit()

    @Slot(object)
    def _fail(self, problem: Sentence) -> None:
        self._put_back()
        self._busy = False
        self.failed.emit(problem)

    def _put_back(self) -> None:
        """The choosing is over: our windows are shown again, the screen's pictures let go."""
        for over in (self._overlay, self._portal):
            if over is not None:
                over.deleteLater()  # it may be in the middle of telling us
        self._overlay = self._portal = self._desktop = None
        hidden, self._hidden = self._hidden, []
        for window in hidden:
            window.show()

    def _beside(self, work: Callable[[], object], tell: SignalInstance, doing: str) -> None:
        """Do `work` in the other thread; its result, or Failed, comes with `tell` on this one."""

        def run() -> None:
            try:
                done = work()
            except BaseException as error:  # noqa: BLE001 - whatever it is, the person hears of it
                done = failure(error, doing)
            tell.emit(done)

        self._pool.start(run)


def _name() -> str:
    """What the person knows it by: the time on their clock."""
    return f"Screenshot {datetime.now().astimezone():%H.%M.%S}.png"
