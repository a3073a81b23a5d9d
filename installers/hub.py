"""Brings a file from its own home on the hub, going on after whatever has come of it; HF_ENDPOINT names a mirror."""

from __future__ import annotations

import http.client
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from threading import Event

from installers.failure import NotFetched, Stopped
from installers.partial import PartialFile

__all__ = ["fill_from_hub"]

HOME = "https://huggingface.co"
TIMEOUT_S = 6  # to connect, and for the next byte
TRIES = 4
PAUSE_S = 1
CHUNK = 1 << 18


def fill_from_hub(partial: PartialFile, hub: str, size: int, *, stop: Event, watch: Callable[[int], None]) -> None:
    """Adds all that is missing of the file of `size` bytes. `watch` is told how long it is now, and may raise.

    Raises NotFetched when it cannot be had there, Stopped when `stop` is set, OSError when it cannot be written.
    """
    url = f"{(os.environ.get('HF_ENDPOINT') or HOME).rstrip('/')}/{hub}"
    left = 1  # the first answer decides whether the hub is there at all; a line that breaks later is taken up again
    while partial.length < size:
        before = partial.length
        try:
            _ask(partial, url, size, stop, watch)
        except (urllib.error.URLError, http.client.HTTPException, ssl.SSLError, TimeoutError, ConnectionError) as error:
            left = TRIES if partial.length > before else left - 1
            if not left or isinstance(error, urllib.error.HTTPError):
                raise NotFetched("network", f"the hub cannot be reached ({error})") from error
            stop.wait(PAUSE_S)


def _ask(partial: PartialFile, url: str, size: int, stop: Event, watch: Callable[[int], None]) -> None:
    asked = urllib.request.Request(url, headers={"Range": f"bytes={partial.length}-", "User-Agent": "hush-setup"})
    with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as answer:
        if answer.status != http.HTTPStatus.PARTIAL_CONTENT and partial.length:
            raise NotFetched("other", "the hub does not go on where it stopped")
        if partial.length + int(answer.headers.get("Content-Length", -1)) != size:
            raise NotFetched("wrong", "what the hub has is not what was published")
        while data := answer.read(CHUNK):
            if stop.is_set():
                raise Stopped
            partial.append(data)
            watch(partial.length)
        if partial.length < size:
            raise ConnectionError("cut off")
