"""Every screen of the program and how it is brought about: by doing what a person does, or where that is rare, by what is told.

A screen leaves nothing behind that `Stage.clear` does not clear away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.transcript import Entry
from app.settings import LastModel
from inference.events import Cost, MemoryPressed, PromptProgress
from tests.app.screens_beside import broken_model, memos, model, models, pills, region, settings, settings_end
from tests.app.stage import Stage, wait

__all__ = ["SCREENS", "Screen"]

GIB = 2**30
MARKDOWN = """Two loaves, **one night**. The dough is *wet* on purpose:

| | flour | water | salt |
|---|---:|---:|---:|
| wheat | 800 g | 560 g | 16 g |
| rye | 200 g | 170 g | 4 g |

1. Mix and leave it for an hour, then fold it twice.
2. Put it in a cold kitchen overnight; `4 °C` is best.

```python
def water(flour: float, hydration: float = 0.73) -> float:
    return flour * hydration  # grams
```

> It is done when it sounds hollow.
"""
THOUGHT = "The sign has three words and a number. The question asks for the number alone, so that is what I answer: 7."
LONG = """This is what was said on Tuesday: the boiler is from 1987, the pump was changed twice, and nobody has the plans of
the second floor. Maria asks for a price by Friday. The old pipes can stay where they are dry; where they are not, they go
together with the valves, and with whatever holds them. The first offer names 48 metres of pipe, the second one 61, and
neither says which floors. The tenants want warm water in the morning, and no noise before seven. Please put this beside the
pages and say what is missing in them."""


@dataclass(frozen=True)
class Screen:
    """`draw` makes the picture; `title` says beneath it what it shows."""

    name: str
    title: str
    draw: Callable[[Stage], QImage]


def start(stage: Stage) -> QImage:
    return stage.seen()


def answer(stage: Stage) -> QImage:
    stage.ask_once("What does it say?", "sign")
    return stage.seen()


def markdown(stage: Stage) -> QImage:
    show(stage, Entry("user", "Bread for the weekend, please"), Entry("assistant", MARKDOWN, state="done"))
    return stage.seen()


def details(stage: Stage) -> QImage:
    stage.ask_once("What is the number?", "memo")
    open_up(stage, 1, Answer.toggle_details)
    return stage.seen()


def thoughts(stage: Stage) -> QImage:
    cost = Cost(prompt_tokens=96, reply_tokens=31, decode_tokens_per_s=11.4, ttft_s=0.8)
    told = Entry("assistant", "7", state="done", thought=THOUGHT, thought_s=12, cost=cost)
    show(stage, Entry("user", "Which number is on it?"), replace(told), Entry("user", "And why?"), told)
    open_up(stage, 3, Answer.toggle_thought)
    return stage.seen()


def draft(stage: Stage) -> QImage:
    stage.attach("What is the total?", "sign", "memo", "notes", "pdf", "archive")
    stage.priced()
    return stage.seen()


def costs(stage: Stage) -> QImage:
    stage.ask_once("What does it say?", "sign")
    stage.attach("What is the total?", "notes", "pdf")
    stage.priced()
    QTest.qWait(500)
    stage.window.meter.count.click()
    shown = stage.seen(stage.window.meter.popup)
    stage.window.meter.popup.close()
    return shown


def room(stage: Stage) -> QImage:
    stage.load(context=1024)
    stage.ask_once("What does it say?", "sign")
    stage.attach(LONG.replace("\n", " "), "pdf")
    wait(lambda: stage.desk.choices.lines and not stage.desk.choices.waiting and stage.desk.drafts.prices.current)
    shown = stage.seen()
    stage.clear()
    stage.load()
    return shown


def reading(stage: Stage) -> QImage:
    show(stage, Entry("user", "What is in these pages?"), Entry("assistant", state="waiting"))
    stage.desk.activity.show("reading", PromptProgress(2_900, 7_412, 1_180, 41.0))
    shown = stage.seen()
    stage.desk.activity.show("idle")
    return shown


def pressed(stage: Stage) -> QImage:
    stage.ask_once("What does it say?", "sign")
    stage.worker.noticed.emit(MemoryPressed("red", spare=GIB // 4, total=31 * GIB, freed=GIB // 2))
    wait(lambda: stage.desk.pressure.plan)
    return stage.seen()


def missing(stage: Stage) -> QImage:
    desk = stage.desk
    assert desk.settings is not None
    assert desk.shelves is not None
    desk.settings.controller.set("last_model", LastModel(stage.kept / "models" / "gone.gguf"))
    desk.shelves.last.begin()
    wait(lambda: desk.model.phase == "ready")
    return stage.seen()


def search(stage: Stage) -> QImage:
    bar = stage.window.chats
    assert bar is not None
    bar.search.setText("bread")
    QTest.qWait(500)
    bar.search.setFocus()
    return stage.seen()


def narrow(stage: Stage) -> QImage:
    stage.ask_once("What does it say?", "sign")
    stage.attach("What is the total?", "notes", "memo")
    stage.priced()
    stage.window.resize(480, 760)
    return stage.seen()


def show(stage: Stage, *entries: Entry) -> None:
    stage.desk.transcript.show(entries)
    wait(lambda: stage.window.transcript.settled)


def open_up(stage: Stage, index: int, toggle: Callable[[Answer], None]) -> None:
    row = stage.window.transcript.row(index)
    assert isinstance(row, Answer)
    toggle(row)


SCREENS = (
    Screen("start", "Empty: what can be tried", start),
    Screen("answer", "A picture, asked about", answer),
    Screen("markdown", "An answer with a table, a list and code", markdown),
    Screen("details", "What an answer took", details),
    Screen("thoughts", "A thought, folded and open", thoughts),
    Screen("draft", "A draft with its prices", draft),
    Screen("costs", "What each part costs", costs),
    Screen("room", "Too long: what could give way", room),
    Screen("reading", "While it reads", reading),
    Screen("pressed", "Memory runs short", pressed),
    Screen("missing", "The model of last time is gone", missing),
    Screen("search", "Chats found by their words", search),
    Screen("models", "The models on this computer", models),
    Screen("model", "A model and the plan for it", model),
    Screen("broken", "A file that is no whole model", broken_model),
    Screen("settings", "Settings", settings),
    Screen("settings-end", "Settings, further down", settings_end),
    Screen("memos", "Voice memos", memos),
    Screen("pills", "Recording, and without a microphone", pills),
    Screen("region", "Choosing a part of the screen", region),
    Screen("narrow", "A narrow window", narrow),
)
