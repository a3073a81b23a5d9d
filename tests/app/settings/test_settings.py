"""A change holds at once, is announced once, and is in the file when the program ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.look import theme
from app.settings import Settings
from app.settings.languages import LANGUAGES, list_likely
from app.settings.settings_controller import SettingsController
from app.settings.settings_file import read
from app.settings.settings_model import SettingsModel
from app.values import Attached
from app.worker import Worker
from app.worker.recognising import WriteDown
from inference.conversation import AudioPart
from inference.sentences import Sentence

Wait = Callable[..., None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def model() -> SettingsModel:
    return SettingsModel()


@pytest.fixture
def controller(app: QApplication, worker: Worker, model: SettingsModel, path: Path) -> Iterator[SettingsController]:
    controller = SettingsController(worker, model, path)
    assert controller.begin() == ()
    yield controller
    controller.close()
    app.setProperty("theme", "")


def test_a_change_holds_and_is_announced_once(controller: SettingsController, model: SettingsModel) -> None:
    heard: list[frozenset[str]] = []
    model.changed.connect(heard.append)
    assert controller.set("talk_mode", "hold")
    assert controller.set("talk_mode", "hold")
    assert model.settings.talk_mode == "hold"
    assert heard == [{"talk_mode"}]


def test_it_is_in_the_file_soon(controller: SettingsController, path: Path, wait_until: Wait) -> None:
    controller.set("rest_minutes", 0)
    controller.set("rest_minutes", 60)
    wait_until(path.exists)
    assert read(path).settings == Settings(rest_minutes=60)


def test_it_is_in_the_file_when_the_program_ends_at_once(controller: SettingsController, path: Path) -> None:
    controller.set("start_hidden", True)
    controller.close()
    assert read(path).settings.start_hidden


def test_how_recordings_are_written_down_is_kept(controller: SettingsController, path: Path, tmp_path: Path) -> None:
    assert controller.set("speech_language", "de")
    assert not controller.set("speech_language", "Deutsch")
    assert controller.set("speech_model", tmp_path / "ggml-small.bin")
    assert not controller.set("speech_model", "ggml-small.bin")
    controller.close()
    assert read(path).settings == Settings(speech_language="de", speech_model=tmp_path / "ggml-small.bin")


def test_languages_are_those_of_whisper() -> None:
    """In a process of its own: whisper.cpp brings a ggml that is not llama.cpp's."""
    asked = "from inference.recognition.whisper import _names; print(*_names())"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == set(LANGUAGES)


def test_recordings_are_written_down_as_it_was_set(prompter: Any, tmp_path: Path) -> None:
    desk = build(prompter, settings=tmp_path / "settings.json")
    assert desk.settings is not None
    desk.settings.controller.set("speech_language", "de")
    desk.settings.controller.set("speech_model", tmp_path / "ggml-small.bin")
    desk.recognition.read(Attached(AudioPart("a.wav", b"")))
    (work,) = [job for job in prompter.jobs if isinstance(job, WriteDown)]
    assert (work.language, work.model) == ("de", tmp_path / "ggml-small.bin")
    assert work.likely == list_likely(QLocale.system().uiLanguages())
    wind_down(desk)


@pytest.mark.parametrize(
    ("names", "spoken"),
    [
        (["de-CH", "fr-CH"], ("de", "fr", "en")),
        (["de_DE.UTF-8"], ("de", "en")),
        (["German_Germany.1252"], ("de", "en")),
        (["en-GB", "en"], ("en",)),
        (["nb-NO", "zh-Hans-CN", "fil"], ("no", "zh", "tl", "en")),
        (["C", "", "POSIX", "C.UTF-8", "tlh"], ()),
    ],
)
def test_languages_of_a_person_are_those_of_the_system(names: list[str], spoken: tuple[str, ...]) -> None:
    assert list_likely(names) == spoken


def test_what_cannot_be_leaves_all_as_it_was_and_says_why(controller: SettingsController, model: SettingsModel) -> None:
    assert not controller.set("key_talk", "a")
    assert "needed for writing" in model.note("key_talk")
    assert model.settings == Settings()
    assert controller.set("key_talk", "Meta+F9")
    assert model.note("key_talk") == ""


def test_one_key_does_not_do_two_things(controller: SettingsController, model: SettingsModel) -> None:
    assert not controller.set("key_point", "alt+ctrl+space")
    assert model.note("key_point") == "Ctrl + Alt + Space is the key for “Talk” already. Choose another."
    assert controller.set("key_talk", "")
    assert controller.set("key_point", "alt+ctrl+space")
    assert controller.keys() == {"capture": "Ctrl+Alt+Return", "point": "Ctrl+Alt+Space"}


def test_the_colours_change_at_once(app: QApplication, controller: SettingsController, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[theme.Theme] = []
    controller.theme_changed.connect(lambda: told.append(theme.current()))
    controller.set("theme", "dark")
    controller.set("theme", "light")
    monkeypatch.setenv("HUSH_THEME", "dark")  # what the system would say, on one that does not
    controller.set("theme", "system")
    assert told == [theme.DARK, theme.LIGHT, theme.DARK]


def test_the_model_rests_when_it_was_set_to(app: QApplication, path: Path) -> None:
    class Rested(Worker):
        def __init__(self) -> None:
            self.seconds: list[int] = []

        def rest_after(self, seconds: int) -> None:
            self.seconds.append(seconds)

    worker, model = Rested(), SettingsModel()
    controller = SettingsController(worker, model, path)
    controller.begin()
    controller.set("rest_minutes", 0)
    controller.set("theme", "system")
    controller.close()
    assert worker.seconds == [15 * 60, 0]


def test_the_file_is_read_at_the_start_and_what_is_wrong_in_it_is_said(app: QApplication, worker: Worker, path: Path) -> None:
    path.write_text('{"theme": "dark", "rest_minutes": "long", "of a newer Hush": 1}')
    model = SettingsModel()
    controller = SettingsController(worker, model, path)
    assert [*map(str, controller.begin())] == [
        "Setting “Give memory back after”: “long” is no whole number. The default is used until you choose anew.",
    ]
    assert model.settings == Settings(theme="dark")
    assert theme.current() is theme.DARK
    controller.close()
    app.setProperty("theme", "")


def test_a_file_that_cannot_be_written_is_said(app: QApplication, worker: Worker, tmp_path: Path, wait_until: Wait) -> None:
    (tmp_path / "hush").write_text("a file where the folder should be")
    model = SettingsModel()
    controller = SettingsController(worker, model, tmp_path / "hush" / "settings.json")
    told: list[Sentence] = []
    controller.failed.connect(told.append)
    controller.set("talk_sends", False)
    wait_until(lambda: told)
    assert "cannot be saved" in told[0].what
    assert model.settings.talk_sends is False
    controller.close()


def test_a_microphone_that_is_not_there_stays_chosen(controller: SettingsController, model: SettingsModel) -> None:
    controller.set("microphone", "USB headset")
    controller.offer_microphones([("hw:0", "Built-in")])
    assert [option.label for option in model.options("microphone")] == [
        "The system’s own choice",
        "Built-in",
        "USB headset (not connected)",
    ]
    controller.offer_microphones([("hw:0", "Built-in"), ("USB headset", "Headset")])
    assert [option.label for option in model.options("microphone")][1:] == ["Built-in", "Headset"]


def test_folders_are_added_and_removed(controller: SettingsController, model: SettingsModel, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for folder in (tmp_path, other, tmp_path):
        assert controller.add_folder(folder)
    assert model.settings.model_folders == (tmp_path, other)
    controller.remove_folder(tmp_path)
    assert model.settings.model_folders == (other,)


def test_keys_that_cannot_be_had_have_a_note(controller: SettingsController, model: SettingsModel) -> None:
    noted: list[str] = []
    model.noted.connect(noted.append)
    controller.comment_keys({"talk": "Another program has taken it."})
    controller.comment_keys({})
    assert noted == ["key_talk", "key_talk"]
    assert model.note("key_talk") == ""
