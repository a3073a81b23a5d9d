"""The walls around the child that opens files: on a Linux that has them it can neither see a person's files nor connect."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.child import Limits
from inference.kept_child import KeptChild

HERE = "tests.inference.decoding.in_room:"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is a plain child")


@pytest.fixture(scope="module")
def room() -> Iterator[KeptChild]:
    kept = KeptChild("tests", Limits(None, 60), first=f"{HERE}enter")
    yield kept
    kept.close()


def test_it_says_what_holds(room: KeptChild) -> None:
    landlock = ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1)
    files, network = room.run(f"{HERE}walls", {}).value
    assert files == (landlock >= 1)
    assert network


def test_nothing_of_the_person_is_in_reach(room: KeptChild, tmp_path: Path) -> None:
    if not room.run(f"{HERE}walls", {}).value[0]:
        pytest.skip("this kernel has no landlock")
    secret = tmp_path / "letter.txt"
    secret.write_text("Dear A")
    refused = room.run(f"{HERE}reaches", {"file": str(secret), "folder": str(tmp_path)}).value
    assert refused == dict.fromkeys(refused, True)
    assert secret.read_text() == "Dear A"
    assert list(tmp_path.iterdir()) == [secret]


def test_home_and_the_clone_are_not_in_reach(room: KeptChild) -> None:
    if not room.run(f"{HERE}walls", {}).value[0]:
        pytest.skip("this kernel has no landlock")
    clone = Path(__file__).resolve().parents[3]
    for file, folder in ((clone / "README.md", clone), (Path(__file__), Path.home())):
        refused = room.run(f"{HERE}reaches", {"file": str(file), "folder": str(folder)}).value
        assert refused == dict.fromkeys(refused, True)
