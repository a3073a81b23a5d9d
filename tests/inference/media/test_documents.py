"""PDFs and text files as pages."""

from __future__ import annotations

import gc
import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import document
from inference.media.page import picture_scale
from inference.media.pdf import file as pdf
from tests.factories import encrypted_pdf, make_pdf, picture_bytes
from tests.opened import prepare_pixels


def part(data: bytes, name: str = "paper.pdf") -> DocumentPart:
    return DocumentPart(name, data)


def test_pages_carry_their_text_and_number() -> None:
    pages = pdf.read(part(make_pdf("colour: green\nsize: 12", "second page")))
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].text == "colour: green\nsize: 12"
    assert pages[1].text == "second page"
    assert pages[0].why is None


def test_a_page_without_text_becomes_a_picture_that_fills_the_largest_budget() -> None:
    (page,) = pdf.read(part(make_pdf(None)))
    image = document.draw(part(make_pdf(None)), page.number)
    assert page.text is None
    assert image.mode == "RGB"
    width, height = image.size
    assert 0.98 * 1120 * 48**2 < width * height <= 1120 * 48**2
    assert image.getpixel((width // 3, height * 2 // 3)) == (0, 0, 255)
    prepared = prepare_pixels(image, "paper.pdf", budget=1120, patch=48, positions=1120)
    assert prepared.tokens == 1092


def test_any_page_is_drawn_to_be_looked_at_as_wide_as_asked_within_reason() -> None:
    picture = pdf.draw(part(make_pdf("words", None)), 2, width=300)
    assert (picture.mode, picture.size) == ("RGB", (300, 425))
    assert picture.getpixel((100, 280)) == (0, 0, 255)
    width, height = pdf.draw(part(make_pdf("a", size=(10, 10_000))), 1, width=1000).size
    assert width < 200
    assert width * height <= 16_200_000
    with pytest.raises(MediaError, match="no page 3"):
        pdf.draw(part(make_pdf("words", None)), 3, width=300)


def test_a_blank_page_is_no_picture() -> None:
    (page,) = pdf.read(part(make_pdf("")))
    assert page.text == ""


@given(st.floats(1, 20_000), st.floats(1, 20_000))
def test_pictures_of_pages_never_exceed_the_budget(width: float, height: float) -> None:
    scale = picture_scale(width, height)
    columns, rows = math.ceil(width * scale), math.ceil(height * scale)
    assert 1 <= columns * rows <= 1120 * 48**2


def test_a_strip_of_a_page_is_drawn() -> None:
    assert document.draw(part(make_pdf(None, size=(14_000, 3))), 1).height >= 1


def test_a_locked_pdf_says_so() -> None:
    with pytest.raises(MediaError, match="locked with a password") as caught:
        pdf.read(part(encrypted_pdf()))
    assert "without the password" in caught.value.advice


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\ngarbage", make_pdf("x")[:60], make_pdf()])
def test_broken_and_empty_pdfs_are_refused(data: bytes) -> None:
    with pytest.raises(MediaError, match=r'"paper\.pdf"'):
        pdf.read(part(data))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(MediaError, match="has 3 pages"):
        pdf.read(part(make_pdf("a b c", "d e f", "g h i")))


def test_many_threads_share_the_one_lane() -> None:
    data = make_pdf("page one", None, "page three")
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: [page.text for page in pdf.read(part(data))], range(16)))
    assert results == [["page one", None, "page three"]] * 16
    gc.collect()


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("word \t\nnext", "word\nnext"),
        ("a\n\n\n\n\nb\n\n", "a\n\nb"),
        ("hyphen\ufffe\nation", "hyphenation"),
        ("nul\0 and \x07bell", "nul and bell"),
        ("Slide one\vsecond line\fnext page", "Slide one\nsecond line\nnext page"),
        ("  indented\n    more", "  indented\n    more"),
    ],
)
def test_text_is_tidied(raw: str, tidied: str) -> None:
    assert pdf.tidy(raw) == tidied


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_one_page(encoding: str) -> None:
    (page,) = document.read_text(part("naïve\r\n日本語".encode(encoding), "notes.txt"))
    assert (page.number, page.text) == (1, "naïve\n日本語")


def test_texts_are_bounded_and_decoded_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MediaError, match="no other encoding"):
        document.read_text(part(b"\xfe\xff\xd8", "notes.txt"))
    monkeypatch.setattr(document, "MAX_BYTES", 10)
    with pytest.raises(MediaError, match="long"):
        document.read_text(part(b"x" * 11, "notes.txt"))


def test_a_document_is_read_by_its_bytes() -> None:
    assert document.read(part(make_pdf("in a file"), "notes.txt"))[0].text == "in a file"
    assert document.read(part(b"in a text", "paper.pdf"))[0].text == "in a text"
    with pytest.raises(MediaError, match="no document"):
        document.read(part(picture_bytes()))


def test_only_the_pages_that_are_asked_for_are_read() -> None:
    data = make_pdf("one", None, "three", "four")
    pages = document.read(DocumentPart("paper.pdf", data, (2, 4)))
    assert [(page.number, page.text) for page in pages] == [(2, None), (4, "four")]
    assert [page.number for page in document.read(DocumentPart("notes.txt", b"words", (1,)))] == [1]


@pytest.mark.parametrize("name", ["paper.pdf", "notes.txt"])
@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ((), "No pages"),
        ((2, 1), "No pages"),
        ((1, 1), "No pages"),
        ((0, 1), "no page 0"),
        ((1, 7), "has 1 page: there is no page 7"),
    ],
)
def test_pages_that_are_not_there_are_refused(name: str, pages: tuple[int, ...], told: str) -> None:
    data = make_pdf("one") if name.endswith("pdf") else b"one"
    with pytest.raises(MediaError, match=told):
        document.read(DocumentPart(name, data, pages))
