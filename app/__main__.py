"""`python -m app` is `hush`."""

# Not even __future__ before this: `python -m` looks in the current folder first, and would run a numpy.py beside a model.
import os
import sys

if not sys.flags.safe_path:
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib may be theirs

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
