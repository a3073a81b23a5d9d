"""A 16 GB machine less its desktop, 12 GiB in a control group, and a program that takes more than is left in mid-answer.

The window with the large model, 32k tokens of context and three pictures of 1,120 tokens: round after round the answer
must end and be kept, the plan be shown, and nothing be killed, the other program included. The same model with the
library's defaults is killed. Takes root, and about half an hour on two cores, most of it to read the pictures.
HUSH_ROUNDS changes the number of rounds, HUSH_GIB the size of the machine, HUSH_PICTURE_TOKENS the pictures' (1120).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from inference.loading import ModelFiles
from tests.bench.child import ROOT
from tests.bench.figures import Figure
from tests.bench.window_start import x_server
from tests.cgroups import limited_memory

__all__ = ["figures"]

GIB = 2**30
LIMIT = int(float(os.environ.get("HUSH_GIB", "12")) * GIB)
ROUNDS = int(os.environ.get("HUSH_ROUNDS", "20"))
MORE = GIB
"""What the hog takes beyond all that is spare: more than a machine has without somebody giving way."""
PER_SECOND = 2 * GIB
CONTEXT = 32_768
KILLED = 9


def figures(files: ModelFiles) -> list[Figure]:
    with x_server(), limited_memory(LIMIT) as group:
        rounds = _rounds(files, group)
    kept = sum(bool(one["written"]) and "Memory ran short" in one["note"] for one in rounds)
    planned = sum("now" in one["plan"] for one in rounds)
    with limited_memory(LIMIT) as group:
        killed = _library_is_killed(files, group)
    return [
        Figure("out of memory: rounds survived", len(rounds), "", goal=ROUNDS),
        Figure("out of memory: answers ended in time and kept", kept, "", goal=ROUNDS),
        Figure("out of memory: plans shown", planned, "", goal=ROUNDS),
        Figure("out of memory: rounds in which the other program got all it asked for", sum(bool(one["hog"]) for one in rounds)),
        Figure("out of memory: the library's defaults are killed", int(killed)),
    ]


def _rounds(files: ModelFiles, group: Path) -> list[dict[str, Any]]:
    """What each round came to, as many as the window lived through."""
    window = _process("-m", "tests.bench.pressed_window", str(group), str(files.model), str(files.mmproj), str(ROUNDS))
    done: list[dict[str, Any]] = []
    try:
        while len(done) < ROUNDS:
            if (begun := _line(window)) is None:
                break
            hog = _process("tests/hog.py", str(group), str(int(begun["spare"]) + MORE), str(PER_SECOND))
            ended = _line(window)
            got_it = hog.stdout is not None and hog.stdout.readline() == "full\n"  # it gets all of it, whoever has to give way
            hog.kill()
            hog.communicate()
            if ended is None:
                break
            ended["hog"] = got_it
            done.append(ended)
            print(len(done), json.dumps(begun), json.dumps(ended), file=sys.stderr, flush=True)
            assert window.stdin is not None
            window.stdin.write("\n")
            window.stdin.flush()
        window.wait(120)
    finally:
        window.kill()
        window.communicate()
    return done


def _library_is_killed(files: ModelFiles, group: Path) -> bool:
    join = f"echo $$ > {group} && exec {sys.executable} -m tests.bench.library peak {files.model} {files.mmproj} {CONTEXT}"
    ended = subprocess.run(["sh", "-c", join], cwd=ROOT, capture_output=True)
    return ended.returncode in (-KILLED, 128 + KILLED)


def _process(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(child: subprocess.Popen[str]) -> dict[str, Any] | None:
    """The next line, None when the child has ended."""
    assert child.stdout is not None
    text = child.stdout.readline()
    return json.loads(text) if text else None


if __name__ == "__main__":
    raise SystemExit("run it as: make bench ARGS=out_of_memory")
