"""Recordings and videos that only an installed ffmpeg reads. What stands for it here is a small real program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from inference.conversation import AudioPart
from inference.decoding.decoder import Decoder
from inference.errors import MediaError
from inference.media import audio, ffmpeg
from inference.media.foreign import Foreign, foreign
from inference.media.kind import kind_of
from tests.factories import sound_bytes, tone
from tests.opened import decode_sound, part_of

M4A = Foreign("mov", "an-m4a")


def box(name: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + name + body


def iso(*tracks: bytes, brand: bytes = b"isom", last: bool = True) -> bytes:
    """A file of the MPEG-4 family with such tracks, without any sound."""
    moov = box(b"moov", b"".join(box(b"trak", box(b"hdlr", bytes(8) + track + bytes(12))) for track in tracks))
    beginning, data = box(b"ftyp", brand + bytes(4) + brand), box(b"mdat", bytes(50))
    return beginning + data + moov if last else beginning + moov + data


@pytest.mark.parametrize(
    ("data", "demuxer", "what"),
    [
        (iso(b"soun"), "mov", "an-m4a"),
        (iso(b"soun", last=False), "mov", "an-m4a"),
        (iso(b"vide", b"soun"), "mov", "a-video"),
        (iso(b"soun", brand=b"3gp5"), "mov", "a-3gp"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "mov", "an-m4a"),
        (b"#!AMR-WB\n", "amr", "an-amr"),
        (b"\xff\xf1\x50\x80", "aac", "an-aac"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "asf", "a-windows-media"),
        (b"\x1aE\xdf\xa3 webm \xae\x83\x81\x02", "matroska", "a-matroska"),
        (b"\x1aE\xdf\xa3 webm \xae\x83\x81\x01", "matroska", "a-matroska-video"),
        (b"RIFF\x10\0\0\0AVI LIST", "avi", "a-video"),
        (b"FLV\1\5", "flv", "a-video"),
        ((b"G" + bytes(187)) * 5, "mpegts", "a-video"),
    ],
)
def test_kinds_are_known_by_their_bytes(data: bytes, demuxer: str, what: str) -> None:
    assert foreign(data) == Foreign(demuxer, what)


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3", "AIFF"])
def test_what_libsndfile_reads_is_none_of_them(kind: str) -> None:
    assert foreign(sound_bytes(kind=kind)) is None


def test_without_ffmpeg_the_sentence_names_the_kind_and_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "find", lambda: None)
    for platform, command in (("win32", "winget install"), ("darwin", "brew install ffmpeg")):
        monkeypatch.setattr(sys, "platform", platform)
        with pytest.raises(MediaError, match="is an M4A recording") as caught:
            kind_of(iso(b"soun"), "memo.m4a")
        assert command in caught.value.advice
    with pytest.raises(MediaError, match="is a video"):
        kind_of(iso(b"vide"), "film.mp4")


@pytest.mark.parametrize(
    ("manager", "command"),
    [("apt-get", "sudo apt install ffmpeg"), ("dnf", "sudo dnf install ffmpeg-free"), ("", "package manager")],
)
@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_the_command_is_that_of_this_linux(manager: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if manager:
        executable(tmp_path / manager, "")
    assert command in ffmpeg.way_to_bring()


def executable(file: Path, body: str) -> Path:
    file.write_text(f"#!{sys.executable}\n{body}")
    file.chmod(0o755)
    return file


SECOND = """
import struct, sys
source = sys.argv[sys.argv.index("-i") + 1].removeprefix("file:")
data = open(source, "rb").read()
assert data[4:8] == b"ftyp", data
print("  Duration: 00:00:0%d.00, start: 0" % {promised}, file=sys.stderr, flush=True)
sys.stdout.buffer.write(struct.pack("<2f", 0.25, 0.75) * 16_000)
sys.exit({status})
"""


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program is found first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "ffmpeg"


def second(promised: int = 1, status: int = 0) -> str:
    return SECOND.replace("{promised}", str(promised)).replace("{status}", str(status))


def test_it_is_found_on_the_path_and_never_in_the_current_folder(on_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(on_path, "")
    assert ffmpeg.find() == on_path
    on_path.chmod(0o644)
    assert ffmpeg.find() != on_path
    on_path.chmod(0o755)
    monkeypatch.chdir(on_path.parent)
    monkeypatch.setattr(ffmpeg, "_USUAL", ())
    for path in ("", ".", f".{os.pathsep}", "bin"):
        monkeypatch.setenv("PATH", path)
        assert ffmpeg.find() is None


def test_it_is_told_what_the_file_is_and_what_it_may_open() -> None:
    said = ffmpeg.command(Path("/usr/bin/ffmpeg"), "/tmp/-i concat:x", M4A, 16_000)
    assert said[0] == "/usr/bin/ffmpeg"
    assert "-nostdin" in said
    asked = said.index("-i")
    assert said[asked - 4 : asked + 2] == ["-protocol_whitelist", "file,pipe", "-f", "mov", "-i", "file:/tmp/-i concat:x"]
    assert said[-3:] == ["-f", "f32le", "pipe:1"]


def test_a_recording_of_another_kind_is_heard(on_path: Path, tmp_path: Path) -> None:
    executable(on_path, second())
    data, told = iso(b"soun"), list[str]()
    assert isinstance(part_of("memo.m4a", data), AudioPart)
    heard = decode_sound(data, "memo.m4a")
    assert heard.shape == (16_000,)
    assert np.allclose(heard, 0.5)
    (tmp_path / "-memo.m4a").write_bytes(data)
    blocks = list(audio.blocks(tmp_path / "-memo.m4a", "memo.m4a", told.append))
    assert sum(len(block) for block, _ in blocks) == 16_000
    assert not told


def test_of_a_video_the_sound_is_used_and_that_is_said(on_path: Path) -> None:
    executable(on_path, second(promised=5))
    told: list[str] = []
    assert sum(len(block) for block, _ in audio.blocks(iso(b"vide", b"soun"), "film.mp4", told.append)) == 16_000
    assert told == ['Of the video "film.mp4" the sound is used alone: its pictures are not looked at.']


def test_what_is_cut_off_is_refused(on_path: Path) -> None:
    executable(on_path, second(promised=5))
    with pytest.raises(MediaError, match="holds 20 %"):
        decode_sound(iso(b"soun"), "memo.m4a")


@pytest.mark.parametrize(
    ("body", "says"),
    [(second(status=1), "cannot be decoded"), ("", "holds no sound"), ("import os; os.abort()", "cannot be decoded")],
)
def test_what_it_does_not_read_is_said(body: str, says: str, on_path: Path) -> None:
    executable(on_path, body)
    with pytest.raises(MediaError, match=says):
        decode_sound(iso(b"soun"), "memo.m4a")


def test_it_is_ended_where_it_hangs_or_nobody_waits(on_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark, hanging = tmp_path / "pid", second().replace("sys.exit(0)", "sys.stdout.flush()\nimport time\ntime.sleep(60)")
    executable(on_path, f"import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\n{hanging}")
    monkeypatch.setattr(ffmpeg, "_SECONDS", 1)
    with pytest.raises(MediaError, match="cannot be decoded"):
        decode_sound(iso(b"soun"), "memo.m4a")
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.setattr(audio, "_BLOCK_SAMPLES", 1_000)
    blocks = audio.blocks(iso(b"soun"), "memo.m4a")
    next(blocks)
    process = int(mark.read_text())
    blocks.close()  # type: ignore[attr-defined]  # it is a generator
    deadline = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{process}").exists()


def test_who_listens_may_take_longer_than_it_may(on_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(on_path, second())
    monkeypatch.setattr(ffmpeg, "_SECONDS", 3)
    monkeypatch.setattr(audio, "_BLOCK_SAMPLES", 1_000)
    blocks = audio.blocks(iso(b"soun"), "memo.m4a")
    heard = len(next(blocks)[0])
    time.sleep(3.3)  # as Whisper does, with more of it waiting than a pipe holds
    assert heard + sum(len(block) for block, _ in blocks) == 16_000


@pytest.mark.skipif(ffmpeg.find() is None, reason="there is no ffmpeg on this machine")
@pytest.mark.parametrize("memo", ["memo.m4a aac", "memo.aac aac", "memo.mka flac", "memo.wma wmav2", "memo.3gp aac"])
def test_the_real_one_reads_what_it_wrote(memo: str, tmp_path: Path) -> None:
    name, coder = memo.split()
    (tmp_path / "tone.wav").write_bytes(sound_bytes(tone(2.0)))
    asked = [str(ffmpeg.find()), "-v", "error", "-i", str(tmp_path / "tone.wav"), "-c:a", coder, str(tmp_path / name)]
    subprocess.run(asked, check=True, stdin=subprocess.DEVNULL)
    heard = decode_sound((tmp_path / name).read_bytes(), name)
    assert abs(len(heard) - 32_000) < 3_500
    spectrum = np.abs(np.fft.rfft(heard[8_000:24_000]))
    assert int(spectrum.argmax()) == 440


def test_the_child_that_opens_files_may_run_it(on_path: Path) -> None:
    executable(on_path, second())
    opener = Decoder()
    try:
        look = opener.look("memo.m4a", iso(b"soun"), side=100, peaks=4)
        assert (look.kind, look.seconds, look.waveform) == ("audio", 1.0, (1.0, 1.0, 1.0, 1.0))
    finally:
        opener.close()
