"""An idle model leaves and comes back with its conversation; what is kept meanwhile is private and does not stay."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app.folders import cache_folder
from app.values import Awake, ModelChoice
from app.worker import Worker
from app.worker.engine import Generate, Load, forget_conversations, keeping_folder
from app.worker.lane import Work, ignore
from inference.conversation import Message, Request, Sampling
from inference.events import Finished, Loaded, LoadProgress, Pace, Released
from inference.nameless import NamelessFile
from inference.sentences import Sentence

Wait = Callable[..., None]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_an_idle_model_is_released_and_comes_back(worker: Worker, starter: tuple[Path, Path], wait_until: Wait) -> None:
    heard: list[object] = []
    noticed: list[object] = []
    worker.noticed.connect(lambda event: None if isinstance(event, Loaded | Pace) else noticed.append(event))

    def outcome(work: Work[Any]) -> Any:
        heard.clear()
        job = worker.submit(work, heard.append, heard.append, heard.append)
        wait_until(lambda: not job.live, 60)
        return heard[-1]

    assert isinstance(outcome(Load(ModelChoice(*starter, context=1024, is_starter=True))), Loaded)
    question = Message.text("user", "[notes.txt, p. 1]\nfruit: apple\n\nWhat is the fruit?")
    first = outcome(Generate(Request((question,), sampling=Sampling.exact(), max_tokens=32)))
    assert isinstance(first, Finished)

    worker.rest_after(1)
    wait_until(lambda: bool(noticed), 30)
    assert isinstance(noticed[0], Released)
    assert (noticed[0].reason, noticed[0].kept) == ("idle", True)
    kept = [file for file in open_files() if str(cache_folder()) in file]
    assert [file.endswith(" (deleted)") for file in kept] == [True]
    assert no_names_below(cache_folder() / "released")

    worker.rest_after(0)
    onwards = (question, Message.text("assistant", first.text), Message.text("user", "And again?"))
    second = outcome(Generate(Request(onwards, sampling=Sampling.exact(), max_tokens=8)))
    assert isinstance(second, Finished)
    assert any(isinstance(event, LoadProgress) for event in heard)
    assert second.cost.reused_tokens > 20
    assert not [file for file in open_files() if str(cache_folder()) in file]
    assert [type(event) for event in noticed] == [Released, Awake]


def open_files() -> list[str]:
    """What this process has open, as the system names it; one that has lost its name is called deleted."""
    found: list[str] = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that lists them
            found.append(str(descriptor.readlink()))
    return found


def no_names_below(folder: Path) -> bool:
    return not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_file_of_a_resting_conversation_has_no_name_and_is_private(tmp_path: Path) -> None:
    file = NamelessFile(tmp_path)
    assert list(tmp_path.iterdir()) == []
    file.path.write_bytes(b"a conversation")
    assert file.path.read_bytes() == b"a conversation"
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.close()


def test_cache_that_cannot_be_written_is_told_once_and_costs_no_answer(
    worker: Worker, starter: tuple[Path, Path], wait_until: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    noticed: list[object] = []
    worker.noticed.connect(noticed.append)

    def outcome(work: Work[Any]) -> Any:
        heard: list[Any] = []
        job = worker.submit(work, heard.append, heard.append, ignore)
        wait_until(lambda: not job.live, 60)
        return heard[-1]

    assert keeping_folder() is None
    # Not the starter's own choice: a model that is not trusted is tried in a child, and the verdict is kept.
    for _ in range(2):
        assert isinstance(outcome(Load(ModelChoice(*starter, context=1024))), Loaded)
        request = Request((Message.text("user", "What is the fruit?"),), sampling=Sampling.exact(), max_tokens=4)
        assert isinstance(outcome(Generate(request)), Finished)
        worker.rest_now()
        wait_until(lambda: isinstance(noticed[-1], Released), 30)
    assert [said.id for said in noticed if isinstance(said, Sentence)] == ["cache-unwritable"]
    assert [said.kept for said in noticed if isinstance(said, Released)] == [False, False]


def test_what_is_kept_is_for_its_user_alone_and_dead_programs_leave_nothing() -> None:
    left = cache_folder() / "released" / "999999999"
    left.mkdir(parents=True)
    (left / "x.kv").write_text("a conversation")
    folder = keeping_folder()
    assert folder is not None
    assert folder.name == str(os.getpid())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not left.exists()
    (folder / "y.kv").write_text("another")
    forget_conversations()
    assert not folder.exists()
