"""`hush show`: brings the window to the front."""

from __future__ import annotations

import argparse

from app.commands.delivered import delivered

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    return delivered("show", json=chosen.json)
