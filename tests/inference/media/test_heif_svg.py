"""HEIC pictures of phones, and SVG drawings."""

from __future__ import annotations

import base64
import importlib.metadata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.errors import MediaError
from inference.media import image, svg
from tests.factories import picture_bytes

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAAC"
    "AAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAMwACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIA"
    "AAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAP"
    "AyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPA"
    "iQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAa"
    "aXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADttZGF0AAAALygBrxmA70mlv//ihh/5rWv+v9nelGzvBnVVF+5hft6RCBv7j45okEWc0JiKlho8"
)
"""64 x 48 pixels: the left half red, the lower right quarter blue, the upper right white. Written with heif-enc for this test."""


def near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    return np.abs(np.asarray(picture)[at[1], at[0]].astype(int) - colour).max() < 12


def test_a_heic_is_decoded() -> None:
    picture = image.decode(HEIC, "IMG_0001.HEIC")
    assert (picture.mode, picture.size) == ("RGB", (64, 48))
    assert near(picture, (8, 40), (255, 0, 0))
    assert near(picture, (56, 40), (0, 0, 255))
    assert near(picture, (56, 8), (255, 255, 255))


@pytest.mark.parametrize("data", [HEIC[:300], HEIC[:-60], HEIC[:200] + bytes(100) + HEIC[300:]])
def test_a_damaged_heic_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(MediaError, match=r"IMG_0001\.HEIC"):
        image.decode(data, "IMG_0001.HEIC")


def test_no_library_that_came_with_it_is_under_the_gpl() -> None:
    """pi-heif is there to decode alone: libheif and libde265 (LGPL). A wheel with an encoder would bring x265, which is GPL."""
    files = [str(file) for file in importlib.metadata.files("pi-heif") or ()]
    libraries = [Path(file).name for file in files if ".libs/" in file or ".dylibs/" in file or file.endswith(".dll")]
    assert libraries
    known = ("libheif", "libde265", "libgcc_s", "libstdc++", "libwinpthread")
    assert [name for name in libraries if not name.startswith(known)] == []
    from pi_heif import libheif_info

    assert libheif_info()["encoders"].keys() <= {"mask"}
    assert "libde265" in str(libheif_info()["decoders"])


def draw(body: str, attributes: str = 'width="300" height="150"') -> Image.Image:
    return image.decode(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'.encode(), "a.svg")


def test_a_drawing_is_drawn_large_enough_to_be_read() -> None:
    picture = draw('<rect width="100" height="150" fill="red"/><text x="120" y="90" font-size="40">Total 1450</text>')
    assert picture.size == (1600, 800)
    assert near(picture, (100, 400), (255, 0, 0))
    words = np.asarray(picture.convert("L"))[:, 600:]
    assert 0.005 < (words < 80).mean() < 0.2


def test_words_are_drawn_in_some_font_or_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    words = '<text x="10" y="90" font-size="40" font-family="No Such Font, cursive">Total 1450</text>'
    assert (np.asarray(draw(words).convert("L")) < 80).mean() > 0.005
    monkeypatch.setattr(svg, "_families", dict)
    told: list[str] = []
    image.decode(f'<svg xmlns="http://www.w3.org/2000/svg">{words}</svg>'.encode(), "a.svg", told.append)
    assert told == ['The words of the drawing "a.svg" were not drawn: there are no fonts on this machine.']


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 10 20"', (800, 1600)),
        ('width="1in" height="48"', (1600, 800)),
        ('width="100%" height="100%" viewBox="0 0 40 10"', (1600, 400)),
        ('width="20" viewBox="0 0 40 10"', (1600, 400)),
        ('width="1e30" height="1"', (1600, 1)),
        ("", (1600, 1600)),
        ('viewBox="a b"', (1600, 1600)),
    ],
)
def test_its_size_is_ours_and_its_shape_its_own(attributes: str, size: tuple[int, int]) -> None:
    assert draw('<rect width="5" height="5"/>', attributes).size == size


@pytest.mark.parametrize("name", ["image", "feImage"])
@pytest.mark.parametrize("link", ["{path}", "file://{path}", "secret.png", "http://127.0.0.1:9/x.png", "&#x2f;{path}"])
def test_nothing_is_loaded_from_outside(name: str, link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture_bytes(Image.new("RGB", (50, 50), "red")))
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    inner = f'<{name} x:href="{link.format(path=secret)}" width="300" height="150"/>'
    body = inner if name == "image" else f'<filter id="f">{inner}</filter><rect width="300" height="150" filter="url(#f)"/>'
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
    picture = image.decode(f'<svg {spaces} width="300" height="150">{body}</svg>'.encode(), "a.svg", told.append)
    assert not near(picture, (800, 400), (255, 0, 0))
    assert told == ['Pictures that the drawing "a.svg" links to were not loaded.']


def test_what_stands_in_the_file_is_drawn() -> None:
    inside = base64.b64encode(picture_bytes(Image.new("RGB", (50, 50), "red"))).decode()
    told: list[str] = []
    page = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><image href="data:image/png;base64,{inside}"/></svg>'
    assert near(image.decode(page.encode(), "a.svg", told.append), (800, 800), (255, 0, 0))
    assert not told
    assert near(draw('<defs><rect id="r" width="300" height="150" fill="red"/></defs><use href="#r"/>'), (9, 9), (255, 0, 0))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<g>" * 100_000, "200 deep"),
        ("<g></svg>", "mismatched tag"),
        (
            "".join(f'<g id="a{i}"><use href="#a{i + 1}"/><use href="#a{i + 1}"/></g>' for i in range(40)) + '<use href="#a0"/>',
            "limit",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(page: str, says: str) -> None:
    with pytest.raises(MediaError, match=says):
        draw(page)


def test_entities_that_unfold_without_end_are_refused() -> None:
    laughs = "".join(f'<!ENTITY a{i} "{(f"&a{i - 1};" if i else "ha") * 10}">' for i in range(12))
    page = f'<!DOCTYPE svg [{laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a11;</text></svg>'
    with pytest.raises(MediaError, match="amplification"):
        svg.draw(page.encode(), "a.svg")
