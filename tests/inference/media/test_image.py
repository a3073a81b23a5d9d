"""Pictures: decoding, and the size Gemma 4 was trained with."""

from __future__ import annotations

import io
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inference.conversation import IMAGE_BUDGETS, ImagePart
from inference.errors import MediaError
from inference.media.image import decode, resize
from inference.media.prepared import PreparedImage, fit
from tests.factories import huge_png, picture, picture_bytes
from tests.opened import prepare_pixels

GEMMA = {"patch": 48, "positions": 1120}
SIDES = st.one_of(st.integers(1, 6_000), st.integers(1, 60_000))


def peak_kib() -> int:
    """The most memory this process ever held, in KiB."""
    resource = pytest.importorskip("resource")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(
    ("width", "height", "budget", "expected"),
    [
        (1920, 1080, 280, (1056, 576)),
        (1920, 1080, 560, (1488, 816)),
        (1920, 1080, 1120, (2112, 1200)),
        (2480, 3508, 1120, (1344, 1872)),
        (512, 512, 280, (768, 768)),
        (1, 53_760, 70, (48, 70 * 48)),
        (100_000, 1, 1120, (1120 * 48, 48)),
    ],
)
def test_sizes_are_the_published_ones(width: int, height: int, budget: int, expected: tuple[int, int]) -> None:
    assert fit(width, height, budget=budget, **GEMMA) == expected


@given(SIDES, SIDES, st.sampled_from(IMAGE_BUDGETS), st.sampled_from([8, 24, 48]), st.integers(1, 2000))
def test_a_fitted_picture_keeps_every_limit(width: int, height: int, budget: int, patch: int, positions: int) -> None:
    fitted = fit(width, height, budget=budget, patch=patch, positions=positions)
    columns, rows = (side // patch for side in fitted)
    assert (columns * patch, rows * patch) == fitted
    assert 1 <= columns <= positions
    assert 1 <= rows <= positions
    assert columns * rows <= budget


@given(st.integers(1, 3), st.integers(1, 5000), st.integers(1, 5000))
def test_the_smallest_budgets_still_give_one_patch(budget: int, width: int, height: int) -> None:
    columns, rows = fit(width, height, budget=budget, patch=1, positions=1120)
    assert columns >= 1
    assert rows >= 1
    assert columns * rows <= budget


def test_sizes_are_those_of_transformers() -> None:
    reference = pytest.importorskip("transformers.models.gemma4_unified.processing_gemma4_unified")

    @settings(max_examples=500)
    @given(SIDES, SIDES, st.sampled_from(IMAGE_BUDGETS), st.sampled_from([16, 8]))
    def same(width: int, height: int, budget: int, patch_size: int) -> None:
        rows, columns = reference.get_aspect_ratio_preserving_size(height, width, patch_size, budget * 9, 3)
        assert fit(width, height, budget=budget, patch=patch_size * 3, positions=1120) == (columns, rows)

    same()


def _prepared(part: ImagePart, budget: int) -> PreparedImage:
    return prepare_pixels(decode(part.data, part.name), part.name, budget=budget, **GEMMA)


def test_preparing_gives_whole_patches_and_a_digest_of_the_pixels() -> None:
    part = ImagePart("a.png", picture_bytes())
    first = _prepared(part, 70)
    assert first.pixels.dtype == np.uint8
    assert first.pixels.flags.c_contiguous
    assert not first.pixels.flags.writeable
    height, width, channels = first.pixels.shape
    assert (height % 48, width % 48, channels) == (0, 0, 3)
    assert first.tokens == height * width // 48**2 <= 70
    assert first.digest == _prepared(ImagePart("b.png", part.data), 70).digest
    assert first.digest != _prepared(part, 140).digest


def test_resizing_is_bicubic_in_eight_bits() -> None:
    image = picture(61, 47)
    assert np.array_equal(np.asarray(resize(image, (96, 48))), np.asarray(image.resize((96, 48), Image.Resampling.BICUBIC)))
    assert resize(image, image.size) is image


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "JPEG", "JPEG2000"])
def test_every_format_is_decoded(kind: str) -> None:
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    image = decode(picture_bytes(picture(64, 64), kind, **options), "x")
    assert image.mode == "RGB"
    assert image.size == (64, 64)
    red, green, blue = np.asarray(image)[10, 10]
    assert red > 200
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(orientation: int) -> None:
    upright = picture()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that stores a picture so
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert np.array_equal(np.asarray(decode(picture_bytes(stored, exif=exif), "x")), np.asarray(upright))


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    half = Image.new("LA", (4, 4), (0, 128))
    keyed = Image.new("P", (4, 4), 0)
    keyed.putpalette([9, 9, 9] * 256)
    assert np.asarray(decode(picture_bytes(clear), "x")).min() == 255
    assert abs(int(np.asarray(decode(picture_bytes(half), "x"))[0, 0, 0]) - 127) <= 1
    assert np.asarray(decode(picture_bytes(keyed, transparency=0), "x")).min() == 255


def test_sixteen_bits_become_eight() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    for kind in ("PNG", "TIFF"):
        grey = np.asarray(decode(picture_bytes(Image.fromarray(ramp), kind), "x"))[..., 0]
        assert np.array_equal(grey.ravel(), np.arange(256))
    deep = Image.fromarray((np.arange(256, dtype=np.int32) * 1_000_000).reshape(16, 16))
    assert np.array_equal(np.asarray(decode(picture_bytes(deep, "TIFF"), "x"))[..., 0].ravel(), np.arange(256))
    real = Image.fromarray(np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16))
    assert np.array_equal(np.asarray(decode(picture_bytes(real, "TIFF"), "x"))[..., 0].ravel(), np.arange(256))


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_other_modes_become_rgb(mode: str) -> None:
    data = picture_bytes(picture().convert(mode), "TIFF")
    assert decode(data, "x").mode == "RGB"


def test_the_first_frame_of_an_animation_is_taken() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    data = picture_bytes(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert tuple(np.asarray(decode(data, "x"))[0, 0]) == (255, 0, 0)


def test_a_decompression_bomb_is_refused_from_its_header() -> None:
    before = peak_kib()
    started = time.monotonic()
    with pytest.raises(MediaError, match="too large"):
        decode(huge_png(), "bomb.png")
    with pytest.raises(MediaError, match="11,000 x 11,000"):
        decode(huge_png(11_000, 11_000), "bomb.png")
    assert time.monotonic() - started < 1
    assert peak_kib() - before < 50_000


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_truncated_pictures_are_refused(kind: str) -> None:
    data = picture_bytes(picture(200, 200), kind)
    for share in (0.1, 0.3, 0.6):
        with pytest.raises(MediaError, match=r'"cut\.img"'):
            decode(data[: int(len(data) * share)], "cut.img")


def test_a_photograph_with_a_preview_behind_it_is_refused_where_it_is_cut_off() -> None:
    photograph = Image.effect_noise((400, 300), 80).convert("RGB")
    data = picture_bytes(photograph, "MPO", save_all=True, append_images=[photograph.resize((160, 120))])
    assert decode(data, "DSC1.jpg").size == (400, 300)
    with pytest.raises(MediaError, match="incomplete"):
        decode(data[: len(data) // 3], "DSC1.jpg")


def test_doubtful_files_warn_nobody() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture_bytes(picture(), "JPEG", exif=exif)
    at = data.index(b"Exif\0\0") + 10
    broken = data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(broken, "x").size == (60, 40)


def test_only_known_decoders_are_tried() -> None:
    postscript = io.BytesIO()
    picture().save(postscript, "EPS")
    with pytest.raises(MediaError):
        decode(postscript.getvalue(), "x.eps")


def test_an_empty_first_frame_is_passed_over_and_said() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("white", "white", "blue")]
    said: list[str] = []
    data = picture_bytes(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert tuple(np.asarray(decode(data, "fax.tif", said.append))[0, 0]) == (0, 0, 255)
    assert said == ['"fax.tif" holds 3 pictures; Hush shows number 3.']


@pytest.mark.parametrize(("ink", "ground"), [("white", 32), ("#e8f0ff", 32), ("black", 255), ("red", 255)])
def test_what_is_drawn_on_a_clear_ground_can_be_seen(ink: str, ground: int) -> None:
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    picture.paste(ink, (10, 5, 30, 15))
    shown = np.asarray(decode(picture_bytes(picture, "PNG"), "sign.png"))
    assert tuple(shown[0, 0]) == (ground,) * 3
    assert tuple(shown[10, 20]) != (ground,) * 3


def test_a_jpeg_without_its_last_bytes_is_shown_and_one_without_its_lower_half_is_not() -> None:
    data = picture_bytes(Image.effect_noise((320, 240), 60).convert("RGB"), "JPEG")
    assert decode(data[:-2], "x.jpg").size == (320, 240)
    with pytest.raises(MediaError, match="damaged"):
        decode(data[: len(data) // 2], "x.jpg")
