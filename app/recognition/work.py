"""What recognition asks of the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.worker.history import HistoryWork, Written
from inference.history.values import Recognised

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["FindRecognised", "KeepRecognised"]


@dataclass(frozen=True)
class FindRecognised(HistoryWork[tuple[Recognised, ...]], doing="looking for what was read before"):
    """Every page that was read of the content which `sha256` names."""

    sha256: str

    def do(self, history: History) -> tuple[Recognised, ...]:
        return history.recognised.of(self.sha256)


@dataclass(frozen=True)
class KeepRecognised(HistoryWork[Written], doing="keeping what was read"):
    """A memo that had no text, or the one that was recognised before, has this one now."""

    texts: tuple[Recognised, ...]

    def do(self, history: History) -> Written:
        with history.transaction():
            before = {(text.sha256, old.page): old.text for text in self.texts for old in history.recognised.of(text.sha256)}
            history.recognised.keep(self.texts)
            given = ((text, before.get((text.sha256, text.page), "")) for text in self.texts)
            return Written(
                tuple(memo for text, old in given for memo in history.memos.write_down(text.sha256, text.text, before=old))
            )
