"""`hush show`: brings the window to the front."""

from __future__ import annotations

import argparse

from app.commands.delivered import hand_over

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    return hand_over("show", json=chosen.json)
