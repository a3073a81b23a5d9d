"""The dialogs of the window: files to attach, pictures, models, voice memos, settings. Each is brought when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.conversation.asked import OpenPicture
from app.desk import Desk
from app.models.asked import OfPage
from app.settings.asked import OfSettings

__all__ = ["Dialogs"]

FILES = (
    "Pictures, recordings and documents (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.avif *.heic *.heif *.svg "
    "*.wav *.flac *.ogg *.opus *.mp3 *.aiff *.m4a *.aac *.amr *.3gp *.wma *.mka *.webm *.mp4 *.mov *.mkv "
    "*.pdf *.txt *.md *.csv *.json *.html *.htm);;All files (*)"
)


class Dialogs(QObject):
    """Opens them over `window` and wires what is chosen to the desk's controllers."""

    asked = Signal(object)
    """OfSettings: what the settings ask of those outside the window."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window

    def attach(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Attach", str(Path.home()), FILES)
        self._desk.drafts.attach_files([Path(path) for path in paths])

    def picture(self, asked: OpenPicture) -> None:
        """As large as the screen allows."""
        from app.recognition.picture_viewer import PictureViewer

        self._open(PictureViewer(asked, self._desk.recognition, self._window))

    def given(self, number: int) -> None:
        """What the model gets of a chip of the draft."""
        from app.conversation.composer.given_dialog import GivenDialog

        for chip in self._desk.draft.chips:
            if chip.number == number:
                dialog = GivenDialog(chip, self._desk.model.refusal(chip.seen_as), self._window)
                self._open(dialog)
                if chip.attached is not None and chip.attached.part.kind == "document":
                    job = self._desk.drafts.forms.read_pages(chip.attached.part, dialog.show_text)
                    dialog.finished.connect(job.forget)

    def model(self) -> None:
        from app.models.model_dialog import ModelDialog

        self._open(ModelDialog(self._desk.models, self._desk.model, self._window))

    def models(self, *, real: bool = False) -> None:
        """What is on this computer; the files one by one where there is no shelf to look at. `real`: where a real one is."""
        shelves = self._desk.shelves
        if shelves is None:
            self.model()
            return
        from app.models.models_page import ModelsPage

        dialog = ModelsPage(shelves.controller, shelves.shown, self._window)
        dialog.asked.connect(self._obey)
        if real:
            dialog.bring_real()
        self._open(dialog)

    def memos(self) -> None:
        memos, senses = self._desk.memos, self._desk.senses
        if memos is None or senses is None:
            return
        from app.memos.memos_view import MemosDialog

        self._open(MemosDialog(memos.page, memos.shown, senses.playback, self._desk.recognition, self._window))

    def settings(self) -> None:
        settings = self._desk.settings
        if settings is None:
            return
        from app.settings.settings_dialog import SettingsDialog

        dialog = SettingsDialog(settings.controller, settings.model, self._window)
        dialog.asked.connect(self.asked)
        self._open(dialog)
        self.asked.emit(OfSettings.LIST_MICROPHONES)

    @Slot(object)
    def _obey(self, asked: OfPage) -> None:
        match asked:
            case OfPage.CHOOSE_FILES:
                self.model()
            case _:
                assert_never(asked)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
