"""`hush talk`: starts a recording, or ends and sends the one that runs; `--cancel` throws it away."""

from __future__ import annotations

import argparse

from app.commands.console import print_json
from app.commands.delivered import SECONDS, hand_over
from app.instance.client import deliver
from app.sentences import say
from inference.errors import InputError

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    if not chosen.cancel:
        return hand_over("talk", {"cancel": False}, json=chosen.json)
    answer = deliver("talk", {"cancel": True}, seconds=SECONDS)
    if answer is None:
        raise InputError(say("nothing-recorded"))
    if chosen.json:
        print_json({"pid": answer["pid"], "started": False})
    return 0
