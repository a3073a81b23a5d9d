"""The engine's source on its way to the compiler: no path is too long for Windows, and nothing leads out of its folder."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from installers import engine
from installers.failure import SetupFailure
from installers.source import UNREAD, unpack_source

OUTER = "llama_cpp_python-0.3.36/"
UI = (
    "vendor/llama.cpp/tools/ui/src/lib/components/app/chat/ChatAttachments/ChatAttachmentsPreview/"
    "ChatAttachmentsPreviewCurrentItem/ChatAttachmentsPreviewCurrentItem"
)
LONGEST = (
    *(f"{UI}{kind}.svelte" for kind in ("Unavailable", "Video", "Image", "Audio", "Text", "Pdf", "")),
    "vendor/llama.cpp/examples/llama.swiftui/llama.swiftui.xcodeproj/project.xcworkspace/xcshareddata/IDEWorkspaceChecks.plist",
    "vendor/llama.cpp/benches/dgx-spark/aime25_openai__gpt-oss-120b-high_temp1.0_20251109_094547_allresults.json",
    "vendor/llama.cpp/ggml/src/ggml-openvino/openvino/pass/mark_decompression_convert_constant_folding.h",
    "vendor/llama.cpp/ggml/src/ggml-cuda/template-instances/fattn-mma-f16-instance-ncols1_64-ncols2_1.cu",
    "CMakeLists.txt",
)
"""The longest paths of the archive that is pinned, of those that are left out and of those that are not."""
WINDOWS = 260  # MAX_PATH: of a whole path, with the zero at its end
BASE = 102  # characters of the folder that it is unpacked in


def packed(archive: Path, *paths: str) -> Path:
    with tarfile.open(archive, "w:gz") as file:
        for path in paths:
            member = tarfile.TarInfo(path)
            member.size, member.mode = 3, 0o755
            file.addfile(member, io.BytesIO(b"abc"))
    return archive


def test_no_path_is_too_long_for_windows(tmp_path: Path) -> None:
    assert "llama-cpp-python==0.3.36" in engine.LOCK.read_text("utf-8"), "look for the longest paths of the new archive"
    unpack_source(packed(tmp_path / "a.tar.gz", *(OUTER + path for path in LONGEST)), tmp_path / "s")
    unpacked = [path.relative_to(tmp_path / "s").as_posix() for path in (tmp_path / "s").rglob("*") if path.is_file()]
    assert sorted(unpacked) == sorted(LONGEST[-3:])
    assert max(BASE + 1 + len(path) for path in unpacked) < WINDOWS
    assert max(BASE + 1 + len(path) for path in LONGEST) > WINDOWS  # which is why


def test_what_is_left_out_is_left_out_whole(tmp_path: Path) -> None:
    inside = [f"{OUTER}{folder}/file" for folder in UNREAD]
    beside = [f"{OUTER}{folder}-not/file" for folder in UNREAD]
    unpack_source(packed(tmp_path / "a.tar.gz", *inside, *beside), tmp_path / "s")
    unpacked = sorted(path.relative_to(tmp_path / "s").as_posix() for path in (tmp_path / "s").rglob("*") if path.is_file())
    assert unpacked == sorted(path.removeprefix(OUTER) for path in beside)


def test_what_was_a_program_stays_one(tmp_path: Path) -> None:
    unpack_source(packed(tmp_path / "a.tar.gz", OUTER + "script.sh"), tmp_path / "s")
    assert (tmp_path / "s/script.sh").stat().st_mode & 0o777 == 0o755


def test_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupFailure, match="leads out"):
        unpack_source(packed(tmp_path / "a.tar.gz", OUTER + "../../outside"), tmp_path / "s")
    assert not (tmp_path.parent / "outside").exists()


def test_path_that_the_system_cannot_make(tmp_path: Path) -> None:
    with pytest.raises(SetupFailure, match=r"cannot be unpacked, \d+ characters deep: .*too long"):
        unpack_source(packed(tmp_path / "a.tar.gz", OUTER + "x" * 300), tmp_path / "s")
