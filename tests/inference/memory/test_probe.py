"""The probe against the formulas, in real child processes; and its ends."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from inference.errors import InputError, ModelFileError
from inference.gguf.values import ValueType
from inference.loading import LoadSettings, ModelFiles
from inference.memory import probe as probes
from inference.memory.estimate import Estimate
from inference.memory.measurement import grid_of, layers_enough
from inference.memory.probe import Probed, probe
from inference.stop import StopFlag
from tests.families import write_family
from tests.gguf_files import Value, gguf_bytes, model_metadata, model_tensors
from tests.other_models import text_model

MIB = 2**20


@pytest.fixture
def files(starter: tuple[Path, Path]) -> ModelFiles:
    return ModelFiles(*starter, trusted=True)


CELLS = [
    LoadSettings(context=4096, image_tokens=280),
    LoadSettings(context=4096, image_tokens=280, kv_type="q8_0", load_mode="read", repack=True),
    LoadSettings(context=2048, image_tokens=1120, repack=True),
    LoadSettings(context=1024, image_tokens=0, checkpoint_bytes=0),
]


@pytest.mark.parametrize("settings", CELLS, ids=lambda s: f"{s.context}-{s.ubatch}-{s.kv_type}-{s.load_mode}")
def test_estimate_is_what_a_full_context_takes(settings: LoadSettings, files: ModelFiles) -> None:
    """A few cells of tests/bench/memory_grid.py."""
    found = probe(files, settings)
    assert found.full
    assert abs(found.predicted - found.measured) < 12 * MIB
    assert found.error == pytest.approx(-found.correction / found.measured)


def test_what_rests_is_what_the_load_took(files: ModelFiles) -> None:
    found = probe(files, CELLS[0])
    loaded = found.program + sum(found.stages[stage] for stage in ("weights", "context", "projector"))
    assert abs(Estimate(**found.terms).resting - loaded) < 12 * MIB


def test_another_family_of_models_is_estimated_as_well(tmp_path: Path) -> None:
    found = probe(ModelFiles(text_model(tmp_path / "llama.gguf")), LoadSettings(context=4096, image_tokens=0))
    assert found.full
    assert abs(found.predicted - found.measured) < 12 * MIB


def test_a_small_model_with_a_large_vocabulary_is_estimated_as_well(tmp_path: Path) -> None:
    """Gemma 3 270M: most of it is an embedding that is the output too, and SentencePiece's words, which have no merges."""
    settings = LoadSettings(context=2048, image_tokens=0, load_mode="read", repack=True)
    found = probe(ModelFiles(write_family(tmp_path, "gemma3"), trusted=True), settings)
    assert found.full
    assert abs(found.predicted - found.measured) < 20 * MIB


def many_layers(path: Path) -> Path:
    """The tiny model with its two layers twelve times over."""
    tensors = dict(model_tensors())
    layers = {name: shape for name, shape in tensors.items() if name.startswith("blk.")}
    for name, shape in layers.items():
        for copy in range(12):
            tensors[re.sub(r"blk\.(\d)", lambda found, copy=copy: f"blk.{int(found.group(1)) + 2 * copy}", name)] = shape
    metadata = model_metadata() | {
        "gemma4.block_count": Value(ValueType.UINT32, 24),
        "gemma4.attention.head_count_kv": Value(ValueType.INT32, items=[2, 1] * 12),
        "gemma4.attention.sliding_window_pattern": Value(ValueType.BOOL, items=[True, False] * 12),
    }
    path.write_bytes(gguf_bytes(metadata, tensors))
    return path


def test_the_first_layers_take_as_much_as_all(tmp_path: Path) -> None:
    """Wide enough an evaluation that a megabyte of its buffers would show."""
    settings = LoadSettings(context=16_384, n_ubatch=256, image_tokens=0)
    model = ModelFiles(many_layers(tmp_path / "deep.gguf"), trusted=True)
    quick, whole = (probe(model, settings, whole=whole) for whole in (False, True))
    assert quick.stages["ubatch"] > 30 * MIB
    assert abs(quick.measured - whole.measured) <= MIB


@pytest.mark.parametrize(
    ("sliding", "enough"),
    [((False,) * 32, 3), ((True,) * 5 + (False,) + (True,) * 6, 8), ((False, True) * 4, 4), ((True, False), 2), ((), 0)],
)
def test_layers_enough(sliding: tuple[bool, ...], enough: int) -> None:
    assert layers_enough(sliding) == enough


@pytest.mark.parametrize(("tokens", "grid"), [(1120, (35, 32)), (280, (20, 14)), (256, (16, 16)), (1, (1, 1)), (6, (3, 2))])
def test_the_largest_picture_of_so_many_tokens(tokens: int, grid: tuple[int, int]) -> None:
    assert grid_of(tokens, 1120) == grid


def test_stop_ends_the_child(files: ModelFiles) -> None:
    stop, seen = StopFlag(), list[str]()

    def tell(stage: str) -> None:
        seen.append(stage)
        stop.set()

    with pytest.raises(InputError, match="was stopped"):
        probe(files, CELLS[0], stop=stop, on_stage=tell)
    assert seen[0] == "weights"
    assert not _children()


def test_too_long_is_an_end(files: ModelFiles) -> None:
    with pytest.raises(ModelFileError, match="could not be measured within"):
        probe(files, CELLS[0], longest_s=0.0)
    assert not _children()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like that there")
def test_a_child_that_the_system_ends_is_an_answer(files: ModelFiles) -> None:
    found: list[Probed] = []
    loaded = threading.Event()
    thread = threading.Thread(target=lambda: found.append(probe(files, CELLS[1], on_stage=lambda _stage: loaded.set())))
    thread.start()
    assert loaded.wait(60)
    for child in _children():
        child.kill()  # as the out-of-memory killer does
    thread.join()
    assert found[0].killed
    assert found[0].measured > 30 * MIB


def test_a_child_that_takes_more_than_is_free_is_an_answer(files: ModelFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "grantable", lambda _predicted: 64 * MIB)
    found = probe(files, CELLS[1])
    assert found.killed
    assert found.measured > 30 * MIB


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals there")
def test_a_child_that_ends_otherwise_says_how(files: ModelFiles) -> None:
    def end(_stage: str) -> None:
        for child in _children():
            child.terminate()

    with pytest.raises(ModelFileError, match="SIGTERM"):
        probe(files, CELLS[1], on_stage=end)


def test_files_that_are_no_model_are_refused_before_any_child(tmp_path: Path) -> None:
    (tmp_path / "no.gguf").write_bytes(b"GGUF")
    with pytest.raises(ModelFileError):
        probe(ModelFiles(tmp_path / "no.gguf"), LoadSettings())


def test_what_llama_cpp_refuses_is_said(starter: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="too small"):
        probe(ModelFiles(starter[0]), LoadSettings(context=100, n_ubatch=64))


def _children() -> list[psutil.Process]:
    found: list[psutil.Process] = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # it ends while it is looked at
            if "inference.memory.measurement:measure" in child.cmdline():
                found.append(child)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="children have no new parent there")
def test_a_child_does_not_outlive_who_asked(files: ModelFiles, tmp_path: Path) -> None:
    """It would hold the memory of a whole model for minutes."""
    program = (
        "import sys; from pathlib import Path; from inference.loading import *; from inference.memory.probe import probe;"
        "files = ModelFiles(Path(sys.argv[1]), Path(sys.argv[2]), trusted=True);"
        "settings = LoadSettings(context=16384, image_tokens=0, kv_type='q8_0');"
        "probe(files, settings, whole=True, on_stage=lambda stage: print(stage, flush=True))"
    )
    command = [sys.executable, "-c", program, str(files.model), str(files.mmproj)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asker:
        assert asker.stdout is not None
        next(line for line in asker.stdout if line == "checkpoints\n")  # the evaluation comes next
        (child,) = psutil.Process(asker.pid).children()
        asker.kill()
    child.wait(60)
