"""A program that takes memory and keeps it: `python tests/hog.py GROUP BYTES BYTES_PER_S`.

GROUP is the cgroup.procs of the group it shall be in. Prints "full" when it has what it wanted, and waits until its
standard input ends. Standard library alone, so that it is small.
"""

from __future__ import annotations

import mmap
import os
import sys
import time
from pathlib import Path

STEP = 8 * 2**20


def main(group: str, wanted: int, per_second: int) -> None:
    Path(group).write_text(str(os.getpid()))
    held: list[mmap.mmap] = []
    started = time.monotonic()
    while len(held) * STEP < wanted:
        block = mmap.mmap(-1, STEP)
        for at in range(0, STEP, mmap.PAGESIZE):
            block[at] = 1
        held.append(block)
        time.sleep(max(0.0, started + len(held) * STEP / per_second - time.monotonic()))
    print("full", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
