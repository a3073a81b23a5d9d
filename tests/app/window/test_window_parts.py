"""Meter, banner, header, notices and the model dialog, by what they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QToolButton

from app.conversation.context.budget_model import budget
from app.desk import Desk
from app.models.model_dialog import ModelDialog
from app.values import Examined, MemoryMeasured, ModelChoice
from app.window.window import Window
from app.wording import gibibytes
from app.worker.engine import Load
from app.worker.media import Examine, MeasureMemory
from inference.events import Capabilities, Loaded, LoadProgress, PartPrice, Priced
from inference.memory.machine import Machine, machine_of
from inference.memory.plan import Wishes, plan
from inference.sentences import Sentence
from tests.inference.memory.test_estimate import GEMMA_4_12B, PROJECTOR_12B

STARTER = Capabilities("Hush starter", True, True, False, 8192, 280, 280, True)


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


@pytest.fixture
def dialog(window: Window, scripted: Desk) -> ModelDialog:
    window.dialogs.model()
    return window.findChildren(ModelDialog)[0]


def test_meter_turns_amber_and_red_and_says_what_does_not_fit(window: Window, scripted: Desk) -> None:
    for tokens, role, words in ((100, "muted", ""), (700, "amber", ""), (900, "red", "Only"), (2000, "red", "Too long by")):
        scripted.meter.show(budget(Priced((PartPrice("text", "user", tokens, 0),), tokens), 1000, draft=0))
        assert window.meter.count.property("role") == role
        assert window.meter.warning.text().startswith(words)
        assert window.meter.warning.isVisible() == bool(window.meter.warning.text())
    assert "100 %" in window.meter.count.text()
    assert "This draft" in window.meter.toolTip()


def test_loading_is_shown_and_the_field_already_takes_text(window: Window, scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("gemma.gguf")))
    prompter.say(Load, LoadProgress(0.43))
    assert "43 %" in window.activity.words.text()
    assert window.activity.bar.value() == 430
    assert window.header.model.text() == "Loading gemma…"
    assert window.composer.field.isEnabled()
    assert window.composer.button.isEnabled() is False
    prompter.say(MeasureMemory, MemoryMeasured(2**30, 2**31, 2**32))
    assert window.header.memory.text() == "Model needs about 1.0 GiB, 2.0 GiB free now"


def test_banner_says_that_the_starter_is_in_use_and_folds_to_a_line_that_leads_to_a_real_one(
    window: Window, scripted: Desk, prompter: Any, wait_until: Callable[..., None]
) -> None:
    assert not window.banner.isVisible()
    scripted.models.load_starter()
    prompter.say(Load, Loaded(STARTER, 1.0))
    assert window.banner.isVisible()
    assert window.header.model.text() == "Hush starter"
    scripted.choices.show(open=True)
    assert not window.banner.isVisible()
    scripted.choices.show(open=False)
    assert window.banner.isVisible()
    whole = window.banner.height()
    window.banner.fold.click()
    wait_until(lambda: window.banner.height() < whole / 2)
    assert window.banner.isVisible()
    assert window.banner.words.text() == "The starter: a tiny model."
    assert not window.banner.fold.isVisible()
    window.banner.get.click()
    assert window.findChildren(ModelDialog)  # without settings there is no page of models
    scripted.models.load(ModelChoice(Path("gemma.gguf")))
    prompter.say(Load, Loaded(Capabilities("G", True, True, True, 8192, 280, 280, False), 1.0))
    assert not window.banner.isVisible()


def test_think_is_offered_only_by_a_model_that_can(window: Window, scripted: Desk, prompter: Any) -> None:
    for thinking in (True, False):
        scripted.models.load(ModelChoice(Path("gemma.gguf")))
        prompter.say(Load, Loaded(Capabilities("G", True, True, thinking, 8192, 280, 280, False), 1.0))
        assert window.composer.think.isVisible() is thinking


def test_notice_is_shown_and_closed(window: Window, scripted: Desk) -> None:
    scripted.notice.show(Sentence("It failed.", "Try again."))
    assert window.notice.isVisible()
    assert window.notice.words.text() == "It failed. Try again."
    window.notice.findChildren(QToolButton)[0].click()
    assert not window.notice.isVisible()


def test_dialog_says_what_files_are_and_loads_only_sound_ones(
    dialog: ModelDialog, scripted: Desk, prompter: Any, wait_until: Callable[..., None]
) -> None:
    assert not dialog.load.isEnabled()
    dialog.model.setText("/models/gemma.gguf")
    wait_until(lambda: isinstance(prompter.jobs[-1] if prompter.jobs else None, Examine))
    choice = prompter.jobs[-1].choice
    prompter.say(Examine, Examined(choice, problems=("gemma.gguf is cut off. Download it again.",)))
    assert dialog.verdict.text() == "gemma.gguf is cut off. Download it again."
    assert not dialog.load.isEnabled()
    dialog.model.setText("/models/whole.gguf")
    wait_until(lambda: prompter.jobs[-1].choice.model.name == "whole.gguf")
    choice = prompter.jobs[-1].choice
    shown = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(16))
    prompter.say(Examine, Examined(choice, title="Gemma", details="Reads text.", plan=shown))
    assert dialog.load.isEnabled()
    assert "of the 12.0 GiB that Hush may use now" in dialog.verdict.text()
    assert dialog.context.currentText() == "As much as fits: 32,768 tokens"
    assert "read and repacked" in dialog.reasons.text()
    dialog.load.click()
    loaded = next(job.choice for job in prompter.jobs if isinstance(job, Load))
    assert loaded == replace(choice, settings=shown.settings)  # exactly what was shown


def test_dialog_warns_of_what_does_not_fit_and_lets_one_load_it_anyway(
    dialog: ModelDialog, prompter: Any, wait_until: Callable[..., None]
) -> None:
    dialog.model.setText("/models/gemma.gguf")
    wait_until(lambda: isinstance(prompter.jobs[-1] if prompter.jobs else None, Examine))
    short = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(8))
    prompter.say(Examine, Examined(prompter.jobs[-1].choice, title="Gemma", plan=short))
    assert dialog.load.text() == f"Load anyway, {gibibytes(short.missing)} over"
    assert "choose a model file of up to" in dialog.verdict.text()
    dialog.load.click()
    assert next(job for job in prompter.jobs if isinstance(job, Load)).choice.anyway


def test_dialog_says_at_once_what_a_wish_costs_and_what_would_fit(
    dialog: ModelDialog, prompter: Any, wait_until: Callable[..., None]
) -> None:
    dialog.model.setText("/models/gemma.gguf")
    dialog.projector.setText("/models/mmproj.gguf")
    dialog.context.setCurrentIndex(dialog.context.findData(131_072))
    assert not dialog.load.isEnabled()
    asked = prompter.jobs[-1].choice
    assert (asked.context, asked.image_tokens) == (131_072, None)
    least = plan(GEMMA_4_12B, PROJECTOR_12B, Machine(0, 0, 1)).estimate.total
    short = plan(GEMMA_4_12B, PROJECTOR_12B, Machine(least + 1, least + 1, 1), Wishes(context=131_072))
    prompter.say(Examine, Examined(asked, title="Gemma", plan=short))
    assert short.instead is not None
    assert f"What fits: {short.instead.settings.context:,} tokens of context" in dialog.verdict.text()
    dialog.take_fitting.click()
    assert prompter.jobs[-1].choice.context is None
    assert not dialog.load.isEnabled()


def test_dialog_is_as_high_as_its_words(dialog: ModelDialog, prompter: Any, wait_until: Callable[..., None]) -> None:
    dialog.model.setText("/models/gemma.gguf")
    wait_until(lambda: isinstance(prompter.jobs[-1] if prompter.jobs else None, Examine))
    prompter.say(Examine, Examined(prompter.jobs[-1].choice, title="Gemma", plan=plan(GEMMA_4_12B, None, machine_of(11))))
    wait_until(lambda: dialog.reasons.height() >= dialog.reasons.heightForWidth(dialog.reasons.width()))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_change_while_it_runs(app: QApplication, window: Window, scripted: Desk, theme: str) -> None:
    scripted.transcript.ask("Hi", ())
    scripted.transcript.write("Hello")
    app.setProperty("theme", theme)
    window.retheme()
    lightness = window.grab().toImage().pixelColor(4, 300).lightness()
    assert lightness < 60 if theme == "dark" else lightness > 200
    app.setProperty("theme", "")


def test_everything_that_can_be_pressed_has_a_name(window: Window) -> None:
    unnamed = [button for button in window.findChildren(QToolButton) if not (button.accessibleName() or button.text())]
    assert unnamed == []
