"""`hush plan --measure`: what is printed, what is kept, what is refused."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from app.commands.measured import Findings, findings, records
from inference.loading import LoadSettings, ModelFiles
from inference.memory.probe import Probed
from inference.vetting import file_key
from tests.app.command_line import hush

MIB = 2**20
SMALL = ("plan", "--measure", "--context", "1024", "--image-tokens", "70")


def test_measured_beside_predicted(starter: tuple[Path, Path], tmp_path: Path) -> None:
    ended = hush(*SMALL, "--json", XDG_CACHE_HOME=str(tmp_path))
    said = ended.json
    assert said["known"]
    assert said["context_full"]
    assert not said["killed"]
    assert said["error"] == pytest.approx((said["predicted"] - said["measured"]) / said["measured"], abs=1e-4)
    assert abs(said["predicted"] - said["measured"]) < 12 * MIB
    assert list((tmp_path / "hush").glob("memory-records.json"))


def test_words_for_a_person() -> None:
    ended = hush(*SMALL)
    assert "Measured: " in ended.out
    assert "predicted" in ended.out


def test_without_being_asked_nothing_is_measured(starter: tuple[Path, Path]) -> None:
    chosen = argparse.Namespace(measure=False, whole=False, available=None)
    found = findings(chosen, ModelFiles(*starter), LoadSettings(), fits=True)
    assert found == Findings("", None)
    assert found.fields() == {"known": True}
    assert found.sentences() == []
    assert records().find_probe(file_key(ModelFiles(*starter)), LoadSettings()) is None


def test_measuring_for_another_machine_is_refused() -> None:
    assert "on this machine" in hush("plan", "--measure", "--available", "8000000000").refused()


def probed(**values: object) -> Probed:
    usual: dict[str, object] = {
        "predicted": 1000 * MIB, "measured": 990 * MIB, "program": 0, "terms": {}, "stages": {}, "full": True, "killed": False,
        "seconds": 1.0,
    }  # fmt: skip
    return Probed(**(usual | values))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Findings("", probed()), ["Measured: 990 MiB; 1000 MiB was predicted, 10 MiB more (1.0%)."]),
        (Findings("", probed(measured=1010 * MIB)), ["Measured: 1010 MiB; 1000 MiB was predicted, 10 MiB less (1.0%)."]),
        (Findings("", probed(measured=1000 * MIB)), ["Measured: 1000 MiB; just as predicted (1000 MiB)."]),
        (Findings("", probed(killed=True)), ["Measured: the system ended it for want of memory, at about 990 MiB."]),
        (
            Findings("", probed(full=False)),
            [
                "Measured: 990 MiB; 1000 MiB was predicted, 10 MiB more (1.0%).",
                "Its context was empty, because it cannot be filled at once: once it is full, it may take more.",
            ],
        ),
        (Findings("so it is", None), ["This kind of model is not known to Hush (so it is): the prediction may be far off."]),
        (
            Findings("so it is", probed(killed=True)),
            [
                "This kind of model is not known to Hush (so it is): it is measured instead.",
                "Measured: the system ended it for want of memory, at about 990 MiB.",
            ],
        ),
    ],
)
def test_sentences(found: Findings, told: list[str]) -> None:
    assert found.sentences() == told
