"""The recogniser of text itself, on pictures drawn here. The large sets and their figures are in tests/bench."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference import child
from inference.errors import InputError, MediaError
from inference.recognition import runtime, text_child
from inference.recognition.answering import NamedRead, plain_answer
from inference.recognition.ctc import is_eastern
from inference.recognition.files import TEXT_FIND, folder
from inference.recognition.text import PictureText, read, read_page
from inference.stop import StopFlag
from tests.inference.recognition.drawn import LINES, as_file, page, reading

WANTED = "\n".join(LINES)
SCREENS = Path(__file__).resolve().parents[2] / "bench/evening/screens"


def test_a_picture_is_read_in_a_child_and_crosses_whole() -> None:
    found = read(as_file(page()), "invoice.png")
    assert found.text == WANTED
    assert (found.width, found.height, found.angle) == (*page().size, 0)
    assert PictureText.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_it_is_stopped() -> None:
    stop = StopFlag()
    stop.set()
    with pytest.raises(child.Ended, match="stopped"):
        read(as_file(page()), "invoice.png", stop=stop)


def test_another_way_to_run_can_be_given() -> None:
    calls: list[str] = []

    def run(function: str, arguments: dict[str, object], **more: object) -> child.Result:
        calls.append(function)
        return child.run(function, arguments, limits=child.RECOGNISER)

    assert read(as_file(page(LINES[:1])), "one.png", run=run).text == LINES[0]
    assert calls == ["inference.recognition.text_child:read"]


@pytest.mark.parametrize("size", [11, 24, 60])
@pytest.mark.parametrize(
    ("ink", "ground"), [((20, 20, 20), (255, 255, 255)), ((225, 225, 225), (24, 26, 31))], ids=["light", "dark"]
)
def test_text_is_read_at_any_size_light_and_dark(size: int, ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    assert reading(as_file(page(size=size, ink=ink, ground=ground, width=32 * size))).text == WANTED


def test_the_icons_of_a_toolbar_are_no_chinese_words() -> None:
    said = reading((SCREENS / "spreadsheet.png").read_bytes()).text
    assert said.startswith("File Edit View Insert Format Styles Sheet Data Tools Window Help")
    assert "Hall rent" in said
    assert not [character for character in said if is_eastern(character)]


@pytest.mark.parametrize("degrees", [90, 180, 270, -7, 3.5, 88])
def test_a_picture_that_lies_askew_is_read_and_its_boxes_found(degrees: float) -> None:
    """`degrees` clockwise; the corners of each line contain its ink on the picture as it is shown."""
    shown = page(size=24, width=900).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 250))
    found = reading(as_file(shown))
    assert found.text == WANTED
    assert abs((found.angle + degrees + 180) % 360 - 180) < 0.5
    dark = np.asarray(shown.convert("L")) < 128
    covered = Image.new("1", shown.size)
    for line in found.lines:
        ImageDraw.Draw(covered).polygon(found.corners(line.box), fill=1)
    assert (dark & np.asarray(covered)).sum() > 0.98 * dark.sum()
    assert np.asarray(covered).mean() < 0.4


def test_words_have_their_places() -> None:
    image = page(("Rate 17 of 250 units",), size=32)
    found = reading(as_file(image))
    (line,) = found.lines
    assert [word.text for word in line.words] == ["Rate", "17", "of", "250", "units"]
    dark = np.any(np.asarray(image.convert("L")) < 128, axis=0)
    for word in line.words:
        left, _, right, _ = (round(side) for side in word.box)
        columns = np.flatnonzero(dark[left - 6 : right + 6]) + left - 6
        assert (abs(columns[0] - left), abs(columns[-1] - right)) <= (4, 4)
    start = found.text.index("250")
    assert found.boxes(start, start + 3) == (line.words[3].box,)


def test_lines_that_run_up_and_down_are_read() -> None:
    image = page(("A chart of the year", "Sales by month"), width=700)
    side = page(("Thousands of tonnes",), width=300)
    sheet = Image.new("RGB", (760, 420), (250, 250, 250))
    sheet.paste(image, (60, 0))
    sheet.paste(side.rotate(90, expand=True), (0, 60))
    found = reading(as_file(sheet))
    (upward,) = [line for line in found.lines if line.turned]
    assert (upward.text, upward.turned) == ("Thousands of tonnes", 270)
    bottoms = [word.box[3] for word in upward.words]
    assert bottoms == sorted(bottoms, reverse=True)  # it begins at the bottom


def test_a_scrolled_page_is_read_whole_in_little_memory() -> None:
    lines = [f"Entry {number}: {number * 7919 % 100003} items" if number % 12 == 0 else "" for number in range(190)]
    image = page(lines, width=700)
    assert image.height > 6_000
    arguments = {"data": as_file(image), "name": "scrolled.png", "lanes": 2}
    told = child.run("inference.recognition.text_child:read", arguments, limits=child.RECOGNISER)
    assert [line.text for line in PictureText.from_json(told.value).lines] == [line for line in lines if line]
    assert told.peak < 800e6


def test_a_line_as_long_as_a_wide_screen_is_read_to_its_end() -> None:
    said = " ".join(f"word{number}" for number in range(100, 125))
    assert reading(as_file(page((said,), size=16, width=2560))).text == said


ODD = {
    "one pixel": Image.new("RGB", (1, 1)),
    "a strip": Image.new("RGB", (2000, 1), "white"),
    "blank": Image.new("RGB", (300, 200), "white"),
    "noise": Image.fromarray(np.random.default_rng(1).integers(0, 256, (200, 300, 3), np.uint8)),
    "all transparent": Image.new("RGBA", (200, 100), (0, 0, 0, 0)),
}


@pytest.mark.parametrize("what", ODD)
def test_a_picture_without_text_says_nothing(what: str) -> None:
    assert reading(as_file(ODD[what])).text == ""


def _transparent(image: Image.Image) -> Image.Image:
    return Image.merge("RGBA", [*Image.new("RGB", image.size).split(), image.convert("L").point(lambda light: 255 - light)])


FORMS = {
    "transparent": lambda image: as_file(_transparent(image)),
    "16 bits": lambda image: as_file(Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)),
    "CMYK": lambda image: as_file(image.convert("CMYK"), "JPEG", quality=95),
    "palette": lambda image: as_file(image.quantize(8)),
    "one bit": lambda image: as_file(image.convert("1", dither=Image.Dither.NONE)),
    "turned by EXIF": lambda image: as_file(image.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=_exif(6)),
}


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("form", FORMS)
def test_any_form_of_picture_is_read(form: str) -> None:
    found = reading(FORMS[form](page(size=28, width=800)))
    assert (found.text, found.angle) == (WANTED, 0)


def test_a_page_of_a_pdf_is_read() -> None:
    pages = [page(size=40, width=1654), page(("The second page",), size=40, width=1654)]
    data = as_file(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=200)
    assert read_page(data, "scan.pdf", 2).text == "The second page"


def test_a_broken_picture_ends_as_a_sentence() -> None:
    with pytest.raises(MediaError):
        read(as_file(page())[:200], "half.png")


def test_missing_files_end_as_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    with pytest.raises(InputError, match="make setup"):
        read(as_file(page()), "invoice.png")


def test_a_file_that_is_no_network_ends_as_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    with (tmp_path / TEXT_FIND.name).open("wb") as file:
        file.truncate(TEXT_FIND.size)
    with pytest.raises(InputError, match="make setup"):
        read(as_file(page()), "invoice.png")


def test_one_thread_that_never_spins_and_tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = runtime.options()
    assert (chosen.intra_op_num_threads, chosen.inter_op_num_threads, chosen.enable_cpu_mem_arena) == (1, 1, False)
    assert chosen.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    told: list[str] = []
    monkeypatch.setattr(runtime._runtime, "disable_telemetry_events", partial(told.append, "off"))
    runtime.session.cache_clear()
    runtime.session(TEXT_FIND)
    assert told == ["off"]


def test_onnx_runtime_reports_nothing(tmp_path: Path) -> None:
    """Else it keeps a number for this machine at once, and sends it seconds later: tests/app/test_quiet.py looks for that.

    Where it believes itself in continuous integration it is silent anyway, so nothing may tell it that it is.
    """
    telling = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "HUSH_RECOGNITION": str(folder())}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    begin = "from inference.recognition import runtime, files; runtime.session(files.TEXT_FIND)"
    subprocess.run([sys.executable, "-c", begin], env={**kept, **telling}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_sessions_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert runtime.session(TEXT_FIND) is runtime.session(TEXT_FIND)


@pytest.mark.parametrize("lanes", [1, 2, 5])
def test_any_number_of_lanes_reads_the_same(lanes: int) -> None:
    image = page([f"Row {number}: {number * 7919 % 1009}" for number in range(45)], width=1200)
    assert text_child.read_picture(image, lanes) == text_child.read_picture(image)


def test_letters_it_does_not_know_are_told_of() -> None:
    known = read(as_file(page()), "invoice.png")
    found = read(as_file(page(["Сумма к оплате: 4 521,30", "Уважаемый господин Иванов,", "Total due: 4,711.00"])), "letter.png")
    assert (len(known.unread), len(found.unread)) == (0, 2)
    assert "2 of its lines could not be read in full" in plain_answer("text", [NamedRead("letter.png", found)])
    assert "could not" not in plain_answer("text", [NamedRead("invoice.png", known)])


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("المجموع المستحق ٤٧١ دينارا", 16),
        ("يرجى الدفع خلال ثلاثين يوما", 24),
        ("გთხოვთ გადაიხადოთ ოცდაათ", 28),
        ("הסכום לתשלום הוא ארבע", 28),
    ],
)
def test_a_line_in_letters_it_does_not_know_is_told_of_where_it_stands(said: str, size: int) -> None:
    found = reading(as_file(page([said, "Total due: 4,711.00"], size=size, width=30 * size)))
    (box,) = found.unread
    assert box[1] < 1.6 * size * 1.5 < box[3]
    assert found.lines[-1].text == "Total due: 4,711.00"
    assert PictureText.from_json(json.loads(json.dumps(found.as_json()))) == found
