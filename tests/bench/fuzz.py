"""Many damaged files of every kind, opened in the child that opens a person's: what became of them, kind by kind.

python -m tests.bench.fuzz [COUNT] [SEED]     10,000 of each kind if nothing is said; it takes minutes for each thousand
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import psutil

from inference.decoding.decoder import Decoder
from inference.errors import HushError
from tests.fuzzed import KINDS, mutations

__all__ = ["main"]

MIB = 2**20


def main(count: int = 10_000, seed: int = 17) -> int:
    """Exit status 1 where one took longer than it may, or this process has grown."""
    opener, before, bad = Decoder(), psutil.Process().memory_info().rss, 0
    for name in KINDS:
        became, longest, began = Counter[str](), 0.0, time.monotonic()
        for data in mutations(name, count, seed):
            one = time.monotonic()
            try:
                opener.look(name, data, side=48, peaks=8)
                became["read"] += 1
            except HushError as error:
                became[_short(error)] += 1
            longest = max(longest, time.monotonic() - one)
        bad += longest > 70
        print(f"{name:10} {time.monotonic() - began:7.1f} s, longest {longest:6.2f} s: {dict(became.most_common())}", flush=True)
    grown = (psutil.Process().memory_info().rss - before) / MIB
    print(f"this process grew by {grown:.0f} MiB")
    opener.close()
    return int(bad > 0 or grown > 200)


def _short(error: HushError) -> str:
    """How it was refused: the child ended, or found what is wrong."""
    ends = ("takes longer than", "unfolds to more", "breaks what opens it", "memory ran out")
    return next((f"CHILD ENDED: {end}" for end in ends if end in error.what), "refused")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
