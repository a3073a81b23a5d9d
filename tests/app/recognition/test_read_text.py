"""Places in the text of a picture: by the point that is shown, however the picture lies."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.recognition.known import Known, with_text
from app.recognition.read_text import NOTHING, READING, ReadText, text_shown
from app.values import Attached
from inference.conversation import ImagePart
from inference.history.values import Recognised
from inference.recognition.text import Line, PictureText

pytestmark = pytest.mark.usefixtures("recognisers")


def line(text: str, left: float, top: float, row: int, turned: int = 0) -> Line:
    """A line 20 pixels high of characters 10 pixels wide."""
    long = 10.0 * len(text)
    right, bottom = (left + 20, top + long) if turned else (left + long, top + 20)
    return Line((left, top, right, bottom), text, 0.99, tuple(10.0 * i for i in range(len(text) + 1)), row, turned=turned)


LINES = (
    line("Rye bread", 20, 10, 0),
    line("7.95", 200, 10, 0),
    line("Total due", 20, 40, 1),
    line("down", 300, 10, 2, turned=90),
)


@pytest.mark.parametrize("angle", [0.0, 90.0, 180.0, 270.0, -7.0])
def test_a_point_of_the_shown_picture_is_a_place_in_the_text(angle: float) -> None:
    """The upright picture is 400 x 100; on one that lies on its side the two are the other way round."""
    size = (100, 400) if angle in (90.0, 270.0) else (400, 100)
    read = PictureText(*size, LINES, angle)
    text = ReadText(read)
    for word in ("bread", "7.95", "Total", "down"):
        start = read.text.index(word)
        (outline,) = text.outlines(start, start + len(word))
        middle = sum(x for x, _ in outline) / 4, sum(y for _, y in outline) / 4
        assert text.is_over(*middle)
        assert text.word(*middle) == (start, start + len(word))
        assert start < text.place(*middle) < start + len(word)
        for corner, x, y in zip(read.corners((0, 0, 5, 7)), (0, 5, 5, 0), (0, 0, 7, 7), strict=True):
            assert read.upright(*corner) == pytest.approx((x, y), abs=1e-6)


def test_beside_the_lines_the_nearest_place_counts_and_nothing_is_pointed_at() -> None:
    text = ReadText(PictureText(400, 100, LINES))
    assert text.text == "Rye bread\t7.95\nTotal due\ndown"
    assert (text.place(0, 0), text.place(170, 95), text.place(111, 12)) == (0, 24, 9)
    assert not text.is_over(150, 80)
    assert text.word(150, 80) is None
    assert text.word(55, 20) is None  # the space between two words
    assert text.is_over(60, 34)  # four pixels below a line


def test_a_text_without_lines_has_one_place() -> None:
    text = ReadText(PictureText(40, 30, ()))
    assert (text.place(5, 5), text.word(5, 5), text.is_over(5, 5), text.table) == (0, None, False, "")


def test_what_is_said_of_a_picture_follows_what_is_known_of_it() -> None:
    kept = json.dumps(PictureText(400, 100, LINES).as_json())
    read = Known("read", (Recognised("ab", 2, "text 2", "Rye bread", kept),))
    assert text_shown(None).said == ""
    assert text_shown(Known("reading")).said == READING
    assert text_shown(Known("failed", problem="It is spoilt. Choose another.")).said == "It is spoilt. Choose another."
    assert text_shown(read, 1).text is None
    assert text_shown(read, 2).text is text_shown(read, 2).text is not None
    blank = json.dumps(PictureText(40, 30, ()).as_json())
    assert text_shown(Known("read", (Recognised("ab", 0, "text 2", "", blank),))).said == NOTHING
    assert text_shown(Known("read", (Recognised("ab", 0, "text 2", "Rye", '{"lines": 7}'),))).text is None


def test_lines_that_could_not_be_read_are_told_of_at_the_chip_and_in_the_viewer() -> None:
    read = PictureText(300, 80, (line("Rye bread", 0, 0, 0),), unread=((0, 30, 200, 50),))
    found = Recognised("ab", 0, "text 2", read.text, json.dumps(read.as_json()))
    seen = Attached(ImagePart("a.png", b"a"), remark="It holds 2 pictures.")
    told = "1 of its lines could not be read in full: the reader knows Latin, Chinese and Japanese letters."
    assert with_text(seen, [found]).remark == f"It holds 2 pictures. {told}"
    assert with_text(with_text(seen, [found]), [found]).remark == f"It holds 2 pictures. {told}"
    assert text_shown(Known("read", (found,))).said == told
    scans = [replace(found, page=page) for page in (2, 3)]
    assert text_shown(Known("read", tuple(scans)), 3).said == f"Page 3: {told}"
    once = "Not every line on its pages could be read: the reader knows Latin, Chinese and Japanese letters."
    assert with_text(with_text(seen, scans[:1]), scans).remark == f"It holds 2 pictures. {once}"
    clear = Recognised("ab", 0, "text 2", read.text, json.dumps(replace(read, unread=()).as_json()))
    assert with_text(seen, [clear]).remark == "It holds 2 pictures."
