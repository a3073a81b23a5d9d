"""The pill never takes the keyboard from another program, not even from a window manager that gives it to every new window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.look import theme
from app.sound.asked import OfPill, OfTalk
from app.sound.pill import Pill, loudness
from app.sound.talk_button import TalkButton
from app.sound.voice_state import VoiceState

if sys.platform.startswith("linux"):
    import Xlib.display
    from Xlib import X
    from Xlib.error import XError
    from Xlib.ext import xtest
    from Xlib.protocol.event import ClientMessage

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="drives an X server")

Wait = Callable[..., None]


class Desktop:
    """A window manager that gives the keyboard to every window it maps, and another program's window that has it now.

    Both talk to the X server over a connection of their own, as other programs do.
    """

    def __init__(self, name: str) -> None:
        self._manager, self._editor = Xlib.display.Display(name), Xlib.display.Display(name)
        self._manager.screen().root.change_attributes(event_mask=X.SubstructureRedirectMask)
        self._manager.sync()
        self.quit = self._manager.intern_atom("HUSH_TEST_QUIT")
        self._thread = threading.Thread(target=self._manage, daemon=True)
        self._thread.start()
        screen = self._editor.screen()
        self.window = screen.root.create_window(50, 50, 300, 200, 0, screen.root_depth, event_mask=X.KeyPressMask)
        self.window.map()
        self._editor.sync()

    @property
    def focused(self) -> int:
        """The window that has the keyboard."""
        focus = self._editor.get_input_focus().focus
        return focus if isinstance(focus, int) else focus.id

    def typed(self) -> int:
        """Types a letter as the hand does; how many presses of keys the other program has heard since last asked."""
        code = self._editor.keysym_to_keycode(ord("a"))
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self._editor, kind, code)
        self._editor.sync()
        return sum(self._editor.next_event().type == X.KeyPress for _ in range(self._editor.pending_events()))

    def click(self, at: QPoint) -> None:
        xtest.fake_input(self._editor, X.MotionNotify, x=at.x(), y=at.y())
        for kind in (X.ButtonPress, X.ButtonRelease):
            xtest.fake_input(self._editor, kind, 1)
        self._editor.sync()

    def close(self) -> None:
        self.window.destroy()
        root = self._editor.screen().root
        leave = ClientMessage(window=root, client_type=self.quit, data=(32, [0] * 5))
        root.send_event(leave, event_mask=X.SubstructureRedirectMask)
        self._editor.sync()
        self._thread.join(10)
        self._editor.close()
        self._manager.close()

    def _manage(self) -> None:
        while True:
            event = self._manager.next_event()
            if event.type == X.ClientMessage and event.client_type == self.quit:
                return
            try:
                if event.type == X.MapRequest:
                    event.window.map()
                    event.window.set_input_focus(X.RevertToParent, X.CurrentTime)
                elif event.type == X.ConfigureRequest:
                    asked = {"x": event.x, "y": event.y, "width": event.width, "height": event.height}
                    event.window.configure(**asked)
                self._manager.sync()
            except XError:
                continue  # the window is gone already


@pytest.fixture
def desktop(display: str) -> Iterator[Desktop]:
    desktop = Desktop(display)
    yield desktop
    desktop.close()


@pytest.fixture
def state(app: QApplication) -> VoiceState:
    return VoiceState()


@pytest.fixture
def pill(state: VoiceState) -> Iterator[Pill]:
    pill = Pill(state)
    yield pill
    pill.hide()
    pill.deleteLater()


def listen(state: VoiceState, *levels: float, seconds: float = 7.4, limit: float = 300) -> None:
    state.begin(limit)
    for level in levels or (0.1,):
        state.move(level, seconds)


def test_the_other_program_keeps_the_keyboard(desktop: Desktop, state: VoiceState, pill: Pill, wait_until: Wait) -> None:
    wait_until(lambda: desktop.focused == desktop.window.id)
    state.begin(300)
    wait_until(lambda: pill.isVisible() and pill.windowHandle().isExposed())
    assert desktop.typed() == 1
    listen(state)
    asked: list[object] = []
    pill.asked.connect(asked.append)
    desktop.click(pill._cancel.mapToGlobal(pill._cancel.rect().center()))
    wait_until(lambda: asked == [OfPill.CANCEL])
    state.show("failed", "There is no microphone here.")
    QApplication.processEvents()
    assert desktop.focused == desktop.window.id
    assert desktop.typed() == 1
    assert not pill.isActiveWindow()
    assert QApplication.focusWidget() is None


def test_any_other_window_would_have_taken_it(desktop: Desktop, app: QApplication, wait_until: Wait) -> None:
    """The test above can fail: the same desktop gives an ordinary window of ours the keyboard."""
    wait_until(lambda: desktop.focused == desktop.window.id)
    window = QWidget()
    window.show()
    wait_until(lambda: desktop.focused != desktop.window.id)
    assert desktop.typed() == 0
    window.close()
    window.deleteLater()


def test_it_floats_above_everything_at_the_bottom_of_the_screen(state: VoiceState, pill: Pill) -> None:
    listen(state)
    room = pill.screen().availableGeometry()
    assert room.contains(pill.frameGeometry())
    assert abs(pill.frameGeometry().center().x() - room.center().x()) <= 1
    assert pill.frameGeometry().top() > room.center().y()
    assert pill.windowFlags() & Qt.WindowType.WindowStaysOnTopHint


def test_it_says_what_goes_on(state: VoiceState, pill: Pill) -> None:
    state.begin(300)
    assert pill.words.text() == "Opening the microphone…"
    listen(state, seconds=7.4)
    assert (pill.words.text(), pill.words.property("role")) == ("0:07", "title")
    assert pill.hint.isVisible()
    assert pill.bars.isVisible()
    assert not pill._done.isVisible()
    state.lock(True)
    assert pill._done.isVisible()
    state.move(0.1, 281.2)
    assert (pill.words.text(), pill.words.property("role")) == ("0:19 left", "amber")
    assert pill.rect().contains(pill._cancel.geometry())
    state.show("sending")
    assert pill.words.text() == "Sending…"
    assert not pill.bars.isVisible()
    state.show("idle")
    assert pill.isVisible(), "a word that flashes by cannot be read"


def test_it_says_that_no_sound_arrives(state: VoiceState, pill: Pill) -> None:
    listen(state)
    narrow = pill.width()
    state.hush("No sound arrives from “Blue Yeti”. Is it muted, or is another one chosen in the settings?")
    assert pill.hint.text() == state.quiet
    assert pill.hint.property("role") == "amber"
    assert pill.hint.height() >= pill.hint.heightForWidth(pill.hint.width())
    assert pill.accessibleName() == state.quiet
    assert pill.bars.isVisible()
    state.hush("")
    assert (pill.hint.text(), pill.hint.property("role"), pill.width()) == ("Esc cancels", "muted", narrow)


def test_words_leave_by_themselves(state: VoiceState, pill: Pill, wait_until: Wait) -> None:
    listen(state)
    state.show("sending")
    state.show("idle")
    wait_until(lambda: not pill.isVisible())
    listen(state)
    state.show("idle")
    assert not pill.isVisible(), "cancelled: gone at once"


def test_a_failure_is_a_whole_sentence_that_can_be_closed(state: VoiceState, pill: Pill) -> None:
    sentence = "Nothing was heard, so nothing was sent. Is the microphone muted, or is another one chosen in the settings?"
    state.show("failed", sentence)
    assert pill.words.text() == sentence
    needed = pill.words.heightForWidth(pill.words.width())
    assert pill.words.height() >= needed
    assert pill.accessibleName() == sentence
    QTest.mouseClick(pill._cancel, Qt.MouseButton.LeftButton)
    assert not pill.isVisible()


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_bars_follow_the_voice(app: QApplication, state: VoiceState, pill: Pill, colours: theme.Theme) -> None:
    app.setProperty("theme", "dark" if colours.dark else "light")
    try:
        listen(state, *[0.0] * 14, *[0.25] * 14)
        image = pill.bars.grab().toImage()
        lit = [sum(image.pixelColor(x, y).name() == colours.accent for y in range(image.height())) for x in range(image.width())]
        quiet, loud = lit[: image.width() // 2], lit[image.width() // 2 :]
        assert max(loud) > 0.9 * image.height()
        assert max(quiet) < 0.2 * image.height()
    finally:
        app.setProperty("theme", "")


def test_loudness_is_what_people_hear() -> None:
    assert loudness(0) == 0
    assert loudness(1) == 1
    assert 0.3 < loudness(0.02) < 0.7  # quiet speech
    assert loudness(0.01) < loudness(0.02) < loudness(0.1)


class Presses:
    def __init__(self, button: TalkButton) -> None:
        self.seen: list[object] = []
        button.asked.connect(self.seen.append)


@pytest.fixture
def button(state: VoiceState) -> Iterator[TalkButton]:
    button = TalkButton(state)
    button.show()
    yield button
    button.hide()
    button.deleteLater()


def test_button_reports_press_and_release_even_off_its_edge(button: TalkButton) -> None:
    presses = Presses(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseMove(button, QPoint(300, 300))
    assert presses.seen == [OfTalk.PRESS]
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert presses.seen == [OfTalk.PRESS, OfTalk.RELEASE]


def test_button_takes_the_space_bar_and_screen_readers(button: TalkButton) -> None:
    presses = Presses(button)
    QTest.keyPress(button, Qt.Key.Key_Space)
    QTest.keyRelease(button, Qt.Key.Key_Space)
    button.click()
    assert presses.seen == [OfTalk.PRESS, OfTalk.RELEASE] * 2


def test_button_says_what_the_next_press_does(button: TalkButton, state: VoiceState) -> None:
    button.set_shortcut_name("Ctrl+Alt+Space")
    assert "Ctrl+Alt+Space anywhere" in button.toolTip()
    assert button.accessibleName() == "Talk to Hush"
    listen(state)
    assert button.accessibleName() == "Send what you said"
    assert button.accessibleDescription() == "0:07"
