"""Three hundred broken files through `hush ask` and into the window: one clear line each, never a crash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from app.values import ModelChoice
from app.window.window import Window
from tests.app.command_line import ROOT
from tests.app.test_window import ask, drop
from tests.broken import BrokenFile, broken_files
from tests.factories import picture_bytes

SLOWEST_S = 10
BATCH = 30
FLAGS = {"image": "--image", "audio": "--audio", "document": "--document"}
Wait = Callable[..., None]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[BrokenFile, Path]]:
    folder = tmp_path_factory.mktemp("broken")
    placed: list[tuple[BrokenFile, Path]] = []
    for file in broken_files(tmp_path_factory.mktemp("trials")):
        path = folder / file.name
        path.write_bytes(file.data)
        placed.append((file, path))
    return placed


def command(file: BrokenFile, path: Path, starter: tuple[Path, Path]) -> list[str]:
    if file.kind == "model":
        return ["ask", "--model", str(path), "--mmproj", str(starter[1]), "What?"]
    if file.kind == "projector":
        return ["ask", "--model", str(starter[0]), "--mmproj", str(path), "What?"]
    return ["ask", FLAGS[file.kind], str(path), "What?"]


def batches(items: list[tuple[BrokenFile, Path]]) -> Iterator[list[tuple[BrokenFile, Path]]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def test_hush_ask_refuses_each_in_one_line(
    broken: list[tuple[BrokenFile, Path]], starter: tuple[Path, Path], tmp_path: Path
) -> None:
    assert len(broken) == 300
    for number, batch in enumerate(batches(broken)):
        listed = tmp_path / f"{number}.json"
        listed.write_text(json.dumps([command(file, path, starter) for file, path in batch]), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.app.ask_each", str(listed)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=BATCH * SLOWEST_S,
        )
        ended = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(ended) == len(batch), f"crashed at {batch[len(ended)][0]}: {done.stderr[-500:]}"
        assert done.stderr == "", done.stderr
        for (file, _path), end in zip(batch, ended, strict=True):
            assert (end["status"], end["out"]) == (2, ""), f"{file}: {end}"
            assert end["err"].startswith("hush: "), f"{file}: {end}"
            assert end["err"].count("\n") == 1, f"{file}: {end}"
            assert file.name in end["err"], f"{file}: {end}"
            assert end["seconds"] < SLOWEST_S, f"{file}: {end}"


def test_the_window_refuses_each_and_goes_on(
    window: Window, desk: Desk, broken: list[tuple[BrokenFile, Path]], starter: tuple[Path, Path], wait_until: Wait
) -> None:
    for batch in batches([(file, path) for file, path in broken if file.kind in FLAGS]):
        drop(window, *(path for _file, path in batch))
        wait_until(lambda: not desk.draft.pending, 60)
        assert len(desk.draft.chips) == len(batch)
        for chip in desk.draft.chips:
            assert chip.problem, chip.name
            assert "Something inside Hush" not in chip.problem
        desk.drafts.clear()
    for file, path in broken:
        if file.kind not in FLAGS:
            pair = (path, starter[1]) if file.kind == "model" else (starter[0], path)
            desk.models.load(ModelChoice(*pair))
            wait_until(lambda: desk.model.phase != "loading", SLOWEST_S)
            assert desk.model.phase == "none", file
    desk.models.load_starter()
    wait_until(lambda: desk.model.phase == "ready", 60)
    desk.drafts.attach_bytes("good.png", picture_bytes())
    assert ask(window, desk, "What does it say?", wait_until).state == "done"
