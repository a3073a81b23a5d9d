"""The set-up script: what it says when something is missing, what it shows while it works, and that it does nothing twice."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from installers import engine, environment, system, verbs
from installers.coming import Coming
from installers.failure import SetupFailure
from installers.kept_wheel import find_kept, keep
from installers.pace import Patience
from installers.shown import run_shown

ROOT = Path(__file__).resolve().parents[2]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


COMPILING = "for i in range(1, 4): print(f'[{i}/3] /usr/bin/c++ -c', flush=True); import time; time.sleep(0.1)"


@pytest.mark.parametrize(("out", "again"), [(io.StringIO(), "\n"), (Terminal(), "\r")])
def test_long_step_shows_that_it_works(out: io.StringIO, again: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"exec({COMPILING!r})"]
    run_shown(command, "Building", log=tmp_path / "log", detail=engine._detail, out=out, every=0.02)
    said = out.getvalue()
    assert "of 3 files" in said
    assert said.count(again) > 2
    assert said.endswith("Building: done in 0 s\n")
    assert "[3/3] /usr/bin/c++" in (tmp_path / "log").read_text("utf-8")


def test_failed_step_shows_the_end_of_what_it_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no space left'); raise SystemExit(3)"]
    with pytest.raises(SetupFailure, match=r"(?s)no space left.*Building failed \(exit 3\).*log"):
        run_shown(command, "Building", log=tmp_path / "log", out=io.StringIO())


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  [57/136] /usr/bin/c++ -DGGML", "57 of 136 files"),
        ("  [ 42%] Building CXX object", "42 %"),
        ("  Installing build dependencies: started", "fetching the build tools"),
        ("  -- Found OpenMP", None),
    ],
)
def test_what_is_shown_of_the_build(line: str, shown: str | None) -> None:
    assert engine._detail(line) == shown


def test_old_python_is_told_so() -> None:
    """The entry must at least compile for, and answer, a Python that is too old; newer ones on PATH are hidden from it."""
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['setup.py', 'run'];"
        "runpy.run_path('installers/setup.py', run_name='__main__')"
    )
    told = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (2, "Hush needs Python 3.11 or newer; this is 3.9.\n")


def test_unknown_verb() -> None:
    told = subprocess.run([sys.executable, "installers/setup.py", "fly"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 2
    assert "fly is none of setup, run" in told.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux splits these off")
class TestSystemPackages:
    lacking = (system.Need("libdoesnotexist.so.7", "libdoesnotexist7"), system.Need("nowhere", "nowhere-bin"))

    def test_this_machine_lacks_nothing(self) -> None:
        assert system.missing(tests=True, compiler=False) == ()

    def test_absent_library_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "LIBRARIES", self.lacking[:1])
        assert [need.package for need in system.missing(tests=False, compiler=False)] == ["libdoesnotexist7"]

    def test_absent_font_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "TEST_FONTS", self.lacking[1:])
        assert [need.package for need in system.missing(tests=True, compiler=False)] == ["nowhere-bin"]

    def test_absent_compiler_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.delenv("CXX", raising=False)
        assert [need.package for need in system.missing(tests=False, compiler=True)] == ["g++"]

    @pytest.mark.parametrize(("user", "command"), [(1000, "sudo apt-get install -y"), (0, "apt-get install -y")])
    def test_person_is_told_one_line(self, user: int, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "missing", lambda **_: self.lacking)
        monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setattr(sys, "stdin", Terminal())
        with pytest.raises(SetupFailure) as failure:
            system.provide(tests=False, compiler=False)
        assert str(failure.value) == f"Hush needs a few system packages first: {command} libdoesnotexist7 nowhere-bin"
        assert failure.value.status == 2


class TestEngineKey:
    def test_is_stable(self) -> None:
        assert engine.engine_key() == engine.engine_key()

    def test_changes_with_the_processor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = engine.engine_key()
        monkeypatch.setattr(engine, "processor_features", lambda: "avx2 fma")
        assert engine.engine_key() != before

    def test_changes_with_the_users_own_options(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = engine.engine_key()
        monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=on")
        assert engine.engine_key() != before

    def test_kept_wheel_is_found_unless_told_not_to(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(engine, "cache_folder", lambda: tmp_path)
        assert engine.cached_wheel() is None
        wheel = tmp_path / "wheels" / engine.engine_key() / "llama_cpp_python-0.3.36-py3-none-any.whl"
        wheel.parent.mkdir(parents=True)
        wheel.touch(0o644)
        assert engine.cached_wheel() == wheel
        monkeypatch.setenv("HUSH_NO_WHEEL_CACHE", "1")
        assert engine.cached_wheel() is None


def name_of(wheel: Path) -> Path:
    return wheel.with_name(f"{wheel.name}.sha256")


class TestKeptWheel:
    @pytest.fixture
    def wheel(self, tmp_path: Path) -> Path:
        built = tmp_path / "llama_cpp_python-0.3.36-py3-none-any.whl"
        built.write_bytes(b"built")
        return keep(built, tmp_path / "wheels" / "key")

    def test_what_was_kept_is_found(self, wheel: Path) -> None:
        assert find_kept(wheel.parent) == wheel
        assert wheel.read_bytes() == b"built"

    def test_one_of_before_gets_its_sum_once(self, wheel: Path) -> None:
        name_of(wheel).unlink()
        assert find_kept(wheel.parent) == wheel
        wheel.write_bytes(b"other")
        assert find_kept(wheel.parent) is None

    def test_what_is_not_what_was_built_is_not_used(self, wheel: Path) -> None:
        wheel.write_bytes(b"bui1t")
        assert find_kept(wheel.parent) is None
        name_of(wheel).write_bytes(b"\xff\n")
        assert find_kept(wheel.parent) is None

    @pytest.mark.skipif(sys.platform == "win32", reason="rights are another thing there")
    @pytest.mark.parametrize("spoilt", ["wheel", "note", "folder", "all"])
    def test_what_others_may_write_is_made_right_when_kept_anew(self, wheel: Path, spoilt: str, tmp_path: Path) -> None:
        folder = wheel.parent
        {"wheel": wheel, "note": name_of(wheel), "folder": folder, "all": folder.parent}[spoilt].chmod(0o777)
        assert find_kept(folder) is None
        again = tmp_path / wheel.name
        again.write_bytes(b"again")
        assert find_kept(keep(again, folder).parent) == wheel

    @pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root gives files away")
    def test_what_is_another_person_s_is_not_used(self, wheel: Path) -> None:
        os.chown(wheel, 12345, 12345)
        assert find_kept(wheel.parent) is None

    @pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
    def test_a_link_is_not_followed(self, wheel: Path, tmp_path: Path) -> None:
        elsewhere = wheel.replace(tmp_path / "elsewhere.whl")
        wheel.symlink_to(elsewhere)
        assert find_kept(wheel.parent) is None


@pytest.mark.parametrize("lock", sorted((Path(engine.__file__).parent / "locks").glob("*.txt")), ids=lambda lock: lock.name)
def test_everything_that_is_fetched_has_its_hash(lock: Path) -> None:
    wanted = re.findall(r"^[A-Za-z0-9][^\n]*==(?:[^\n]*\\\n)*[^\n]*", lock.read_text("utf-8"), re.MULTILINE)
    assert wanted
    assert [one.partition(" ")[0] for one in wanted if "--hash=sha256:" not in one] == []


class TestMarks:
    def test_nothing_is_done_twice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "MARKS", tmp_path / "setup.json")
        monkeypatch.setattr(environment, "provide", lambda **_: pytest.fail("nothing is undone"))
        for step, mark in environment._wanted(tests=True).items():
            environment._mark(step, mark)
        with Coming([], python=environment.script("python"), patience=Patience(), insist=False) as coming:
            assert environment.prepare(tests=True, coming=coming) == environment.script("python")

    def test_changed_lock_is_undone(self, tmp_path: Path) -> None:
        lock = tmp_path / "lock.txt"
        lock.write_text("a==1", "utf-8")
        before = environment._digest("3.11", lock)
        lock.write_text("a==2", "utf-8")
        assert environment._digest("3.11", lock) != before

    def test_broken_marks_mean_that_all_is_undone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(environment, "MARKS", tmp_path / "setup.json")
        environment.MARKS.write_text("{", "utf-8")
        assert environment._marks() == {}


def test_headless_run_says_how_to_ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(verbs, "prepare", lambda **_: Path(sys.executable))
    monkeypatch.setattr(verbs, "wanted", lambda _: [])
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert verbs.perform("run", []) == 0
    said = capsys.readouterr().out
    assert "no display" in said
    assert 'ask --image PICTURE.png "What does it say?"' in said


@pytest.mark.parametrize("name", ["program.txt", "test.txt"])
def test_locks_hold_exact_versions_with_hashes(name: str) -> None:
    entries = (ROOT / "installers/locks" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    packages = [entry for entry in entries if entry and not entry.startswith("#")]
    assert packages
    assert [entry.split()[0] for entry in packages if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_program_lock_holds_what_the_program_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = "".join((ROOT / "installers/locks" / name).read_text("utf-8").lower() for name in ("program.txt", "engine.txt"))
    assert [name for name in project["dependencies"] if f"{re.split('[=!<>; ]', name.lower())[0]}==" not in locked] == []
