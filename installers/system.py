"""What Hush needs from the operating system: finds what is missing, says the one command that brings it, or runs it.

Only Linux needs anything beyond a compiler: on Windows and macOS the wheels bring PortAudio, libsndfile and Qt's needs along.
Libraries are looked for as the program will look for them, by the dynamic linker, so it does not matter who installed them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

from installers.failure import SetupFailure

__all__ = ["Need", "missing", "provide"]


@dataclass(frozen=True)
class Need:
    """One thing of the system: what it is looked for by, and the Debian and Ubuntu package that holds it."""

    what: str
    package: str


# Qt's xcb platform plugin refuses to start when one of these is absent, naming only the first.
LIBRARIES = (
    Need("libportaudio.so.2", "libportaudio2"),
    Need("libEGL.so.1", "libegl1"),
    Need("libGL.so.1", "libgl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libX11-xcb.so.1", "libx11-xcb1"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-glx.so.0", "libxcb-glx0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-image.so.0", "libxcb-image0"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-randr.so.0", "libxcb-randr0"),
    Need("libxcb-render.so.0", "libxcb-render0"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxcb-shm.so.0", "libxcb-shm0"),
    Need("libxcb-sync.so.1", "libxcb-sync1"),
    Need("libxcb-util.so.1", "libxcb-util1"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libfreetype.so.6", "libfreetype6"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),  # Ubuntu 24.04 calls it libglib2.0-0t64 and resolves the old name
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    Need("libgomp.so.1", "libgomp1"),  # llama.cpp's threads, where a wheel kept from another container is used without a compiler
)
TEST_PROGRAMS = (Need("Xvfb", "xvfb"), Need("espeak-ng", "espeak-ng"), Need("dbus-daemon", "dbus"), Need("strace", "strace"))
TEST_FONTS = (
    Need("DejaVuSans.ttf", "fonts-dejavu-core"),
    Need("Carlito-Regular.ttf", "fonts-crosextra-carlito"),
    Need("Caladea-Regular.ttf", "fonts-crosextra-caladea"),
    Need("Hack-Regular.ttf", "fonts-hack"),
)


def missing(*, tests: bool, compiler: bool) -> tuple[Need, ...]:
    """What this Linux lacks: for the program, and on request for the tests and for building llama.cpp."""
    return tuple(_missing(tests, compiler))


def _missing(tests: bool, compiler: bool) -> Iterator[Need]:
    invalidate_caches()
    if find_spec("ensurepip") is None:  # Debian splits it from Python; without it there is no pip in the environment
        yield Need("ensurepip", f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    yield from (need for need in LIBRARIES if not _loads(need.what))
    if compiler and not (_found(os.environ.get("CXX")) or any(map(shutil.which, ("c++", "g++", "clang++")))):
        yield Need("c++", "g++")
    if tests:
        yield from (need for need in TEST_PROGRAMS if not shutil.which(need.what))
        yield from (need for need in TEST_FONTS if not any(Path("/usr/share/fonts").rglob(need.what)))


def provide(*, tests: bool, compiler: bool) -> None:
    """Makes sure that everything is there. Root without a terminal installs what is missing; anybody else is told the command."""
    if not sys.platform.startswith("linux"):
        if compiler:
            _require_compiler()
        return
    lacking = missing(tests=tests, compiler=compiler)
    if not lacking:
        return
    packages = [need.package for need in lacking]
    if not shutil.which("apt-get"):
        names = ", ".join(need.what for need in lacking)
        raise SetupFailure(f"Hush needs {names}: install them with this system's package manager, then run this again.", status=2)
    if os.geteuid() != 0 or (sys.stdin is not None and sys.stdin.isatty()):
        sudo = "" if os.geteuid() == 0 else "sudo "
        raise SetupFailure(f"Hush needs a few system packages first: {sudo}apt-get install -y {' '.join(packages)}", status=2)
    _apt_install(packages)
    still = missing(tests=tests, compiler=compiler)
    if still:
        raise SetupFailure(f"Still missing after installing the packages: {', '.join(need.what for need in still)}", status=2)


def _apt_install(packages: list[str]) -> None:
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", *packages]
    # The lists of a fresh machine are empty or old, so a first failure is expected there; a mirror may fail once as well.
    for update_first in (False, True, True):
        if update_first:
            subprocess.run(["apt-get", "update", "-qq"], env=env, stdin=subprocess.DEVNULL, check=False)
        done = subprocess.run(
            install, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode == 0:
            return
    said = done.stdout.decode(errors="replace").strip()
    raise SetupFailure(f"{said}\nThe system packages could not be installed: apt-get install -y {' '.join(packages)}", status=2)


def _require_compiler() -> None:
    if sys.platform == "darwin" and not shutil.which("c++"):
        raise SetupFailure("Hush builds llama.cpp once and needs Apple's compiler for it: xcode-select --install", status=2)
    if sys.platform == "win32" and not _visual_studio():
        raise SetupFailure(
            "Hush builds llama.cpp once and needs Microsoft's C++ compiler for it: "
            "winget install Microsoft.VisualStudio.2022.BuildTools "
            '--override "--add Microsoft.VisualStudio.Workload.VCTools --includeRecommended --passive --wait"',
            status=2,
        )


def _visual_studio() -> bool:
    if shutil.which("cl"):
        return True
    where = Path(os.environ.get("ProgramFiles(x86)", r"C:\Program Files (x86)"), "Microsoft Visual Studio/Installer/vswhere.exe")
    if not where.exists():
        return False
    tools = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
    asked = [str(where), "-products", "*", "-latest", "-requires", tools, "-property", "installationPath"]
    return bool(subprocess.run(asked, capture_output=True, check=False).stdout.strip())


def _found(command: str | None) -> bool:
    return bool(command and shutil.which(command.split()[0]))


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
