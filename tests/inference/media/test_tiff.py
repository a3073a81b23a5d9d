"""TIFFs of several pages are documents, all of whose pages are there to be looked at."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from inference.conversation import DocumentPart, ImagePart
from inference.errors import MediaError
from inference.media import document, tiff
from inference.media.kind import kind_of
from inference.media.page import MAX_PAGES
from inference.media.tiff_frames import frames
from tests.factories import picture
from tests.opened import part_of

COLOURS = ("red", "lime", "blue")


def make_tiff(*pages: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], **options)
    return buffer.getvalue()


def three(**options: object) -> bytes:
    return make_tiff(*(Image.new("RGB", (90, 120 + number), colour) for number, colour in enumerate(COLOURS)), **options)


@pytest.mark.parametrize("options", [{}, {"compression": "tiff_lzw"}, {"big_tiff": True}, {"compression": "jpeg"}])
def test_every_page_is_there_to_be_looked_at(options: dict[str, object]) -> None:
    part = part_of("fax.tif", three(**options))
    assert isinstance(part, DocumentPart)
    pages = document.read(part)
    assert [(page.number, page.text, page.why) for page in pages] == [(number, None, "no-text") for number in (1, 2, 3)]
    drawn = [document.draw(part, number) for number in (1, 2, 3)]
    assert [page.height for page in drawn] == [120, 121, 122]
    assert [max(range(3), key=lambda band, page=page: page.getpixel((40, 60))[band]) for page in drawn] == [0, 1, 2]  # type: ignore[index]


def test_the_bytes_of_a_motorola_order_are_read() -> None:
    buffer = io.BytesIO()
    Image.new("I;16B", (20, 10), 40_000).save(buffer, "TIFF", save_all=True, append_images=[Image.new("I;16B", (20, 10))])
    assert buffer.getvalue().startswith(b"MM")
    assert kind_of(buffer.getvalue()) == "pages"
    assert frames(buffer.getvalue()) == (0, 1)


def test_one_page_is_a_picture() -> None:
    data = make_tiff(picture())
    assert kind_of(data) == "image"
    assert isinstance(part_of("scan.tif", data), ImagePart)


def test_smaller_copies_and_masks_are_no_pages() -> None:
    first, second = picture(80, 60), picture(40, 30)
    copy = io.BytesIO()
    first.save(copy, "TIFF", save_all=True, append_images=[_marked(second, 1), _marked(picture(80, 60), 4)])
    assert kind_of(copy.getvalue()) == "image"
    more = io.BytesIO()
    _marked(second, 1).save(more, "TIFF", save_all=True, append_images=[_marked(first, 2), _marked(first, 2)])
    assert frames(more.getvalue()) == (1, 2)
    assert tiff.draw(DocumentPart("more.tif", more.getvalue()), 1).size == (80, 60)


def _marked(image: Image.Image, kind: int) -> Image.Image:
    marked = image.copy()
    marked.encoderinfo = {"tiffinfo": {254: kind}}
    return marked


def test_chosen_pages_alone_are_read_and_others_refused() -> None:
    part = DocumentPart("fax.tif", three(), (3,))
    assert [page.number for page in document.read(part)] == [3]
    with pytest.raises(MediaError, match="no page 4"):
        document.read(DocumentPart("fax.tif", three(), (4,)))
    with pytest.raises(MediaError, match="no page 4"):
        document.draw(part, 4)


def test_a_page_is_drawn_no_wider_than_asked() -> None:
    data = make_tiff(Image.new("RGB", (2480, 3508), "white"), Image.new("RGB", (100, 100), "white"))
    part = DocumentPart("scan.tif", data)
    assert document.draw(part, 1, width=480).size == (480, 678)
    assert document.draw(part, 2, width=480).size == (100, 100)
    wide, high = document.draw(part, 1).size
    assert 0.98 * 1120 * 48**2 < wide * high <= 1120 * 48**2


def test_a_chain_that_is_a_ring_or_cut_off_ends() -> None:
    data = bytearray(three())
    (at,) = struct.unpack_from("<L", data, 4)
    while at:
        place = at + 2 + 12 * struct.unpack_from("<H", data, at)[0]
        (at,) = struct.unpack_from("<L", data, place)
    data[place : place + 4] = data[4:8]
    assert frames(bytes(data)) == (0, 1, 2)
    for length in range(0, len(data), 501):
        assert len(frames(bytes(data[:length]))) <= 3


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiff, "MAX_PAGES", 2)
    assert MAX_PAGES > 2
    with pytest.raises(MediaError, match="has 3 pages"):
        document.read(DocumentPart("fax.tif", three()))


def test_a_damaged_page_is_refused_by_name() -> None:
    data = three(compression="tiff_lzw")
    part = DocumentPart("fax.tif", data[: len(data) // 2] + bytes(len(data) - len(data) // 2))
    with pytest.raises(MediaError, match=r'"fax\.tif"'):
        document.draw(part, 3)
