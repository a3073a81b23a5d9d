"""The PortAudio library: brought late, kept quiet, its errors in words. Only the thread of `app.sound.sound` uses it.

PortAudio may be absent, and it takes a moment to look at every device, so nothing happens before the first call of `library`.
It lists the devices once: what is plugged in later is seen after `look_again`.
"""

from __future__ import annotations

import ctypes
import functools
import sys
import threading
from typing import Any

from app.sentences import say
from inference.errors import InputError

__all__ = ["SoundError", "device_index", "discard", "explain_refusal", "library", "look_again", "readable", "tidy"]

DEVICE_UNAVAILABLE = -9985
INVALID_RATE = -9997
INVALID_CHANNELS = -9998
HOST_ERROR = -9999
WASAPI = "Windows WASAPI"

# Nodes of ALSA's configuration that are the same devices once more, raw or remixed.
_ALSA_NODES = (
    *("sysdefault", "front", "rear", "center_lfe", "side", "surround", "iec958", "spdif", "hdmi", "dmix", "dsnoop", "modem"),
    *("null", "samplerate", "speexrate", "lavrate", "upmix", "vdownmix", "jack", "oss", "usbstream"),
)
_hung: list[threading.Thread] = []


class SoundError(InputError):
    """A microphone or a loudspeaker cannot be used: which, why, and what to do."""


def library() -> Any:
    """The sounddevice module. Raises SoundError where PortAudio is missing."""
    _silence_alsa()
    try:
        import sounddevice
    except OSError as error:
        comes_along = not sys.platform.startswith("linux")
        raise SoundError(say("portaudio-missing" if comes_along else "portaudio-not-installed")) from error
    return sounddevice


def look_again() -> None:
    """List the devices anew. Must not be called while a stream is open.

    PortAudio has no other way: https://github.com/spatialaudio/python-sounddevice/issues/125
    """
    sound = library()
    for thread in _hung:
        thread.join(0.5)
    _hung[:] = [thread for thread in _hung if thread.is_alive()]
    if _hung:
        return  # Pa_Terminate would wait for the stream that does not end
    sound._terminate()
    sound._initialize()


def discard(stream: Any) -> None:
    """Close a stream, in a thread of its own: when the device is gone, that may never return.

    https://github.com/pure-data/pure-data/pull/474, https://github.com/jacktrip/jacktrip/issues/616
    """

    def close() -> None:
        try:
            stream.abort(ignore_errors=True)
        finally:
            stream.close(ignore_errors=True)

    thread = threading.Thread(target=close, name="closing a sound device", daemon=True)
    thread.start()
    thread.join(0.5)
    if thread.is_alive():
        _hung.append(thread)


def tidy(kind: str) -> list[dict[str, Any]]:
    """The devices worth showing, of the one host interface that names them best; `kind` is "input" or "output"."""
    sound = library()
    hosts = sound.query_hostapis()
    chosen = next((number for number, host in enumerate(hosts) if host["name"] == WASAPI), sound.default.hostapi)
    devices = [dict(device) for device in sound.query_devices() if device["hostapi"] == chosen]
    usable = [device for device in devices if device[f"max_{kind}_channels"] > 0]
    for device in usable:
        device["default"] = device["index"] == hosts[chosen][f"default_{kind}_device"]
    return [device for device in usable if device["default"] or not _is_alsa_node(device["name"])]


def device_index(kind: str, name: str) -> dict[str, Any]:
    """The device called `name`, or the default one for "". Raises SoundError when there is none."""
    devices = tidy(kind)
    if not devices:
        raise SoundError(say("no-microphone" if kind == "input" else "no-loudspeaker"))
    if not name:
        return next((device for device in devices if device["default"]), devices[0])
    for device in devices:
        if device["name"] == name:
            return device
    raise SoundError(say("microphone-away" if kind == "input" else "loudspeaker-away", name=readable(name)))


def readable(name: str) -> str:
    """A device's name as people would say it: without the numbers of ALSA's cards."""
    if name == "default":
        return "System default"
    plain = {"pulse": "PulseAudio", "pipewire": "PipeWire"}.get(name, name)
    return plain.rpartition(" (hw:")[0] or plain if plain.endswith(")") else plain


def explain_refusal(error: Exception, device: str, kind: str) -> SoundError:
    """PortAudio's refusal to open `device` as a sentence."""
    code = error.args[1] if len(error.args) > 1 else None
    name, hears = readable(device), kind == "input"
    if code == DEVICE_UNAVAILABLE:
        return SoundError(say("microphone-busy" if hears else "loudspeaker-busy", name=name))
    if code == HOST_ERROR and sys.platform == "win32" and hears:
        return SoundError(say("microphone-forbidden", name=name))
    said = str(error.args[0] if error.args else error).rstrip(".")
    return SoundError(say("microphone-closed" if hears else "loudspeaker-closed", name=name, reason=said))


def _is_alsa_node(name: str) -> bool:
    return sys.platform.startswith("linux") and name.startswith(_ALSA_NODES)


@functools.cache
def _silence_alsa() -> object:
    """ALSA writes what its configuration lacks straight to stderr, page by page. Kept alive by the cache: C calls it."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        set_handler = alsa.snd_lib_error_set_handler
    except (OSError, AttributeError):
        return None
    arguments = (ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    quiet = ctypes.CFUNCTYPE(None, *arguments)(lambda *_: None)
    set_handler(quiet)
    return quiet
