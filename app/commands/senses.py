"""What `hush doctor` finds: here of what Hush can hear, see and be called by. A picture that is taken is thrown away."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

__all__ = ["Finding", "display", "hotkeys", "microphone", "more_recordings", "screen", "sound"]


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it works, and what was found or what to do."""

    name: str
    works: bool
    detail: str


def microphone() -> Finding:
    return _sound_device("microphone", "input", "Connect a microphone to speak to Hush; recordings from files work.")


def sound() -> Finding:
    return _sound_device("loudspeaker", "output", "Hush answers in writing; nothing needs it.")


def _sound_device(name: str, kind: str, advice: str) -> Finding:
    """The devices that the settings offer."""
    from app.sound.portaudio import SoundError, readable, tidy

    try:
        found = [readable(device["name"]) for device in tidy(kind)]
    except SoundError as error:  # PortAudio is missing
        return Finding(name, False, str(error))
    except Exception as error:  # noqa: BLE001 - PortAudioError, which cannot be named before the import worked
        return Finding(name, False, f"{error}. {advice}")
    return Finding(name, bool(found), ", ".join(found) if found else f"none found. {advice}")


def more_recordings() -> Finding:
    """M4A, AMR and others are read by the ffmpeg of this machine."""
    from inference.media import ffmpeg

    name, program = "more recordings", ffmpeg.find()
    if program is None:
        return Finding(
            name, False, f"no ffmpeg, so M4A, AMR and the sound of videos are not read. Bring it with: {ffmpeg.way_to_bring()}"
        )
    return Finding(name, True, f"M4A, AAC, AMR, 3GP, WMA, WebM and the sound of videos, through {program}")


def display() -> Finding:
    if sys.platform in ("win32", "darwin"):
        return Finding("display", True, "this system's own")
    names = [f"{key}={os.environ[key]}" for key in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(key)]
    if not names:
        return Finding("display", False, "neither DISPLAY nor WAYLAND_DISPLAY is set: no window, but every verb works")
    return Finding("display", True, ", ".join(names))


def screen() -> Finding:
    """One pixel is taken, or the desktop's portal is asked whether it takes pictures."""
    from app.capture.hotkeys import way

    name = "screen capture"
    if way() == "none":
        return Finding(name, False, "there is no display here; pictures from files work")
    if way() == "portal":
        return _portal_screen(name)
    import mss
    from mss.exception import ScreenShotError

    try:
        with mss.MSS() as source:
            shown = source.monitors[1:]
            source.grab({"left": shown[0]["left"], "top": shown[0]["top"], "width": 1, "height": 1})
    except (ScreenShotError, OSError, IndexError) as error:
        return Finding(name, False, f"the system gives no picture of the screen ({error}).")
    return Finding(name, True, ", ".join(f"{monitor['width']} × {monitor['height']}" for monitor in shown))


def _portal_screen(name: str) -> Finding:
    from app.capture.hotkeys import events
    from app.capture.portal import calls
    from app.capture.portal.offered import offers

    with events():
        offered = offers(calls.SCREENSHOT)
    told = "through the desktop's own picker" if offered else "the desktop's portal takes no pictures; paste one instead"
    return Finding(name, offered, told)


def hotkeys() -> Finding:
    from app.capture.hotkeys import events, trouble, way

    with events():
        problem = trouble()
    if problem:
        instead = " Give `hush capture` and `hush talk` keys in the keyboard settings instead." if way() != "none" else ""
        return Finding("hotkeys", False, problem + instead)
    return Finding("hotkeys", True, "keys reach Hush whatever window is in front, pressed and released")
