"""Memory for the recognisers: less of it makes them take their smaller form, too little makes them wait and then say so.

In control groups with a real limit, in which the kernel would end whoever takes too much.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inference.child import Ended
from inference.errors import MemoryShort
from inference.memory.machine import HELPER
from inference.memory.pressure import Reading, floors
from inference.recognition import readers as under_test
from inference.recognition.readers import Readers
from tests.cgroups import limited_memory
from tests.inference.recognition.drawn import LINES, as_file, page
from tests.inference.recognition.test_speech import plain, spoken

MIB = 2**20
WANTED = "\n".join(LINES)
FULL_HD = page([*LINES, *[""] * 27], size=22, width=1920)


class Memory:
    """A machine of 16 GiB with so much of it spare."""

    def __init__(self, spare: int) -> None:
        self.spare = spare

    def __call__(self) -> Reading:
        return Reading("calm", self.spare, 16 * 2**30)


AMBER, RED = floors(16 * 2**30)


@pytest.fixture
def memory() -> Memory:
    return Memory(8 * 2**30)


@pytest.fixture
def readers(memory: Memory) -> Iterator[Readers]:
    readers = Readers(memory)
    yield readers
    readers.close()


def test_what_is_planned_for_them_is_what_they_take() -> None:
    assert max(under_test._TEXT, under_test._SPEECH) <= HELPER


@pytest.mark.parametrize("spare", [8 * 2**30, AMBER + under_test._TEXT, RED + under_test._TEXT_SMALL])
def test_the_text_is_the_same_in_either_form(readers: Readers, memory: Memory, spare: int) -> None:
    memory.spare = spare
    assert readers.read(as_file(FULL_HD), "invoice.png").text == WANTED


def test_it_waits_until_there_is_room(readers: Readers, memory: Memory) -> None:
    memory.spare = RED
    timer = threading.Timer(1, lambda: setattr(memory, "spare", RED + under_test._TEXT_SMALL))
    timer.start()
    began = time.monotonic()
    assert readers.read(as_file(page()), "invoice.png").text == WANTED
    assert time.monotonic() - began > 1


def test_where_there_is_no_room_it_is_said_and_nothing_begins(readers: Readers, memory: Memory) -> None:
    memory.spare = RED + under_test._TEXT_SMALL - 50 * MIB
    before = psutil.Process().children()
    with pytest.raises(MemoryShort, match=r"not enough memory to read invoice\.png now: 798 MiB would be needed and 748 MiB are"):
        readers.read(as_file(page()), "invoice.png")
    assert psutil.Process().children() == before


def test_a_system_that_does_not_say_what_it_has_is_read_on_all_the_same() -> None:
    def hidden() -> Reading:
        raise FileNotFoundError("/proc/meminfo")

    readers = Readers(hidden)
    assert readers.read(as_file(page()), "invoice.png").text == WANTED
    readers.close()


def test_the_one_that_rests_makes_way(readers: Readers, memory: Memory, listener: Path) -> None:
    before = psutil.Process().children()  # a display of other tests, too
    assert readers.read(as_file(page()), "invoice.png").text == WANTED
    memory.spare = RED
    (resting,) = set(psutil.Process().children()) - set(before)

    def wait_for_it() -> None:
        resting.wait(20)
        memory.spare = 8 * 2**30

    thread = threading.Thread(target=wait_for_it)
    thread.start()
    said = readers.write_down(spoken("Please call me tomorrow morning."), "memo.wav", language="en")
    thread.join()
    assert plain(said.text) == "please call me tomorrow morning"


def test_none_takes_more_than_was_spare(readers: Readers, memory: Memory) -> None:
    """A photograph of fifty megapixels takes more than a screenshot: it ends as a sentence, and the next picture is read."""
    memory.spare = RED + under_test._TEXT_SMALL
    large = FULL_HD.resize((8_000, 6_200))
    with pytest.raises(Ended, match=r"needed more than 0\.3 GiB of memory"):
        readers.read(as_file(large, "JPEG"), "large.jpg")
    assert readers.read(as_file(page()), "invoice.png").text == WANTED


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
@pytest.mark.parametrize("limit", [1800, 900])
def test_a_machine_short_of_memory_reads_all_the_same(tmp_path: Path, limit: int) -> None:
    told = _read_within(limit * MIB, tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["pictures"][0]["text"] == WANTED


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_a_machine_with_no_memory_left_says_so(tmp_path: Path) -> None:
    told = _read_within(500 * MIB, tmp_path)
    assert (told.returncode, told.stdout) == (3, "")
    assert "not enough memory to read invoice.png now" in told.stderr


def _read_within(limit: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """`hush read` of a screenshot, and all it starts, in so many bytes."""
    path = folder / "invoice.png"
    path.write_bytes(as_file(FULL_HD))
    with limited_memory(limit) as group:
        join = 'echo $$ > "$0"; exec "$@"'
        asked = ("sh", "-c", join, group, sys.executable, "-m", "app", "read", path, "--json")
        return subprocess.run(asked, capture_output=True, text=True, check=False)
