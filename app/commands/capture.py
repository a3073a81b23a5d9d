"""`hush capture`: takes a picture of the screen, as the hotkey does."""

from __future__ import annotations

import argparse

from app.commands.delivered import hand_over

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    return hand_over("capture", json=chosen.json)
