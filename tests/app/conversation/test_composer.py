"""Writing, pasting, chips and the button that sends or stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from app.conversation.asked import OfDraft
from app.conversation.composer.chip_options import PageField
from app.conversation.composer.draft import Chip
from app.conversation.composer.mime import brings, what_comes
from app.conversation.transcript.transcript import Entry
from app.desk import Desk
from app.recognition.picture_viewer import PictureViewer
from app.values import Attached
from app.window.window import Window
from app.worker.media import Prepare
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError
from inference.events import Failed
from inference.media.kind import kind_of
from inference.pixels import Pixels
from inference.sentences import Sentence


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


def test_enter_sends_and_shift_enter_makes_a_new_line(window: Window) -> None:
    sent: list[object] = []
    window.composer.asked.connect(lambda asked: sent.append(asked) if isinstance(asked, OfDraft) else None)
    QTest.keyClicks(window.composer.field, "one")
    QTest.keyClick(window.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(window.composer.field, "two")
    assert (window.composer.field.toPlainText(), sent) == ("one\ntwo", [])
    QTest.keyClick(window.composer.field, Qt.Key.Key_Enter)
    assert sent == [OfDraft.SEND]


def test_field_grows_with_its_text_and_no_further_than_nine_lines(window: Window) -> None:
    heights: list[int] = []
    for lines in (1, 3, 9, 40):
        window.composer.field.setPlainText("line\n" * (lines - 1) + "line")
        heights.append(window.composer.field.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_long_text_leaves_the_buttons_free_in_a_low_window_with_much_to_say(
    window: Window, scripted: Desk, wait_until: Callable[..., None]
) -> None:
    window.resize(window.minimumSize())
    scripted.notice.show(Sentence("Something went wrong, and this says what to do about it. " * 4))
    scripted.pressure.show("Memory is running short. " * 8)
    window.composer.field.setPlainText("line\n" * 40)
    field, button = window.composer.field, window.composer.button
    nine = field.maximumHeight()
    wait_until(lambda: field.height() < nine)
    assert field.geometry().bottom() < button.geometry().top()


def test_button_sends_then_stops_then_waits(window: Window, scripted: Desk) -> None:
    button = window.composer.button
    assert not button.isEnabled()
    QTest.keyClicks(window.composer.field, "Hi")
    assert (button.isEnabled(), button.accessibleName()) == (True, "Send")
    scripted.activity.show("writing")
    assert (button.isEnabled(), button.accessibleName()) == (True, "Stop")
    scripted.activity.show("stopping")
    assert not button.isEnabled()
    assert window.activity.words.text() == "Stopping…"


def test_chip_says_why_a_file_cannot_be_used_and_can_be_removed(window: Window, scripted: Desk, prompter: Any) -> None:
    scripted.drafts.attach_files([Path("a.heic")])
    prompter.say(Prepare, Failed(MediaError(Sentence('"a.heic" is an HEIC picture.', "Export it as PNG."))))
    chip = window.composer.chips._views[0]
    assert chip.accessibleDescription() == '"a.heic" is an HEIC picture. Export it as PNG.'
    assert chip.property("problem") is True
    QTest.mouseClick(chip.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert scripted.draft.chips == ()
    assert not window.composer.chips.isVisible()


LONG_NAME = "everything_from_last_year_and_from_the_one_before_with_all_the_pictures.zip"


@pytest.mark.parametrize("name", ["a.heic", LONG_NAME])
def test_why_a_file_is_refused_can_be_read_in_the_narrowest_window(
    window: Window, scripted: Desk, wait_until: Callable[..., None], name: str
) -> None:
    window.resize(window.minimumSize().width(), 700)
    advice = "Pictures, recordings, PDF and text files can be used."
    scripted.drafts.refuse(name, Sentence(f'"{name}" is of no kind that Hush knows.', advice))
    chips = window.composer.chips
    (chip,) = chips._views
    wait_until(lambda: chips.viewport().rect().contains(chip.geometry()))
    (reason,) = (label for label in chip.findChildren(QLabel) if "of no kind" in label.text())
    assert chip.rect().contains(reason.geometry())
    assert reason.height() >= reason.heightForWidth(reason.width())
    image = reason.grab().toImage()
    ground = image.pixel(image.width() - 1, 0)
    cut_off = [y for y in range(image.height()) if image.pixel(image.width() - 1, y) != ground]
    assert cut_off == []
    assert name in chip.toolTip()
    assert name in chip.accessibleDescription()


def test_chip_of_which_only_the_price_changes_keeps_its_widget(window: Window, scripted: Desk) -> None:
    one, two = Chip(1, "a.png", Attached(ImagePart("a.png", b"a"))), Chip(2, "b.wav", Attached(AudioPart("b.wav", b"b")))
    scripted.draft.show_chips((one, two))
    first, second = window.composer.chips._views
    scripted.draft.change_chip(2, tokens=100)
    assert window.composer.chips._views == [first, second]
    assert second.accessibleDescription() == "0:00  ·  100 tokens"
    scripted.draft.change_chip(2, problem="It cannot be heard.")
    assert first in window.composer.chips._views
    assert second not in window.composer.chips._views


def test_pages_can_be_typed_while_a_scan_is_read(window: Window, scripted: Desk) -> None:
    part = DocumentPart("a.pdf", b"%PDF-", texts=((1, "one"),))
    seen = Attached(part, pages=12, scanned=tuple(range(1, 13)))
    scripted.draft.show_chips((Chip(1, "a.pdf", seen, awaits_text=True),))
    (chip,) = window.composer.chips._views
    assert chip.option is not None
    QTest.keyClicks(chip.option, "1")
    more = replace(part, texts=((1, "one"), (2, "two")))
    scripted.draft.change_chip(1, attached=replace(seen, part=more))
    QTest.keyClicks(chip.option, "2")
    assert window.composer.chips._views == [chip]
    assert isinstance(chip.option, PageField)
    assert chip.option.text() == "12"
    assert "2 of 12 pages read" in chip.accessibleDescription()


def sound(number: int) -> Chip:
    return Chip(number, f"{number}.wav", Attached(AudioPart(f"{number}.wav", b"%d" % number)))


@pytest.mark.parametrize("size", [(440, 480), (440, 700), (1140, 760)])
def test_what_is_refused_is_seen_without_scrolling_however_many_chips_there_are(
    window: Window, scripted: Desk, wait_until: Callable[..., None], size: tuple[int, int]
) -> None:
    window.resize(*size)
    chips, bar = window.composer.chips, window.composer.chips.verticalScrollBar()
    scripted.draft.show_chips(tuple(map(sound, range(1, 13))))
    wait_until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    sent = scripted.draft.usable[1:]
    scripted.draft.change_chip(1, problem="It cannot be heard. Export it as WAV.")
    scripted.drafts.refuse("b.heic", Sentence('"b.heic" is an HEIC picture. Export it as PNG, JPEG or WebP.'))
    seen = chips.viewport().rect
    refused = [view for view in chips._views if view.chip.problem]
    assert [view.chip.name for view in refused] == ["1.wav", "b.heic"]
    wait_until(lambda: all(seen().contains(view.rect().translated(view.mapTo(chips.viewport(), QPoint()))) for view in refused))
    assert scripted.draft.usable == sent


def test_tab_goes_through_chips_as_they_are_seen(window: Window, scripted: Desk, wait_until: Callable[..., None]) -> None:
    scripted.draft.show_chips((sound(1), sound(2), Chip(3, "c.heic", problem="It cannot be used.")))
    scripted.draft.change_chip(2, problem="It cannot be heard.")
    views = window.composer.chips._views
    assert [view.chip.number for view in views] == [2, 3, 1]
    buttons = [view.findChildren(QToolButton)[0] for view in views]
    buttons[0].setFocus()
    wait_until(buttons[0].hasFocus)
    for button in buttons[1:]:
        QTest.keyClick(window, Qt.Key.Key_Tab)
        assert button.hasFocus()


def test_many_chips_scroll(window: Window, scripted: Desk) -> None:
    scripted.draft.show_chips(tuple(Chip(number, f"picture number {number}.png") for number in range(40)))
    assert window.composer.chips.height() <= 196
    assert window.composer.chips.verticalScrollBar().maximum() > 0


def test_pasted_link_is_text_and_pasted_file_is_a_chip(window: Window, scripted: Desk, tmp_path: Path) -> None:
    link, file = QMimeData(), QMimeData()
    link.setText("https://example.org/a.png")
    window.composer.field.insertFromMimeData(link)
    assert window.composer.field.toPlainText() == "https://example.org/a.png"
    file.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    window.composer.field.insertFromMimeData(file)
    assert [chip.name for chip in scripted.draft.chips] == ["a.png"]


def test_picture_beside_a_link_is_taken_and_a_lone_link_is_named(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    assert what_comes(mime).links == ("https://example.org/a.png",)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    mime.setImageData(image)
    assert what_comes(mime).picture is not None
    assert what_comes(mime).links == ()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.png"))])
    assert what_comes(mime).files == (tmp_path / "b.png",)


def test_cells_of_a_spreadsheet_are_pasted_as_text_and_a_picture_of_a_page_as_a_picture() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    mime = QMimeData()
    mime.setImageData(image)
    mime.setText("Maths\t2\nPhysics\t1\n")
    assert what_comes(mime).text == "Maths\t2\nPhysics\t1\n"
    assert what_comes(mime).picture is None
    for beside in ("https://example.org/a.png", "", "data:image/png;base64,iVBORw0K"):
        mime.setText(beside)
        assert what_comes(mime).picture is not None
    for cell in ("12:30", "Total:45", "https://example.org/a.png"):
        mime.setText(cell)
        mime.setHtml(f"<meta charset=utf-8><table><tr><td>{cell}</td></tr></table>")
        assert what_comes(mime).text == cell


def test_a_page_without_words_beside_it_is_attached_as_one() -> None:
    mime = QMimeData()
    mime.setHtml("<ul><li>one<li>two</ul>")
    assert brings(mime)
    page = what_comes(mime).page
    assert kind_of(page) == "web"
    assert b"<li>two" in page
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    mime.setImageData(image)
    assert what_comes(mime).picture is not None


def test_pages_are_turned_in_the_conversation_while_one_writes(
    window: Window, scripted: Desk, wait_until: Callable[..., None]
) -> None:
    composer, view = window.composer, window.transcript
    roles = ("user", "assistant") * 30
    scripted.transcript.show([Entry(role, f"line {number}", state="done") for number, role in enumerate(roles)])
    wait_until(lambda: view.row(59) is not None and view.settled)
    field, bar = composer.field, view.verticalScrollBar()
    field.setPlainText("one\ntwo")
    field.moveCursor(QTextCursor.MoveOperation.End)
    end = bar.value()
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert 0.6 * view.viewport().height() < end - bar.value() <= view.viewport().height()
    assert field.textCursor().position() == 7
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    QTest.keyClick(field, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert field.textCursor().hasSelection()
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_picture_opens_by_the_keyboard_too_and_keeps_it(
    window: Window, scripted: Desk, prompter: Any, wait_until: Callable[..., None], key: Qt.Key
) -> None:
    seen = Attached(ImagePart("shot.png", b"shot"), Pixels(40, 30, bytes((200, 0, 0)) * 1200), 40, 30)
    scripted.drafts.attach_bytes("shot.png", b"shot")
    prompter.say(Prepare, seen)
    (view,) = window.composer.chips._views
    picture = view.sign
    assert picture.accessibleName() == "Picture shot.png, open it"
    wait_until(lambda: picture.isVisible() and window.composer.field.hasFocus())
    for _ in range(12):
        if picture.hasFocus():
            break
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert picture.hasFocus()
    framed = picture.grab().toImage()
    QTest.keyClick(picture, key)
    (viewer,) = window.findChildren(PictureViewer)
    assert viewer.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    wait_until(window.isActiveWindow)
    scripted.draft.change_chip(view.chip.number, attached=replace(seen, part=replace(seen.part, text="Total 5")))
    (again,) = window.composer.chips._views
    assert again is not view
    wait_until(again.sign.hasFocus)
    again.sign.clearFocus()
    assert again.sign.grab().toImage() != framed
