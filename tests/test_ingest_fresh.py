"""Only what is new is recognised: counted in pixels, with the real engine, for typing, scrolling, and coming back."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from app.ingest.fresh import new_parts
from app.records import Box, Line
from models.host import WorkerHost
from models.ocr import OcrClient

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WIDTH, HEIGHT = 900, 600
ROW_PX = 26
_WORDS = (
    "harbour", "meadow", "letter", "seventeen", "budget", "station", "orange", "window", "garden", "people", "morning", "account",
    "winter", "project",
)  # fmt: skip


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    host = WorkerHost()
    yield host
    host.close()


@pytest.fixture
def client(host: WorkerHost) -> OcrClient:
    one = OcrClient(host, engine="tesseract")
    one.engine_name()
    one.forget()
    return one


def sentences(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"{' '.join(chance.choices(_WORDS, k=8))} {chance.randrange(1000, 9999)}" for _ in range(count)]


def drawn(lines: list[str]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 16)
    for row, text in enumerate(lines):
        draw.text((20, 10 + row * ROW_PX), text, font=face, fill="#222222")
    return picture


def read(client: OcrClient, picture: Image.Image) -> tuple[str, int]:
    """The text of a picture, and the pixels that had to be recognised for it."""
    before = client.read_px
    lines = client.read(picture.tobytes(), *picture.size)
    return "\n".join(line.text for line in lines), client.read_px - before


def test_a_page_that_one_comes_back_to_costs_nothing(client: OcrClient) -> None:
    first, second = drawn(sentences(20, 1)), drawn(sentences(20, 2))
    text, cost = read(client, first)
    assert cost == WIDTH * HEIGHT
    assert read(client, second)[1] == WIDTH * HEIGHT
    again, cost = read(client, first)
    assert cost == 0
    assert again == text
    client.forget()
    assert read(client, first)[1] == WIDTH * HEIGHT


def test_scrolling_reads_the_lines_that_came_and_no_others(client: OcrClient) -> None:
    lines = sentences(23, 3)
    read(client, drawn(lines[:20]))
    text, cost = read(client, drawn(lines[3:]))
    assert 0 < cost < 5 * ROW_PX * WIDTH
    for line in lines[3:]:
        assert line.split()[-1] in text, line


def test_a_typed_line_costs_a_line(client: OcrClient) -> None:
    lines = sentences(12, 4)
    read(client, drawn(lines[:11]))
    text, cost = read(client, drawn(lines))
    assert 0 < cost < 3 * ROW_PX * WIDTH
    assert lines[-1].split()[-1] in text
    assert lines[0].split()[-1] in text


def test_a_line_in_the_middle_of_nothing_is_read_also_grey_on_dark(client: OcrClient) -> None:
    for ink, ground in (("#222222", "#ffffff"), ("#8a8a8a", "#1e1e1e")):
        part = Image.new("RGB", (456, 72), ground)
        face = ImageFont.truetype(FONT.replace("Sans", "SansMono"), 15)
        ImageDraw.Draw(part).text((6, 30), "# The willow contract sum is 9455 since Tuesday.", font=face, fill=ink)
        found = client.read_parts([(60, 92, 456, 72, part.tobytes())], ())
        assert [line.text for line in found] == ["# The willow contract sum is 9455 since Tuesday."]
        assert 92 + 28 <= found[0].y <= 92 + 40


def test_lines_of_the_rest_are_taken_over_and_not_read(client: OcrClient) -> None:
    lines = sentences(10, 5)
    before = client.read(drawn(lines[:9]).tobytes(), WIDTH, HEIGHT)
    picture = drawn(lines)
    client.forget()
    counted = client.read_px
    y = 10 + 9 * ROW_PX - 4
    part = picture.crop((0, y, WIDTH, y + ROW_PX + 8))
    found = client.read_parts([(0, y, part.width, part.height, part.tobytes())], before)
    assert 0 < client.read_px - counted <= part.width * part.height
    assert [line.text.split()[-1] for line in found] == [line.split()[-1] for line in lines]


boxes = st.builds(Box, st.integers(0, 300), st.integers(0, 200), st.integers(1, 90), st.integers(1, 40))


@given(st.lists(boxes, max_size=6), st.lists(boxes, max_size=20))
def test_every_changed_pixel_is_read_and_no_line_is_both_read_and_taken_over(
    changed: list[Box], places: list[Box]
) -> None:
    width, height = 400, 260
    lines = [Line(str(number), box) for number, box in enumerate(places)]
    parts, known = new_parts(changed, lines, width, height)
    for box in changed:
        for x, y in ((box.x, box.y), (box.x + box.width - 1, box.y + box.height - 1)):
            assert any(_in(part, x, y) for part in parts)
    for line in known:
        assert not any(_touch(part, line.box) for part in parts)
    for line in lines:
        covered = any(_holds(part, line.box) for part in parts)
        assert line in known or covered or any(_touch(part, line.box) for part in parts)


def _in(part: Box, x: int, y: int) -> bool:
    return part.x <= x < part.x + part.width and part.y <= y < part.y + part.height


def _touch(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def _holds(outer: Box, inner: Box) -> bool:
    return _in(outer, inner.x, inner.y) and _in(outer, inner.x + inner.width - 1, inner.y + inner.height - 1)
