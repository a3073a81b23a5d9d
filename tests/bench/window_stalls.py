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
from tests.bench.stalls import stall_figures, stalls_while, wait
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
    """Every stall in milliseconds: of the loading, the evaluation, the reading."""
    from PySide6.QtGui import QImage

    from app.building import build, wind_down
    from app.main import application
    from app.values import ModelChoice
    from app.widgets.window import Window
    from app.worker import Worker
    from tests.factories import make_pdf

    application()
    worker = Worker()
    desk = build(worker)
    window = Window(desk)
    window.show()
    wait(window.isVisible)
    choice = ModelChoice(Path(model), Path(mmproj), context=CONTEXT, image_tokens=IMAGE_TOKENS)

    def load() -> None:
        desk.models.load(choice)
        wait(lambda: desk.model.phase != "loading", every_ms=20)

    loading = stalls_while(load)
    assert desk.model.phase == "ready", desk.notice.text
    pdf = make_pdf(*(f"Page {number}. " + "The quick brown fox jumps over the lazy dog. " * 12 for number in range(PAGES)))

    def read() -> None:
        desk.drafts.attach_bytes("long.pdf", pdf)
        wait(lambda: not desk.draft.pending and desk.draft.chips and desk.draft.chips[0].tokens, every_ms=20)

    document = stalls_while(read)
    desk.drafts.clear()
    desk.drafts.attach_picture(QImage.fromData(picture().data))
    wait(lambda: desk.draft.chips and not desk.draft.pending, every_ms=20)
    desk.drafts.choose_size(desk.draft.chips[0].number, IMAGE_TOKENS)
    desk.draft.replace_text("What is this?")
    desk.drafts.set_text("What is this?")

    def look() -> None:
        desk.chat.send()
        wait(lambda: desk.activity.busy, every_ms=20, most_s=10)
        wait(lambda: not desk.activity.busy, every_ms=20, most_s=LOOKED_S)

    looked = stalls_while(look)
    desk.chat.stop()
    wait(lambda: not desk.activity.busy, every_ms=20, most_s=60)
    wind_down(desk)
    window.close()
    assert worker.close()
    return {"loading": loading, "picture": looked, "document": document}


if __name__ == "__main__":
    child.main(measure)
    sys.exit()
