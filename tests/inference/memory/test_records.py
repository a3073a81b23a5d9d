"""What is kept between runs, and what of a broken file."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from inference.loading import LoadSettings
from inference.memory.machine import Machine
from inference.memory.records import RECORDS, Records
from inference.pace import Pace

GIB = 2**30
HERE = Machine(total=16 * GIB, available=8 * GIB, physical_cores=4)
SETTINGS = LoadSettings(context=8192)


def pace(per_token: float) -> Pace:
    return Pace(0.0, 0.0, per_token, 0.0, 128)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / RECORDS


def test_nothing_is_known_at_first(path: Path) -> None:
    records = Records(path, on=HERE)
    assert records.error() is None
    assert records.pace("a") is None
    assert records.find_probe("a", SETTINGS) is None
    assert records.correction("a", SETTINGS) == 0
    assert not path.parent.exists()


def test_error_is_the_largest_of_all_loads_without_its_sign(path: Path) -> None:
    records = Records(path, on=HERE)
    for key, predicted in (("a", 1010), ("a", 980), ("b", 1005)):
        records.remember_load(key, predicted=predicted, measured=1000)
    found = Records(path, on=HERE).error()
    assert found is not None
    assert (found.loads, found.largest, found.mean) == (3, pytest.approx(0.02), pytest.approx(0.035 / 3))
    assert found.within() == "within 2.0 % over 3 loads"
    alone = records.error("b")
    assert alone is not None
    assert alone.within() == "within 0.5 % over 1 load"


def test_pace_is_the_last_sound_one(path: Path) -> None:
    records = Records(path, on=HERE)
    for cost in (4.5, 4.9, 0.0, float("inf"), float("nan"), -1.0):
        records.remember_pace("a", pace(cost))
    assert records.pace("a") == pace(4.9)
    assert records.pace("b") is None


def test_a_probe_corrects_exactly_its_own_settings(path: Path) -> None:
    records = Records(path, on=HERE)
    records.remember_probe("a", SETTINGS, predicted=1000, measured=900)
    records.remember_probe("a", replace(SETTINGS, context=4096), predicted=500, measured=530)
    assert records.correction("a", SETTINGS) == -100
    assert records.correction("a", replace(SETTINGS, threads=3, predicted_bytes=7)) == -100  # these take no memory
    found = records.find_probe("a", SETTINGS)
    assert found is not None
    assert found.error == pytest.approx(100 / 900)


def test_other_settings_of_the_same_file_are_only_ever_corrected_upwards(path: Path) -> None:
    records = Records(path, on=HERE)
    records.remember_probe("a", SETTINGS, predicted=1000, measured=900)
    assert records.correction("a", replace(SETTINGS, kv_type="q8_0")) == 0
    records.remember_probe("a", replace(SETTINGS, context=4096), predicted=500, measured=530)
    assert records.correction("a", replace(SETTINGS, kv_type="q8_0")) == 30
    assert records.correction("b", SETTINGS) == 0


def test_another_machine_starts_anew(path: Path) -> None:
    Records(path, on=HERE).remember_pace("a", pace(5.0))
    elsewhere = Records(path, on=replace(HERE, physical_cores=8))
    assert elsewhere.pace("a") is None
    elsewhere.remember_pace("a", pace(9.0))
    nearly = replace(HERE, total=HERE.total - 2**20, available=1)  # a kernel of another size
    assert Records(path, on=nearly).pace("a") == pace(5.0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[broken",
        b"null",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"machines": 7}',
        b'{"machines": {"4 cores, 16 GiB": {"a": [1]}}}',
        b'{"machines": {"4 cores, 16 GiB": {"a": {"loads": 3, "probes": [4], "pace": "fast"}}}}',
        b'{"machines": {"4 cores, 16 GiB": {"a": {"pace": [0, 0, 1e999, 0, 128]}, "b": {"pace": [1, 1, 2, 3, 0]}}}}',
        b'{"machines": {"4 cores, 16 GiB": {"a": {"loads": [[1], [1, "2"], [-5, 3], null], "probes": {"x": 1}}}}}',
    ],
)
def test_a_broken_file_means_that_nothing_is_known_yet(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    records = Records(path, on=HERE)
    assert (records.error(), records.pace("a"), records.correction("a", SETTINGS)) == (None, None, 0)
    records.remember_load("a", predicted=11, measured=10)
    found = records.error()
    assert found is not None
    assert found.loads == 1


def test_it_does_not_grow_for_ever(path: Path) -> None:
    records = Records(path, on=HERE)
    for number in range(80):
        records.remember_pace(f"file {number}", pace(1.0 + number))
    assert records.pace("file 0") is None
    assert records.pace("file 79") == pace(80.0)
    for number in range(230):
        records.remember_load("a", predicted=1000 + number, measured=1000)
    found = records.error("a")
    assert found is not None
    assert found.loads == 200


def test_what_cannot_be_written_is_only_forgotten(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    records = Records(tmp_path / "file" / RECORDS, on=HERE)
    records.remember_pace("a", pace(5.0))
    assert records.pace("a") is None


def test_several_processes_leave_a_sound_file(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from inference.memory.machine import Machine;"
        "from inference.memory.records import Records;"
        f"records = Records(Path(sys.argv[1]), on=Machine({16 * GIB}, 1, 4));"
        "[records.remember_load(sys.argv[2], predicted=10, measured=10) for _ in range(40)]"
    )
    children = [subprocess.Popen([sys.executable, "-c", program, str(path), str(number)]) for number in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert json.loads(path.read_text())["version"] == 1
    found = Records(path, on=HERE).error()
    assert found is not None
    assert found.loads >= 40  # the last writer's own at least
    assert [kept.name for kept in path.parent.iterdir()] == [RECORDS]
