"""Things that come from the network while something else is done, and what a person is told of them before, meanwhile and after.

None of them is needed to start: what does not come is named in a line or two, with what works without it and how to try again.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from installers.failure import NotFetched, Stopped
from installers.fetching import Fetch, failed_lately, remember
from installers.pace import Patience
from installers.pinned import Thing, missing, things
from installers.shown import Progress

__all__ = ["Coming", "command", "wanted"]

MEGABITS = 100  # a second, of the line that the time is told for


def wanted(names: Iterable[str] = ()) -> list[Thing]:
    """The things of those names; without any, all but what comes on request. HUSH_WITHOUT_MODEL=1 leaves the model out."""
    known = things()
    if names:
        return [known[name] for name in names]
    left_out = {"model"} if os.environ.get("HUSH_WITHOUT_MODEL") == "1" else set[str]()
    return [thing for name, thing in known.items() if not thing.on_request and name not in left_out]


def command(name: str = "") -> str:
    """What a person types to try again: everything, or one thing however long it takes."""
    if sys.platform == "win32":
        return f"py installers\\setup.py setup {name}".strip()
    return f"make setup ARGS={name}" if name else "make setup"


class Coming:
    """Those of the things that are not here, fetched by a thread from `begin` on.

    A context manager: left in good order it waits and says what did not come; left by an error it stops, and keeps what has come.
    `insist` tries what failed lately as well.
    """

    def __init__(self, chosen: Sequence[Thing], *, python: Path, patience: Patience, insist: bool) -> None:
        lacking = [thing for thing in chosen if missing(thing)]
        self._failed = {} if insist else {thing.name: why for thing in lacking if (why := failed_lately(thing))}
        self._coming = [thing for thing in lacking if thing.name not in self._failed]
        self._lacking, self._python, self._patience = lacking, python, patience
        self._stop = threading.Event()
        self._now: tuple[Thing, Fetch] | None = None
        self._thread = threading.Thread(target=self._bring, name="fetching")

    def __enter__(self) -> Coming:
        if self._coming:
            size = sum(thing.size for thing in self._coming)
            print(
                f"To be fetched once: {', '.join(thing.title for thing in self._coming)}. {_bytes(size)}, {_minutes(size)} at "
                f"{MEGABITS} Mbit/s, kept for other copies of Hush and for the next start.",
                *["HUSH_WITHOUT_MODEL=1 leaves the model out."] * any(thing.name == "model" for thing in self._coming),
                flush=True,
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        interrupted = kind is KeyboardInterrupt
        try:
            if kind is None:
                self._wait()
        except KeyboardInterrupt:
            interrupted = True
            raise
        finally:
            self._stop.set()
            if self._thread.ident is not None:
                self._thread.join()
            if interrupted:
                print("\nStopped. What has come is kept: the next start goes on from there.", flush=True)
        if kind is None:
            self._tell()

    @property
    def lacking(self) -> list[Thing]:
        """Those that are not here."""
        return [thing for thing in self._lacking if missing(thing)]

    def begin(self) -> None:
        """Start to fetch: from now on `.venv` has pip and what the program needs. Once is enough."""
        if self._coming and self._thread.ident is None:
            self._thread.start()

    def said(self) -> str:
        """What to show of it beside another step: "model: 412 of 1,117 MB, 3 min left", or nothing."""
        now = self._now
        return f"{now[0].name}: {now[1].progress}" if now else ""

    def _tell(self) -> None:
        for thing in self.lacking:
            self._failed.setdefault(thing.name, "it did not come")
        for why in dict.fromkeys(self._failed.values()):
            without = [thing for thing in self._lacking if self._failed.get(thing.name) == why]
            titles, lost = (", ".join(words) for words in zip(*[(thing.title, thing.without) for thing in without], strict=True))
            again = command(without[0].name if len(without) == 1 else "")
            print(f"Not here: {titles}: {why}.", flush=True)
            print(f"  Until then Hush {lost}; everything else works. To try again: {again}", flush=True)

    def _wait(self) -> None:
        if self._thread.ident is None or not self._thread.is_alive():
            return
        progress = Progress("Fetching", sys.stdout)
        while self._thread.is_alive():
            self._thread.join(progress.every)
            if said := self.said():
                progress.show(said)
        progress.close("ended" if self._failed else "done")

    def _bring(self) -> None:
        registry_down: NotFetched | None = None
        for thing in self._coming:
            fetch = Fetch(thing, python=self._python, patience=self._patience, stop=self._stop, registry_down=registry_down)
            self._now = thing, fetch
            try:
                fetch.run()
            except Stopped:
                break
            except NotFetched as error:
                self._failed[thing.name] = str(error)
                remember(thing, error)
                registry_down = error if error.kind == "network" else registry_down
        self._now = None


def _bytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"


def _minutes(size: int) -> str:
    seconds = size * 8 / (MEGABITS * 1e6)
    return f"about {seconds / 60:.0f} minutes" if seconds >= 90 else "about a minute" if seconds > 30 else "a few seconds"
