"""The settings' file, whatever is in it: never an exception, never a loss, and what was chosen holds."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import DECLARED, LastModel, Settings
from app.settings.kinds import Device, File, Folders, Key, Number, OneOf, Remembered, Switch
from app.settings.settings_file import read, settings_path, write
from inference.errors import InputError

names = st.sampled_from(sorted(DECLARED))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
paths = st.text(st.characters(exclude_characters="\0/"), min_size=1, max_size=12).map(lambda name: Path("/models") / name)
counts = st.none() | st.integers(0, 2**31 - 1)
last_models = st.none() | st.builds(LastModel, paths, st.none() | paths, counts, counts)


def values_of(name: str) -> st.SearchStrategy[Any]:
    kind = DECLARED[name].kind
    if isinstance(kind, OneOf):
        return st.sampled_from([option.value for option in kind.options])
    if isinstance(kind, Number):
        return st.integers(kind.least, kind.most)
    of: dict[type, st.SearchStrategy[Any]] = {
        Switch: st.booleans(),
        Key: st.sampled_from(["", "Ctrl+Alt+Space", "Meta+F9", "Pause"]),
        Device: st.text(st.characters(exclude_characters="\0"), max_size=30),
        Folders: st.lists(paths, max_size=4, unique=True).map(tuple),
        File: st.none() | paths,
        Remembered: last_models,
    }
    return of[type(kind)]


choices = st.lists(names, unique=True).flatmap(lambda some: st.fixed_dictionaries({name: values_of(name) for name in some}))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings") / "hush" / "settings.json"


def test_there_is_no_file_at_first(path: Path) -> None:
    found = read(path)
    assert (found.settings, found.problems) == (Settings(), ())
    assert not path.exists()


def test_it_is_in_the_persons_own_folder() -> None:
    assert settings_path() == Path(os.environ["XDG_CONFIG_HOME"], "hush", "settings.json")


def test_every_setting_is_declared_with_words_and_a_default_of_its_kind() -> None:
    assert [one.name for one in fields(Settings)] == list(DECLARED)
    for one in DECLARED.values():
        assert one.kind.check(one.default) == one.default
        assert one.kind.check(one.kind.to_plain(one.default)) == one.default
        assert one.label
        assert one.explanation.endswith(".")


@settings(max_examples=60, deadline=None)  # each example waits for the disk
@given(choices)
def test_what_was_chosen_is_read_again(path: Path, chosen: dict[str, Any]) -> None:
    path.unlink(missing_ok=True)
    assert write(path, chosen) is None
    assert read(path).problems == ()
    assert read(path).settings == replace(Settings(), **chosen)


@settings(max_examples=60, deadline=None)  # each example waits for the disk
@given(st.dictionaries(names | st.text(), json_values, max_size=6), choices)
def test_nothing_that_stood_there_is_lost(path: Path, before: dict[str, Any], chosen: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(before))
    found = read(path)
    told = write(path, chosen)
    after = json.loads(path.read_text())
    assert told is None
    assert repr({name: after[name] for name in before if name not in chosen}) == repr(
        {name: what for name, what in before.items() if name not in chosen}
    )  # by repr: a NaN is not equal to itself
    now = read(path).settings
    for name in DECLARED:
        assert getattr(now, name) == (chosen[name] if name in chosen else getattr(found.settings, name))


@settings(max_examples=60, deadline=None)  # each example waits for the disk
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_can_be_read_and_are_kept_when_something_is_chosen(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    for left in path.parent.iterdir():
        left.unlink()
    path.write_bytes(data)
    read(path)
    told = write(path, {"theme": "dark"})
    assert read(path).settings.theme == "dark"
    kept = [left for left in path.parent.iterdir() if left != path]
    assert [left.read_bytes() for left in kept] == ([data] if told else [])
    assert all(left.name in str(told) for left in kept)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"theme": "blue"}, "Setting “Colours”: “blue” is none of system, light, dark."),
        ({"rest_minutes": -5}, "-5 is not from 0 to 1440."),
        ({"rest_minutes": True}, "True is no whole number."),
        ({"talk_sends": 1}, "1 is neither true nor false."),
        ({"key_talk": "Ctrl+Alt"}, "is not a key"),
        ({"key_talk": "a"}, "needed for writing"),
        ({"model_folders": "models"}, "“models” is no list of folders."),
        ({"model_folders": ["models"]}, "“models” is no whole path."),
        ({"model_folders": ["~nobody-of-that-name/models"]}, "is no path."),
        ({"last_model": {"projector": "/a"}}, "names no model."),
        ({"last_model": {"model": "/a", "context": "much"}}, "“much” is no number of tokens."),
        ({"microphone": ["hw:1"]}, "is no text."),
    ],
)
def test_what_cannot_be_counts_as_its_default_and_is_said(path: Path, said: dict[str, Any], words: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(said))
    found = read(path)
    assert found.settings == Settings()
    assert len(found.problems) == 1
    assert words in str(found.problems[0])
    assert "The default is used until you choose anew." in str(found.problems[0])


def test_files_that_are_no_settings_are_said_to_be_so(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    for data, why in ((b"{", "no JSON"), (b"[1]", "no JSON object"), (b"[" * 100_000, "no JSON"), (b" " * 2**21, "too large")):
        path.write_bytes(data)
        assert why in str(read(path).problems[0])
        assert read(path).settings == Settings()
    path.write_bytes(b"")
    assert read(path).problems == ()


def test_a_home_folder_may_be_written_short(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"model_folders": ["~/models"]}')
    assert read(path).settings.model_folders == (Path.home() / "models",)


def test_it_is_for_this_persons_eyes_alone_and_a_link_stays_a_link(tmp_path: Path) -> None:
    kept, link = tmp_path / "dotfiles" / "hush.json", tmp_path / "settings.json"
    link.symlink_to(kept)
    write(link, {"theme": "dark"})
    assert link.is_symlink()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert read(link).settings.theme == "dark"


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "hush").write_text("a file where the folder should be")
    with pytest.raises(InputError, match="cannot be saved") as raised:
        write(tmp_path / "hush" / "settings.json", {"theme": "dark"})
    assert "hold until Hush is closed" in raised.value.advice
    assert read(tmp_path / "hush" / "settings.json").settings == Settings()
    (tmp_path / "settings.json").mkdir()
    assert "cannot be read" in read(tmp_path / "settings.json").problems[0].what


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    """Killed at whatever moment it is in: the file says what it said before or what it says now."""
    path = tmp_path / "settings.json"
    write(path, {"rest_minutes": 0})
    endless = (
        "import sys, itertools; from pathlib import Path; from app.settings.settings_file import write\n"
        "print('ready', flush=True)\n"
        "for number in itertools.count():\n"
        "    write(Path(sys.argv[1]), {'rest_minutes': number % 1440, 'microphone': 'x' * (number % 1440)})"
    )
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", endless, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        before = path.stat().st_mtime_ns
        while path.stat().st_mtime_ns == before:
            pass
        writer.kill()
        writer.wait()
        writer.stdout.close()
        assert read(path).problems == ()
        assert len(read(path).settings.microphone) == read(path).settings.rest_minutes
