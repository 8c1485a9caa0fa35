"""One typed word is a change on any screen; a cursor is none."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from capture.change import Pixels, as_if_kept, changed_rectangles, only_cursors, rgb_bytes

FONT = ImageFont.truetype(next(iter(Path("/usr/share/fonts").rglob("DejaVuSansMono.ttf"))), 13)
LIGHT = ("#ffffff", "#202020")
DARK = ("#1e1e1e", "#d4d4d4")
DARK_COMMENT = ("#1e1e1e", "#3a4a3a")
LINES = [f"line {number}: the quick brown fox jumps over the lazy dog" for number in range(40)]


def page(
    lines: list[str], colours: tuple[str, str] = LIGHT, *, cursor: tuple[int, int, int, int] | None = None
) -> Pixels:
    """A text window of 1280x800 as pixels, perhaps with a cursor whose place is inverted."""
    image = Image.new("RGB", (1280, 800), colours[0])
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((20, 10 + 18 * number), line, font=FONT, fill=colours[1])
    pixels = np.asarray(image)
    packed = (
        pixels[..., 2].astype(np.uint32)
        | pixels[..., 1].astype(np.uint32) << 8
        | pixels[..., 0].astype(np.uint32) << 16
    )
    if cursor is not None:
        x, y, width, height = cursor
        packed[y : y + height, x : x + width] ^= np.uint32(0xFFFFFF)
    return packed


def with_line(number: int, text: str) -> list[str]:
    return [*LINES[:number], text, *LINES[number + 1 :]]


@pytest.mark.parametrize("colours", [LIGHT, DARK, DARK_COMMENT])
def test_one_typed_word_is_a_change_and_its_place_is_told(colours: tuple[str, str]) -> None:
    changed = changed_rectangles(page(LINES, colours), page(with_line(20, LINES[20] + " Rhubarb"), colours))
    assert len(changed) == 1
    x, y, width, height = changed[0]
    assert x <= 20 + FONT.getlength(LINES[20] + " ") < x + width
    assert y <= 10 + 18 * 20 + 4 < y + height
    assert width * height < 1280 * 800 / 50


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_one_digit_that_becomes_another_is_a_change(colours: tuple[str, str]) -> None:
    assert changed_rectangles(page(with_line(5, "total 4815"), colours), page(with_line(5, "total 4875"), colours))


@pytest.mark.parametrize(
    "cursor", [(100, 120, 1, 17), (100, 120, 2, 17), (100, 120, 8, 16), (90, 100, 12, 24), (100, 133, 8, 2)]
)
@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_blinking_cursor_is_no_change(colours: tuple[str, str], cursor: tuple[int, int, int, int]) -> None:
    assert changed_rectangles(page(LINES, colours), page(LINES, colours, cursor=cursor)) == ()


def test_a_cursor_that_went_elsewhere_is_no_change() -> None:
    assert changed_rectangles(page(LINES, cursor=(100, 120, 8, 16)), page(LINES, cursor=(700, 500, 8, 16))) == ()


def test_letters_too_small_to_matter_add_up_against_the_kept_picture() -> None:
    kept = page(with_line(3, ""))
    assert changed_rectangles(kept, page(with_line(3, "|"))) == ()
    assert changed_rectangles(kept, page(with_line(3, "||||")))


def test_colour_noise_and_the_unused_byte_are_no_change() -> None:
    before = page(LINES)
    assert changed_rectangles(before, before | np.uint32(0xFF000000)) == ()
    assert changed_rectangles(before & np.uint32(0xF8F8F8), before & np.uint32(0xFBFBFB)) == ()
    assert changed_rectangles(before & np.uint32(0xE0E0E0), before | np.uint32(0x101010)) != ()


def test_a_picture_of_another_size_is_all_new() -> None:
    assert changed_rectangles(page(LINES)[:400], page(LINES)) == ((0, 0, 1280, 800),)


def test_many_scattered_changes_become_few_rectangles() -> None:
    before = np.zeros((800, 1280), dtype=np.uint32)
    now = before.copy()
    now[::50, ::200] = 0xFFFFFF
    assert len(changed_rectangles(before, now)) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 299), st.integers(0, 199), st.integers(1, 80), st.integers(1, 60)),
        min_size=1,
        max_size=6,
    )
)
def test_every_changed_pixel_lies_in_a_rectangle(patches: list[tuple[int, int, int, int]]) -> None:
    before = np.zeros((200, 300), dtype=np.uint32)
    now = before.copy()
    for x, y, width, height in patches:
        now[y : y + height, x : x + width] = 0xFFFFFF
    found = changed_rectangles(before, now)
    if found:
        covered = np.zeros(before.shape, dtype=np.bool_)
        for x, y, width, height in found:
            assert 0 <= x < x + width <= 300
            assert 0 <= y < y + height <= 200
            covered[y : y + height, x : x + width] = True
        assert covered[now != before].all()
    else:
        assert only_cursors(now != before)


def test_an_excluded_window_over_the_page_changes_nothing_by_itself() -> None:
    kept = page(LINES)
    hidden = ((100, 100, 400, 200),)
    painted = kept.copy()
    painted[100:300, 100:500] = 0x606060
    assert changed_rectangles(kept, as_if_kept(painted, kept, hidden)) == ()
    assert changed_rectangles(kept, painted) != ()
    painted[600:640, 300:500] = 0
    assert changed_rectangles(kept, as_if_kept(painted, kept, hidden)) != ()


def test_rgb_bytes_are_in_the_order_of_their_name() -> None:
    assert rgb_bytes(np.array([[0x112233]], dtype=np.uint32)) == b"\x11\x22\x33"
