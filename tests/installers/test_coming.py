"""What comes beside the set-up: what a person is told before, meanwhile and after, and that nothing of it holds up a start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from installers import coming, fetching, hub
from installers.coming import Coming, wanted
from installers.failure import SetupFailure
from installers.pace import Patience
from installers.pinned import Thing, things
from installers.places import cache_folder
from installers.shown import Progress
from installers.verbs import perform
from tests.installers.index import Index

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.executable)


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SPARE", 0)
    monkeypatch.setattr(hub, "TIMEOUT_S", 1)


def bring(*chosen: Thing, insist: bool = False) -> None:
    with Coming(chosen, python=PYTHON, patience=Patience(), insist=insist) as beside:
        beside.begin()


def test_all_comes_and_is_told_before_and_meanwhile(
    index: Index, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "Progress", lambda label, out: Progress(label, out, every=0.05))
    index.pause = 0.02
    text, model = index.add_thing("text", 1)[0], index.add_thing("model", 2)[0]
    bring(text, model)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("To be fetched once: the text, the model. 1 MB, a few seconds at 100 Mbit/s")
    assert said[0].endswith("HUSH_WITHOUT_MODEL=1 leaves the model out.")
    assert any(line.startswith("Fetching: ") and ", model: 0 of 0 MB" in line for line in said[1:-1])
    assert said[-1].startswith("Fetching: done in")
    bring(text, model)
    assert capsys.readouterr().out == ""


def test_what_is_missing_is_told_with_what_works_and_what_brings_it(
    index: Index, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, speech, model = (index.add_thing(name, 1)[0] for name in ("text", "speech", "model"))
    index.withdrawn.add("speechpart0-1.0-py3-none-any.whl")
    bring(text, speech, model)
    told = [
        "Not here: the speech: the package registry has no speechpart0 1.0 any more.",
        "  Until then Hush does without the speech; everything else works. To try again: make setup ARGS=speech",
    ]
    assert capsys.readouterr().out.splitlines()[-2:] == told
    assert (cache / "files/text").exists()
    assert (cache / "files/model").exists()

    index.withdrawn.clear()
    index.asked.clear()
    bring(text, speech, model)  # the next start does not try, and says so again
    assert capsys.readouterr().out.splitlines() == told
    assert index.asked == []

    bring(text, speech, model, insist=True)
    assert "Not here" not in capsys.readouterr().out
    assert index.asked == ["speechpart0-1.0-py3-none-any.whl"]


def test_an_error_of_another_step_stops_it(index: Index, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    thing, _ = index.add_thing("model", 3)
    index.pause = 0.05

    def set_up() -> None:
        with Coming([thing], python=PYTHON, patience=Patience(), insist=False) as beside:
            beside.begin()
            index.wait_for("modelpart1-1.0-py3-none-any.whl")
            raise SetupFailure("no compiler")

    with pytest.raises(SetupFailure, match="no compiler"):
        set_up()
    assert (cache / "fetching/model/model.part").stat().st_size == 200_000
    assert "Not here" not in capsys.readouterr().out
    bring(thing)
    assert index.asked.count("modelpart0-1.0-py3-none-any.whl") == 1


SETTING_UP = """
import sys
from pathlib import Path
from installers import fetching
from installers.coming import Coming
from installers.pace import Patience
from tests.installers.index import Index
fetching.SPARE = 0
thing, _ = Index().add_thing("model", 3)
try:
    with Coming([thing], python=Path(sys.executable), patience=Patience(), insist=False) as beside:
        beside.begin()
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_control_c_leaves_it_to_be_gone_on_with(index: Index, cache: Path) -> None:
    """The keys reach every process of the terminal; none of them may take that for a failure."""
    index.add_thing("model", 3)
    index.pause = 0.05
    command = [sys.executable, "-c", SETTING_UP]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, process_group=0)
    index.wait_for("modelpart1-1.0-py3-none-any.whl")
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.endswith("\nStopped. What has come is kept: the next start goes on from there.\n")
    index.asked.clear()
    index.pause = 0
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0
    assert index.asked == ["modelpart1-1.0-py3-none-any.whl", "modelpart2-1.0-py3-none-any.whl"]


WITHOUT_NETWORK = """
import sys, time
from pathlib import Path
from installers.coming import Coming, wanted
from installers.pace import Patience
for _ in range(2):
    start = time.monotonic()
    with Coming(wanted(), python=Path(sys.executable), patience=Patience(), insist=False) as beside:
        beside.begin()
    print(round(time.monotonic() - start), "s")
"""


def test_without_a_network_one_answer_is_enough(cache: Path) -> None:
    if not shutil.which("unshare") or subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode:
        pytest.skip("a network of its own needs root")
    environment = {**os.environ, "PIP_INDEX_URL": "https://index.example/simple", "PIP_CONFIG_FILE": os.devnull}
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        environment.pop(name, None)
    told = subprocess.run(
        ["unshare", "-n", sys.executable, "-c", WITHOUT_NETWORK], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    said = told.stdout.splitlines()
    assert told.stderr == ""
    why = f"Not here: {', '.join(thing.title for thing in wanted())}: the package registry cannot be reached."
    assert said.count(why) == 2
    first, second = (int(line.split()[0]) for line in said if line.endswith(" s") and line[0].isdigit())
    assert first < 60
    assert second == 0


def test_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUSH_WITHOUT_MODEL", raising=False)
    assert [thing.name for thing in wanted()] == ["text", "speech", "model"]
    monkeypatch.setenv("HUSH_WITHOUT_MODEL", "1")
    assert [thing.name for thing in wanted()] == ["text", "speech"]
    assert [thing.name for thing in wanted(["speech-english", "model"])] == ["speech-english", "model"]


def test_unknown_name_is_told_which_there_are() -> None:
    with pytest.raises(SetupFailure, match=r"whisper: nothing of that name .* text, speech, speech-english, model"):
        perform("setup", ["whisper"])


def test_pinned_pieces_make_up_their_files() -> None:
    for thing in things().values():
        for file in thing.files:
            assert sum(piece.size for piece in file.pieces) == file.size
            assert all(len(piece.sha256) == len(piece.package.sha256) == 64 for piece in file.pieces)
            assert all(piece.package.requirement.count("==") == 1 for piece in file.pieces)


def test_program_and_set_up_mean_the_same_folder(cache: Path) -> None:
    assert cache_folder() == platformdirs.user_cache_path("hush", appauthor=False) == cache
