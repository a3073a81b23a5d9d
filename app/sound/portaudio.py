"""The PortAudio library: brought late, kept quiet, its errors in words. Only the thread of `app.sound.sound_lane` uses it.

PortAudio may be absent, and it takes a moment to look at every device, so nothing happens before the first call of `library`.
It lists the devices once: what is plugged in later is seen after `look_again`.
"""

from __future__ import annotations

import ctypes
import functools
import sys
import threading
from typing import Any

from inference.errors import InputError

__all__ = ["SoundError", "device_index", "discard", "library", "look_again", "readable", "refused", "tidy"]

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
        raise SoundError(
            "The sound library PortAudio is missing, so Hush can neither hear nor play.", _how_to_install()
        ) from error
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
    what, verb = ("microphone", "speak") if kind == "input" else ("loudspeaker", "listen")
    if not devices:
        raise SoundError(f"There is no {what} here.", f"Connect one, then {verb} again.")
    if not name:
        return next((device for device in devices if device["default"]), devices[0])
    for device in devices:
        if device["name"] == name:
            return device
    raise SoundError(f"The {what} “{readable(name)}” is not connected.", "Connect it, or choose another one in the settings.")


def readable(name: str) -> str:
    """A device's name as people would say it: without the numbers of ALSA's cards."""
    if name == "default":
        return "System default"
    plain = {"pulse": "PulseAudio", "pipewire": "PipeWire"}.get(name, name)
    return plain.rpartition(" (hw:")[0] or plain if plain.endswith(")") else plain


def refused(error: Exception, device: str, kind: str) -> SoundError:
    """PortAudio's refusal to open `device` as a sentence."""
    code = error.args[1] if len(error.args) > 1 else None
    what = f"The {'microphone' if kind == 'input' else 'loudspeaker'} “{readable(device)}”"
    if code == DEVICE_UNAVAILABLE:
        return SoundError(f"{what} is in use by another program.", "Close it there and try again, or choose another one.")
    if code == HOST_ERROR and sys.platform == "win32" and kind == "input":
        advice = "Allow desktop apps to use the microphone: Settings, Privacy & security, Microphone."
        return SoundError(f"{what} cannot be opened: Windows does not let Hush hear it, or it is in use.", advice)
    said = str(error.args[0] if error.args else error).rstrip(".")
    return SoundError(f"{what} cannot be opened ({said}).", "Connect it again, or choose another one.")


def _is_alsa_node(name: str) -> bool:
    return sys.platform.startswith("linux") and name.startswith(_ALSA_NODES)


def _how_to_install() -> str:
    if sys.platform.startswith("linux"):
        return "Install it (Debian and Ubuntu: sudo apt-get install libportaudio2), then start Hush again."
    return "Install Hush again: it normally comes along."


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
