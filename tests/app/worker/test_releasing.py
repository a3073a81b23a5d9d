"""An idle model leaves and comes back with its conversation; what is kept meanwhile is private and does not stay."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.folders import cache_folder
from app.values import Awake, ModelChoice
from app.worker import Worker
from app.worker.engine import Generate, Load, forget_conversations, keeping_folder
from app.worker.lane import Work
from inference.conversation import Message, Request, Sampling
from inference.events import Finished, Loaded, LoadProgress, Pace, Released

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
    assert len(list(keeping_folder().iterdir())) == 1

    worker.rest_after(0)
    onwards = (question, Message.text("assistant", first.text), Message.text("user", "And again?"))
    second = outcome(Generate(Request(onwards, sampling=Sampling.exact(), max_tokens=8)))
    assert isinstance(second, Finished)
    assert any(isinstance(event, LoadProgress) for event in heard)
    assert second.cost.reused_tokens > 20
    assert list(keeping_folder().iterdir()) == []
    assert [type(event) for event in noticed] == [Released, Awake]


def test_what_is_kept_is_for_its_user_alone_and_dead_programs_leave_nothing() -> None:
    left = cache_folder() / "released" / "999999999"
    left.mkdir(parents=True)
    (left / "x.kv").write_text("a conversation")
    folder = keeping_folder()
    assert folder.name == str(os.getpid())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not left.exists()
    (folder / "y.kv").write_text("another")
    forget_conversations()
    assert not folder.exists()
