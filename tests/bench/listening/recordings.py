"""Recordings of people with what they say, carried by pocketsphinx-testdata and alsa-utils of Debian and by moonshine-voice.

Nothing of them is in this repository. The wheel of pocketsphinx comes with them: it finds when each word of a known text begins.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from platformdirs import user_cache_path

from inference.media.prepared import SAMPLE_RATE
from tests.opened import decode_sound

__all__ = ["Recording", "aligner", "recordings", "write_wav"]

_DEBIAN = ("pocketsphinx-testdata", "alsa-utils")
_WHEELS = ("moonshine-voice==0.1.5", "pocketsphinx==5.1.1")
_SPHINX = "usr/share/pocketsphinx/test/data"
# As the book has it, where the package's own transcription says "a more a amiable". Its numbers.raw comes without one.
_TWO_CITIES = """
it was the best of times it was the worst of times it was the age of wisdom it was the age of foolishness it was the epoch of
belief it was the epoch of incredulity it was the season of light it was the season of darkness it was the spring of hope it
was the winter of despair we had everything before us we had nothing before us we were all going direct to heaven we were all
going direct the other way in short the period was so far like the present period that some of its noisiest authorities
insisted on its being received for good or for evil in the superlative degree of comparison only
"""
_AUSTEN = {
    "0870": "and mister john dashwood had then leisure to consider how much there might be prudently in his power to do for them",
    "0880": "he was not an ill disposed young man",
    "0890": "unless to be rather cold hearted and rather selfish is to be ill disposed",
    "0920": "had he married a more amiable woman he might have been made still more respectable than he was",
    "0930": "he might even have been made amiable himself",
}
_CARDS = {
    "001": "ten of clubs",
    "002": "four queen of clubs",
    "003": "seven of clubs",
    "004": "five five",
    "005": "eight of spades four of clubs seven of hearts",
}
_PLACES = ("Front_Left", "Front_Right", "Front_Center", "Rear_Left", "Rear_Right", "Rear_Center", "Side_Left", "Side_Right")
_WORDS = {
    **{f"{_SPHINX}/librivox/sense_and_sensibility_01_austen_64kb-{number}.wav": said for number, said in _AUSTEN.items()},
    **{f"{_SPHINX}/cards/{number}.wav": said for number, said in _CARDS.items()},
    f"{_SPHINX}/goforward.raw": "go forward ten meters",
    f"{_SPHINX}/something.raw": "go somewhere and do something",
    **{f"usr/share/sounds/alsa/{place}.wav": place.lower().replace("_", " ") for place in _PLACES},
    "moonshine_voice/assets/beckett.wav": "ever tried ever failed no matter try again fail again fail better",
    "moonshine_voice/assets/two_cities.wav": _TWO_CITIES,
}


@dataclass(frozen=True, eq=False)
class Recording:
    """`samples` float32 [n] at 16 kHz; `words` that are said, in small letters."""

    name: str
    samples: NDArray[np.float32]
    words: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@cache
def recordings() -> tuple[Recording, ...]:
    """All of them, the longest about three quarters of a minute."""
    return tuple(Recording(Path(path).name, _samples(_folder() / path), tuple(said.split())) for path, said in _WORDS.items())


def aligner() -> Path:
    """The folder from which pocketsphinx can be imported."""
    return _folder()


def _samples(path: Path) -> NDArray[np.float32]:
    if path.suffix == ".raw":
        return np.fromfile(path, "<i2").astype(np.float32) / np.float32(32768)
    return decode_sound(path.read_bytes(), path.name)


@cache
def _folder() -> Path:
    """With everything unpacked in it, nothing installed."""
    folder = user_cache_path("hush", appauthor=False) / "bench-sounds"
    if not (folder / "whole").exists():
        packages = folder / "packages"
        packages.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", *_DEBIAN], cwd=packages, check=True, capture_output=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(packages), *_WHEELS]
        subprocess.run(pip, check=True, capture_output=True)
        for package in packages.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        for wheel in packages.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
        (folder / "whole").touch()
    return folder


def write_wav(path: Path, samples: NDArray[np.float32]) -> None:
    """16 bits each, mono."""
    soundfile.write(path, samples, SAMPLE_RATE, subtype="PCM_16")
