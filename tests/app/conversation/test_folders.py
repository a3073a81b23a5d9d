"""A folder that is dropped: what is in it is told, and attached when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.conversation.asked import AttachFolder
from app.conversation.composer.chip_options import FolderButton
from app.conversation.composer.chips import ChipView
from app.desk import Desk
from app.values import Folder
from app.worker import folders
from app.worker.folders import LookInto
from app.worker.media import Pricers
from inference.errors import MediaError
from inference.stop import StopFlag
from tests.factories import picture_bytes


def look(path: Path) -> Folder:
    return LookInto(path).do(Pricers(), StopFlag(), float)


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    """With two files and another below, and what is none of them."""
    folder = tmp_path / "holiday"
    (folder / "day 2").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "b.txt").write_text("bb")
    (folder / "A.png").write_bytes(picture_bytes())
    (folder / "day 2" / "notes.txt").write_text("ccc")
    for name in (".hidden", ".git/config", "Thumbs.db"):
        (folder / name).write_text("no")
    (folder / "empty.txt").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("no")
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "day 2" / "ring").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    return folder


def test_files_alone_are_found_by_their_names(holiday: Path) -> None:
    found = look(holiday)
    assert [path.relative_to(holiday).as_posix() for path in found.files] == ["A.png", "b.txt", "day 2/notes.txt"]
    assert found.size == 5 + len(picture_bytes())
    assert found.whole


def test_no_more_than_so_many_are_offered_and_looked_at(holiday: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST", 2)
    found = look(holiday)
    assert ([path.name for path in found.files], found.whole) == (["A.png", "b.txt"], False)
    monkeypatch.setattr(folders, "MOST", 50)
    monkeypatch.setattr(folders, "_LOOKED_AT", 2)
    assert not look(holiday).whole
    monkeypatch.setattr(folders, "_LOOKED_AT", 7)
    assert look(holiday).whole


def test_what_cannot_be_looked_into_is_said(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        look(tmp_path / "gone")


def test_a_folder_asks_before_its_files_are_attached(
    app: QApplication, desk: Desk, holiday: Path, wait_until: Callable[..., None]
) -> None:
    desk.drafts.attach_files([holiday])
    wait_until(lambda: desk.draft.chips[0].folder is not None, 10)
    (chip,) = desk.draft.chips
    assert chip.problem.startswith("“holiday” is a folder that holds 3 files (")
    assert desk.draft.empty
    asked: list[object] = []
    view = ChipView(chip, asked.append, None, None)  # type: ignore[arg-type]  # nothing stands around it
    assert isinstance(view.option, FolderButton)
    assert view.option.text() == "Attach all 3"
    view.option.click()
    assert asked == [AttachFolder(chip.number)]
    view.deleteLater()
    desk.drafts.attach_folder(chip.number)
    assert [one.name for one in desk.draft.chips] == ["A.png", "b.txt", "notes.txt"]
    wait_until(lambda: not desk.draft.pending, 10)
    assert [one.kind for one in desk.draft.chips] == ["image", "document", "document"]


def test_a_folder_without_files_stays_refused(
    app: QApplication, desk: Desk, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    (tmp_path / "bare").mkdir()
    desk.drafts.attach_files([tmp_path / "bare"])
    wait_until(lambda: "no files" in desk.draft.chips[0].problem, 10)
    desk.drafts.attach_folder(desk.draft.chips[0].number)
    assert len(desk.draft.chips) == 1
