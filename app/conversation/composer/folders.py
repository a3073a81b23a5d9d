"""Folders that were dropped: what is in them is offered, and attached when the person says so."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.conversation.composer.draft import Draft
from app.sentences import say
from app.values import Folder
from app.worker import Worker
from app.worker.folders import MOST, LookInto
from app.worker.lane import ignore
from inference.quantities import count, file_size

__all__ = ["FoldersController"]


class FoldersController:
    """The chip of a folder says what is in it; its button attaches that."""

    def __init__(self, worker: Worker, draft: Draft) -> None:
        self._worker, self._draft = worker, draft

    def look(self, number: int, path: Path) -> None:
        """What the chip of that number stands for is a folder. What cannot be looked into stays refused."""
        self._worker.submit(LookInto(path), partial(self._show, number, path), ignore)

    def take(self, number: int) -> tuple[Path, ...]:
        """The files in the folder of a chip, which is gone."""
        chip = next((chip for chip in self._draft.chips if chip.number == number), None)
        if chip is None or chip.folder is None:
            return ()
        self._draft.show_chips(tuple(one for one in self._draft.chips if one.number != number))
        return chip.folder.files

    def _show(self, number: int, path: Path, folder: Folder) -> None:
        if not folder.files:
            self._draft.change_chip(number, problem=str(say("folder-empty", name=path.name)))
            return
        files, size = count(len(folder.files), "file"), file_size(folder.size)
        held = str(say("folder-holds", name=path.name, files=files, size=size))
        rest = "" if folder.whole else f" {say('folder-holds-more', most=MOST)}"
        self._draft.change_chip(number, problem=held + rest, folder=folder)
