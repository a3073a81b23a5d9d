"""`.venv`, made by the real venv and pip for a small house of its own: whole after every kind of interruption, in any folder."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from installers import engine
from installers.leftovers import clear_leftovers
from tests.installers.index import Index, wheel

CLONE = Path(__file__).resolve().parents[2]
SET_UP = """
import sys
from pathlib import Path
from installers import environment
from installers.coming import Coming
from installers.pace import Patience
root = Path(sys.argv[1])
environment.ROOT, environment.VENV, environment.LOCKS = root, root / ".venv", root / "locks"
environment.LOG, environment.MARKS = environment.VENV / "setup.log", environment.VENV / "setup.json"
with Coming([], python=environment.script("python"), patience=Patience(), insist=False) as coming:
    print(environment.prepare(tests=False, coming=coming))
"""
MODULES = {f"module{at}.py": b"x = 1\n" * 200 for at in range(600)}


@dataclass(frozen=True)
class House:
    """A clone whose program is one line and needs one package of many files."""

    root: Path

    def start(self, **environment: str) -> subprocess.Popen[str]:
        """Begin to set it up."""
        command = [sys.executable, "-c", SET_UP, str(self.root)]
        said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(command, cwd=CLONE, env={**os.environ, **environment}, process_group=0, **said)

    def set_up(self, **environment: str) -> str:
        """Set it up; what that said."""
        with self.start(**environment) as process:
            said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said

    def require_whole(self) -> None:
        """The program runs, and no file of a package is missing."""
        told = subprocess.run([self.root / ".venv/bin/hush"], capture_output=True, text=True)
        assert (told.stdout, told.stderr) == ("600 modules\n", "")
        assert clear_leftovers(self.root / ".venv") == []
        assert json.loads((self.root / ".venv/setup.json").read_text("utf-8")).keys() == {"program", "engine", "hush"}


def build_house(root: Path, index: Index, cache: Path) -> House:
    package = index.add_wheel("small", {"__init__.py": b"", **MODULES})
    (root / "locks").mkdir(parents=True)
    for name in ("build.txt", "test.txt", "torch.txt"):
        (root / "locks" / name).touch()
    (root / "locks/program.txt").write_text(f"{package.requirement} --hash=sha256:{package.sha256}\n", "utf-8")
    (root / "pyproject.toml").write_text(
        '[project]\nname = "hush"\nversion = "0.1.0"\ndescription = ""\nrequires-python = ">=3.11"\ndependencies = []\n'
        '[project.scripts]\nhush = "house:main"\n',
        "utf-8",
    )
    (root / "house.py").write_text(
        "import pkgutil, llama_cpp.llama_cpp, small\n"
        "def main():\n    print(len(list(pkgutil.iter_modules(small.__path__))), 'modules')\n",
        "utf-8",
    )
    built = cache / "wheels" / engine.engine_key() / "llama_cpp_python-1.0-py3-none-any.whl"
    built.parent.mkdir(parents=True)
    built.write_bytes(
        wheel("llama_cpp_python", {"__init__.py": b"", "llama_cpp.py": b"", "mtmd_cpp.py": b""}, folder="llama_cpp")
    )
    return House(root)


@pytest.fixture
def house(index: Index, cache: Path, tmp_path: Path) -> House:
    return build_house(tmp_path / "house", index, cache)


def test_set_up_once_and_again_only_if_it_must_be(house: House, index: Index) -> None:
    assert house.set_up().endswith("bin/python\n")
    house.require_whole()
    index.asked.clear()
    assert house.set_up() == f"{house.root}/.venv/bin/python\n"
    assert index.asked == []

    # The environment is of no use any more, and one step is to be done: its marks go with it, so all are done.
    (pip,) = (house.root / ".venv").glob("lib/python*/site-packages/pip")
    shutil.rmtree(pip)
    marks = house.root / ".venv/setup.json"
    marks.write_text(json.dumps({**json.loads(marks.read_text("utf-8")), "hush": "of another version"}), "utf-8")
    assert "Making" in house.set_up()
    house.require_whole()

    # The installed package points to the clone, whose program may change without a set-up.
    (house.root / "house.py").write_text("def main():\n    print('new')\n", "utf-8")
    told = subprocess.run([house.root / ".venv/bin/hush"], capture_output=True, text=True, cwd="/")
    assert told.stdout == "new\n"


def test_environment_that_was_left_without_pip(house: House) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", house.root / ".venv"], check=True)
    house.set_up()
    house.require_whole()


def test_killed_at_any_moment(house: House) -> None:
    moments = random.Random(5)
    for _ in range(3):
        process = house.start()
        time.sleep(moments.uniform(0.5, 8))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    house.set_up()
    house.require_whole()


def test_pip_killed_while_it_unpacks(house: House) -> None:
    """The longest stretch, struck on purpose: some of the modules are there, and the next set-up brings the others."""
    house.set_up()
    (packages,) = (house.root / ".venv").glob("lib/python*/site-packages")
    for _ in range(2):
        shutil.rmtree(packages / "small")
        shutil.rmtree(packages / "small-1.0.dist-info")
        (house.root / ".venv/setup.json").write_text("{}", "utf-8")
        process = house.start()
        while process.poll() is None and len(list(packages.glob("small/module*.py"))) < 100:
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert not (packages / "small-1.0.dist-info/RECORD").exists()
        house.set_up()
        house.require_whole()


def test_two_at_once(house: House, index: Index) -> None:
    both = [house.start(), house.start()]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("Making" in text for text in said) == [False, True]
    assert sorted("being set up here already" in text for text in said) == [False, True]
    assert len(index.asked) == 1
    house.require_whole()


def test_folder_that_the_locale_cannot_spell(index: Index, cache: Path, tmp_path: Path) -> None:
    """As a Windows user name outside the code page: the locale here knows ASCII alone."""
    house = build_house(tmp_path / "Łukasz Żak", index, cache)
    house.set_up(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    house.require_whole()
    said = house.set_up(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert "Making" not in said


def test_what_an_interrupted_pip_leaves_is_cleared(tmp_path: Path) -> None:
    packages = tmp_path / "lib/python3.11/site-packages"
    for name in ("whole", "unrecorded", "lacking"):
        (packages / f"{name}-1.0.dist-info").mkdir(parents=True)
        (packages / f"{name}-1.0.dist-info/METADATA").touch()
    (packages / "whole.py").touch()
    (packages / "whole-1.0.dist-info/RECORD").write_text("whole.py,,\n__pycache__/whole.cpython-311.pyc,,\n", "utf-8")
    (packages / "lacking-1.0.dist-info/RECORD").write_text("lacking.py,,\n", "utf-8")
    (packages / "~ld/inside").mkdir(parents=True)
    assert clear_leftovers(tmp_path) == ["lacking", "unrecorded"]
    assert sorted(path.name for path in packages.iterdir()) == ["whole-1.0.dist-info", "whole.py"]
