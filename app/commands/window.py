"""`hush` alone: opens the window, or brings that of the Hush which is already open to the front."""

from __future__ import annotations

import argparse

from app.commands.delivered import SECONDS
from app.instance.claim import Claim
from app.instance.client import activation, deliver

__all__ = ["run"]


def run(_chosen: argparse.Namespace) -> int:
    claim = Claim.take()
    while claim is None:
        if deliver("show", activation(), seconds=SECONDS) is not None:
            print("Hush is already open; its window is in front now.")
            return 0
        claim = Claim.take()  # the other one ended just now
    with claim:
        from app.main import main

        return main(listen=True)
