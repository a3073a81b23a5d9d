"""How an attachment goes to the model: as it is, as the text that was read in it, or both; with the price of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.conversation.composer.chip_options import GivenButton
from app.conversation.composer.draft import Chip
from app.conversation.composer.given_dialog import GivenDialog
from app.desk import Desk
from app.recognition.picture_viewer import PictureViewer
from app.values import Attached, ModelChoice
from app.window.window import Window
from app.worker.engine import Load
from app.worker.media import Prepare, Price, PriceForms
from app.worker.recognising import READERS, ReadPicture
from inference.conversation import DocumentPart, ImagePart
from inference.events import Capabilities, Loaded, PartPrice, Priced
from inference.history.values import Recognised
from tests.app.test_window import ask, drop
from tests.factories import make_pdf
from tests.inference.recognition.drawn import LINES, as_file, page

pytestmark = pytest.mark.usefixtures("recognisers")

Wait = Callable[..., None]
BLIND = Capabilities("Writer", False, True, False, 1000, 0, 0, False)


def button_of(window: Window) -> GivenButton:
    (button,) = [button for button in window.composer.chips.findChildren(GivenButton) if button.isVisible()]
    return button


def test_a_picture_is_given_as_its_text_for_the_price_that_was_named(
    window: Window, desk: Desk, tmp_path: Path, wait_until: Wait
) -> None:
    path = tmp_path / "invoice.png"
    path.write_bytes(as_file(page()))
    drop(window, path)
    wait_until(lambda: desk.draft.chips and desk.draft.chips[0].forms, 60)
    prices = {form.given: form for form in desk.draft.chips[0].forms}
    assert list(prices) == ["itself", "text", "both"]
    assert prices["both"].tokens >= max(prices["itself"].tokens, prices["text"].tokens) + 20
    button = button_of(window)
    assert button.text() == "As it is"
    assert f"{prices['text'].tokens:,} tokens" in button.ways["text"].text()
    for given in ("both", "text", "itself", "text"):
        button_of(window).ways[given].trigger()
        wait_until(lambda: desk.draft.chips[0].tokens is not None and desk.drafts.prices.current)
        chip = desk.draft.chips[0]
        assert chip.attached is not None
        assert chip.attached.part.given == given
        assert chip.tokens == prices[given].tokens
    ask(window, desk, "What does it say?", wait_until)
    assert desk.transcript.entries[0].attachments[0].part.given == "text"


def test_what_the_model_gets_is_shown(window: Window, desk: Desk, tmp_path: Path, wait_until: Wait) -> None:
    path = tmp_path / "invoice.png"
    path.write_bytes(as_file(page()))
    drop(window, path)
    wait_until(lambda: desk.draft.chips and desk.draft.chips[0].read, 60)
    for given, words in (("itself", "it is not sent"), ("text", "Only this text"), ("both", "after it this text")):
        desk.drafts.choose_given(desk.draft.chips[0].number, given)  # type: ignore[arg-type]
        button_of(window).menu().actions()[-1].trigger()
        (dialog,) = window.findChildren(GivenDialog)
        assert words in dialog.said.text()
        assert dialog.text.toPlainText() == "\n".join(LINES)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        wait_until(lambda: not window.findChildren(GivenDialog))
    (chip,) = window.composer.chips._views
    QTest.mouseClick(chip.sign, Qt.MouseButton.LeftButton)
    (viewer,) = window.findChildren(PictureViewer)
    wait_until(lambda: viewer.complete and viewer.layer._text is not None)
    viewer.close()


def test_a_model_that_cannot_see_is_given_the_text_and_why_is_said(
    scripted: Desk, prompter: Any, shown: Callable[[Desk], Window], app: QApplication
) -> None:
    window = shown(scripted)
    scripted.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(BLIND, 1.0))
    scripted.drafts.attach_bytes("a.png", b"a")
    part = ImagePart("a.png", b"a")
    prompter.say(Prepare, Attached(part))
    assert not window.composer.chips.findChildren(GivenButton)  # nothing was read yet
    prompter.say(ReadPicture, Recognised(part.digest, 0, READERS["image"], "Exit B7"))
    button = button_of(window)
    assert button.text() == "As its text"
    assert button.toolTip().startswith("Writer cannot see pictures")
    assert [action.isEnabled() for action in button.ways.values()] == [False, True, False]
    button.menu().actions()[-1].trigger()
    (dialog,) = window.findChildren(GivenDialog)
    assert dialog.said.text().startswith("Writer cannot see pictures")
    assert dialog.text.toPlainText() == "Exit B7"
    dialog.close()


def test_only_the_pages_that_are_sent_are_named() -> None:
    part = DocumentPart("a.pdf", make_pdf(None, None, None), pages=(1, 3), texts=((1, "one"), (2, "two"), (3, " ")))
    assert Chip(1, "a.pdf", Attached(part, pages=3, scanned=(1, 2, 3))).read == "Page 1\none"


def test_pages_with_text_can_be_looked_at_as_well(window: Window, desk: Desk, tmp_path: Path, wait_until: Wait) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(make_pdf("colour: green", "size: 12"))
    drop(window, path)
    wait_until(lambda: desk.draft.chips and desk.draft.chips[0].forms, 60)
    prices = {form.given: form.tokens for form in desk.draft.chips[0].forms}
    button = button_of(window)
    assert button.text() == "As its text"
    assert list(button.ways) == ["itself", "picture", "both"]
    assert prices["itself"] < prices["picture"] < prices["both"]
    for given, told in (("itself", "Page 1 (text).\ncolour: green"), ("picture", "Page 1 (picture).\n\nPage 2 (picture).")):
        desk.drafts.choose_given(desk.draft.chips[0].number, given)  # type: ignore[arg-type]
        wait_until(lambda: desk.draft.chips[0].tokens is not None and desk.drafts.prices.current)
        assert desk.draft.chips[0].tokens == prices[given]  # type: ignore[index]
        button_of(window).menu().actions()[-1].trigger()
        (dialog,) = window.findChildren(GivenDialog)
        wait_until(lambda told=told, dialog=dialog: dialog.text.toPlainText().startswith(told))
        dialog.close()
        wait_until(lambda: not window.findChildren(GivenDialog))


def test_a_price_that_comes_too_late_is_not_shown(scripted: Desk, prompter: Any) -> None:
    def count(tokens: int) -> Priced:
        return Priced((PartPrice("document", "a.pdf", tokens, 0),), tokens)

    scripted.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(replace(BLIND, vision=True), 1.0))
    part = DocumentPart("a.pdf", make_pdf("one", "two"))
    scripted.drafts.attach_bytes("a.pdf", part.data)
    prompter.say(Prepare, Attached(part, pages=2))
    scripted.drafts.prices.now()
    prompter.say(Price, count(20))
    scripted.drafts.choose_pages(scripted.draft.chips[0].number, "1")
    prompter.say(PriceForms, (("itself", count(20)),))
    assert scripted.draft.chips[0].forms == ()
    prompter.say(Price, count(10))
    prompter.say(PriceForms, (("itself", count(10)),))
    assert [form.tokens for form in scripted.draft.chips[0].forms] == [10]


def test_of_a_text_it_is_shown_what_the_model_gets(window: Window, desk: Desk, tmp_path: Path, wait_until: Wait) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><h1>Marks</h1><script>x</script>")
    drop(window, path)
    wait_until(lambda: desk.draft.chips and desk.draft.chips[0].attached)
    button = button_of(window)
    assert not button.ways
    button.menu().actions()[-1].trigger()
    (dialog,) = window.findChildren(GivenDialog)
    assert "without tags" in dialog.said.text()
    wait_until(lambda: dialog.text.toPlainText() == "Page 1 (text).\n# Marks")
    dialog.close()
