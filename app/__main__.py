"""`python -P -m app` is `hush`; without -P see `app.own_path`."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
