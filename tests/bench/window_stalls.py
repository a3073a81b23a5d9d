"""What the window's thread is kept waiting while the model loads, a big picture is evaluated and a long PDF is read.

python -m tests.bench.window_stalls MODEL MMPROJ     one run, as a child, on the display it is given
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from inference.loading import ModelFiles
from tests.bench import child
from tests.bench.figures import Figure
from tests.bench.inputs import IMAGE_TOKENS, picture
from tests.bench.stalls import open_window, stall_figures, stalls_while, wait
from tests.bench.window_start import x_server

__all__ = ["figures"]

CONTEXT = 8192
PAGES = 300
LOOKED_S = 60.0
"""A picture of 1,120 tokens takes a large model minutes, all of them alike."""


def figures(files: ModelFiles) -> list[Figure]:
    with x_server():
        told = child.run("window_stalls", files.model, files.mmproj)
    return [
        *stall_figures("the model loads: stall", told["loading"]),
        *stall_figures(f"a picture of {IMAGE_TOKENS:,} tokens is evaluated: stall", told["picture"]),
        *stall_figures(f"a PDF of {PAGES} pages is read and priced: stall", told["document"]),
    ]


def measure(model: str, mmproj: str) -> dict[str, Any]:
    """Every stall in milliseconds: of the loading, the reading, the evaluation."""
    from app.values import ModelChoice

    choice = ModelChoice(Path(model), Path(mmproj), context=CONTEXT, image_tokens=IMAGE_TOKENS)
    with open_window() as (desk, _window, _worker):
        return {
            "loading": stalls_while(lambda: _load(desk, choice)),
            "document": _read(desk),
            "picture": _look(desk),
        }


def _load(desk: Any, choice: Any) -> None:
    desk.models.load(choice)
    wait(lambda: desk.model.phase != "loading", every_ms=20)
    assert desk.model.phase == "ready", desk.notice.text


def _read(desk: Any) -> list[tuple[float, float]]:
    from tests.factories import make_pdf

    pdf = make_pdf(*(f"Page {number}. " + "The quick brown fox jumps over the lazy dog. " * 12 for number in range(PAGES)))

    def read() -> None:
        desk.drafts.attach_bytes("long.pdf", pdf)
        wait(lambda: not desk.draft.pending and desk.draft.chips and desk.draft.chips[0].tokens, every_ms=20)

    stalls = stalls_while(read)
    desk.drafts.clear()
    return stalls


def _look(desk: Any) -> list[tuple[float, float]]:
    from PySide6.QtGui import QImage

    desk.drafts.attach_picture(QImage.fromData(picture().data))
    wait(lambda: desk.draft.chips and not desk.draft.pending, every_ms=20)
    desk.drafts.choose_size(desk.draft.chips[0].number, IMAGE_TOKENS)
    desk.draft.replace_text("What is this?")
    desk.drafts.set_text("What is this?")

    def look() -> None:
        desk.chat.send()
        wait(lambda: desk.activity.busy, every_ms=20, most_s=10)
        wait(lambda: not desk.activity.busy, every_ms=20, most_s=LOOKED_S)

    stalls = stalls_while(look)
    desk.chat.stop()
    wait(lambda: not desk.activity.busy, every_ms=20, most_s=60)
    return stalls


if __name__ == "__main__":
    child.main(measure)
    sys.exit()
