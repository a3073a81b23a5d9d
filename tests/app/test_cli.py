"""The command line's frame: what it refuses, how it says so, what it exits with. No model is loaded here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from app import cli
from app.commands.chat import read_script
from inference.errors import EngineFault, HushError, InputError, MediaError, MemoryShort
from inference.sentences import Sentence
from tests.app.command_line import ROOT, hush
from tests.factories import picture_bytes, sound_bytes


@pytest.mark.parametrize("verb", ["", *"ask chat price plan inspect show capture talk doctor evaluate".split()])
def test_help_says_what_a_verb_takes(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*verb.split(), "--help"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: hush {verb}".rstrip())


@pytest.mark.skipif(sys.platform == "win32", reason="no rusage of a child")
def test_help_comes_at_once() -> None:
    """In processor time, which another busy process does not stretch."""

    def seconds() -> float:
        with Path(os.devnull).open("wb") as nowhere:
            child = subprocess.Popen([sys.executable, "-m", "app", "--help"], cwd=ROOT, stdout=nowhere)
            _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        return usage.ru_utime + usage.ru_stime

    assert min(seconds() for _ in range(3)) < 0.2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["fly"], "invalid choice: 'fly'"),
        (["ask"], "required: QUESTION"),
        (["ask", "--image-tokens", "100", "x"], "invalid choice: 100"),
        (["ask", "--context", "many", "x"], "'many' is not a whole number"),
        (["ask", "--context", "0", "x"], "0 is not between"),
        (["ask", "--context", "4294967296", "x"], "4294967296 is not between"),
        (["ask", "--max-tokens", "-1", "x"], "-1 is not between"),
        (["ask", "--temp", "nan", "x"], "nan is not between 0 and 100"),
        (["ask", "--seed", "-3", "x"], "-3 is not between"),
        (["ask", "x", "y"], "unrecognized arguments: y"),
        (["ask", "x", "--no\nsuch"], "unrecognized arguments: --no such"),
        (["chat"], "required: --script"),
        (["inspect"], "required: FILE"),
        (["plan", "--available", "1e9"], "'1e9' is not a whole number"),
    ],
)
def test_wrong_words_are_one_line(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert said.err.startswith("hush: ")
    assert said.err.count("\n") == 1
    assert told in said.err


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (InputError(Sentence("It is torn.", "Mend it.")), 2, "It is torn. Mend it."),
        (MediaError(Sentence("Two\nlines.")), 2, "Two lines."),
        (MemoryShort(Sentence("Too much.")), 3, "Too much."),
        (EngineFault(Sentence("It broke.")), 1, "It broke."),
        (MemoryError(), 3, "Memory ran out."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (ZeroDivisionError("by\nzero"), 1, "(ZeroDivisionError: by zero)"),
    ],
)
def test_every_error_is_one_line_and_a_status(
    error: BaseException, status: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(error, monkeypatch)
    assert cli.main(["doctor"]) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("hush: ")
    assert said.err.count("\n") == 1
    assert told in said.err


def test_faults_are_shown_whole_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(ZeroDivisionError("here"), monkeypatch)
    monkeypatch.setenv("HUSH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["doctor"])


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_chosen: object) -> int:
        raise error

    verb = types.ModuleType("app.commands.doctor")
    verb.__dict__["run"] = run
    monkeypatch.setitem(sys.modules, "app.commands.doctor", verb)


def test_without_a_display_it_says_how_to_ask() -> None:
    ended = hush(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (ended.status, ended.out) == (2, "")
    assert "no display" in ended.err
    assert "ask --image" in ended.err


class TestFiles:
    """Files are read and known for what they are before any model is loaded."""

    @pytest.fixture
    def here(self, tmp_path: Path) -> Path:
        (tmp_path / "picture").write_bytes(picture_bytes())
        (tmp_path / "sound").write_bytes(sound_bytes())
        (tmp_path / "words").write_text("name: value\n")
        (tmp_path / "empty").touch()
        (tmp_path / "program").write_bytes(b"\x7fELF" + bytes(100))
        (tmp_path / "folder").mkdir()
        with (tmp_path / "enormous").open("wb") as file:
            file.truncate((1 << 30) + 1)  # a hole: it takes no room
        return tmp_path

    @pytest.mark.parametrize("verb", ["ask", "price"])
    @pytest.mark.parametrize(
        ("flag", "name", "told"),
        [
            ("--image", "missing", "There is no file"),
            ("--image", "folder", "is a folder"),
            ("--image", "empty", "is empty"),
            ("--image", "enormous", "is 1.0 GiB. Files up to 1 GiB"),
            ("--image", "program", "looks like a program"),
            ("--image", "sound", "is a recording, not a picture. Give it to --audio."),
            ("--audio", "picture", "is a picture, not a recording. Give it to --image."),
            ("--image", "words", "is a document, not a picture. Give it to --document."),
            ("--document", "picture", "is a picture, not a document. Give it to --image."),
        ],
    )
    def test_unusable_file(
        self, verb: str, flag: str, name: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main([verb, flag, str(here / name), "What is it?"]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert told in said.err

    @pytest.mark.skipif(sys.platform == "win32", reason="no such device")
    def test_device_is_not_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["ask", "--image", "/dev/zero", "What is it?"]) == 2
        assert "is a device or a pipe, not a file" in capsys.readouterr().err

    def test_unreadable_file(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "loop").symlink_to(here / "loop")
        assert cli.main(["ask", "--image", str(here / "loop"), "What is it?"]) == 2
        assert capsys.readouterr().err.count("\n") == 1

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["--mmproj", "words"], "--mmproj was given without --model"),
            (["--model", "missing"], "is not there"),
            (["--model", "x" * 5000], "cannot be opened"),
            (["--model", "folder"], "is a folder"),
            (["--model", "words"], "words"),
            (["--model", "empty"], "empty"),
        ],
    )
    def test_unusable_model(self, words: list[str], told: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        flag, name = words
        for verb in (["ask", "x"], ["price", "x"], ["plan"]):
            assert cli.main([*verb, flag, str(here / name)]) == 2
            said = capsys.readouterr()
            assert (said.out, said.err.count("\n")) == ("", 1)
            assert told in said.err


class TestScript:
    def test_turns_with_files_beside_the_script(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").touch()
        script = tmp_path / "talk.jsonl"
        turns = [{"text": "one\u2028two", "images": ["a.png"]}, {"text": "three", "audio": ["/else/b.wav"]}]
        script.write_text("\n\n".join(json.dumps(turn, ensure_ascii=False) for turn in turns), "utf-8-sig")
        first, second = read_script(script)
        assert (first.text, first.images, second.audio) == ("one\u2028two", (tmp_path / "a.png",), (Path("/else/b.wav"),))

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "holds no turn"),
            (b"\n \n", "holds no turn"),
            (b'{"text": "x"}\nnot json', "Line 2 of talk.jsonl is not JSON"),
            (b"[" * 100_000, "Line 1 of talk.jsonl is not JSON"),
            (b'["text"]', "is not a JSON object"),
            (b'{"text": 3}', '"text" is not text'),
            (b'{"text": "x", "image": "a.png"}', "unknown field: image"),
            (b'{"text": "x", "images": "a.png"}', '"images" is not a list of file names'),
            (b'{"text": "x", "images": [1]}', '"images" is not a list of file names'),
            (b'{"text": "\xff"}', "is not UTF-8"),
        ],
    )
    def test_wrong_script(self, content: bytes, told: str, tmp_path: Path) -> None:
        (tmp_path / "talk.jsonl").write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_script(tmp_path / "talk.jsonl")
        assert told in str(refused.value)

    def test_missing_script_and_missing_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        script = tmp_path / "talk.jsonl"
        assert cli.main(["chat", "--script", str(script)]) == 2
        assert "There is no file" in capsys.readouterr().err
        for name in ("gone.png", "a\0b", "x" * 5000):
            script.write_text(json.dumps({"text": "x", "images": [name]}))
            assert cli.main(["chat", "--script", str(script)]) == 2
            assert capsys.readouterr().err.count("\n") == 1


def test_error_tree_carries_the_exit_statuses() -> None:
    assert {kind.exit_status for kind in (HushError, InputError, MemoryShort, EngineFault)} == {1, 2, 3}
