"""Reading pictures with the real engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from models.host import WorkerFailed, WorkerHost
from models.ocr import OcrClient, ReadLine
from models.ocr_layout import Line, Word, columns_split, kept, reading_order

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.truetype(SANS, size) if Path(SANS).exists() else ImageFont.load_default(size)


def two_panes() -> Image.Image:
    """A dark side bar beside a light page, as chat programs have."""
    picture = Image.new("RGB", (900, 300), "#fafafa")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 255, 299), "#26233a")
    for row, name in enumerate(("general", "engineering", "holidays")):
        draw.text((16, 20 + 40 * row), name, "#c4bfd8", font(14))
    draw.text((290, 20), "Anna moved the review of the budget", "#1a1a1a", font(14))
    draw.text((290, 40), "to Thursday at half past nine.", "#1a1a1a", font(14))
    draw.text((290, 120), "Invoice 48213 is due on the fourteenth", "#1a1a1a", font(11))
    return picture


def read(client: OcrClient, picture: Image.Image) -> list[ReadLine]:
    return client.read(picture.tobytes(), *picture.size)


def test_tesseract_reads_both_panes_with_boxes_where_the_words_are(host: WorkerHost) -> None:
    lines = read(OcrClient(host), two_panes())
    texts = [line.text for line in lines]
    assert {"general", "engineering", "holidays"} <= set(texts)
    assert "Invoice 48213 is due on the fourteenth" in texts
    first, second = texts.index("Anna moved the review of the budget"), texts.index("to Thursday at half past nine.")
    assert second == first + 1
    assert lines[first].block == lines[second].block
    assert lines[texts.index("general")].block != lines[first].block
    budget = next(word for word in lines[first].words if word[0] == "budget")
    assert abs(budget[1] - (290 + font(14).getlength("Anna moved the review of the "))) < 4
    assert abs(budget[2] - 22) < 6
    assert all(0.5 < line.confidence <= 1 for line in lines)


def test_dark_and_light_read_the_same(host: WorkerHost) -> None:
    texts = []
    for ground, ink in (("#ffffff", "#202020"), ("#101418", "#d8dee9")):
        picture = Image.new("RGB", (600, 60), ground)
        ImageDraw.Draw(picture).text((12, 20), "ssh deploy@build-7 finished in 42 seconds", ink, font(13))
        texts.append([line.text for line in read(OcrClient(host), picture)])
    assert texts[0] == texts[1] == [["ssh deploy@build-7 finished in 42 seconds"]][0]


def test_a_picture_without_text_has_no_lines(host: WorkerHost) -> None:
    assert read(OcrClient(host), Image.new("RGB", (300, 200), "#335577")) == []
    assert read(OcrClient(host), Image.new("RGB", (1, 1), "white")) == []


def test_the_same_worker_reads_pictures_of_any_size_in_turn(host: WorkerHost) -> None:
    client = OcrClient(host)
    for width, height in ((900, 300), (450, 150), (900, 300)):
        picture = two_panes().resize((width, height))
        assert (len(read(client, picture)) > 3) == (width == 900) or width == 450


def test_a_picture_of_the_wrong_size_is_refused_before_it_is_sent(host: WorkerHost) -> None:
    with pytest.raises(ValueError, match="width x height"):
        OcrClient(host).read(bytes(10), 2, 2)


def test_rapidocr_reads_with_the_models_of_its_wheel(host: WorkerHost) -> None:
    client = OcrClient(host, engine="rapidocr")
    assert client.engine_name().startswith("rapidocr 3")
    lines = read(client, two_panes())
    words = {word[0] for line in lines for word in line.words}
    assert {"engineering", "Thursday", "48213"} <= words
    budget = next(word for line in lines for word in line.words if word[0] == "budget")
    assert abs(budget[1] - (290 + font(14).getlength("Anna moved the review of the "))) < 8


def test_a_language_without_data_is_said_to_be_missing(host: WorkerHost) -> None:
    with pytest.raises(WorkerFailed) as failure:
        OcrClient(host, engine="tesseract", languages="xx_none").engine_name()
    assert failure.value.code == "ocr_missing"


def word(text: str, x: int, y: int, confidence: float = 0.9) -> Word:
    return Word(text, x, y, 8 * len(text), 12, confidence)


def test_borders_and_doubtful_signs_are_not_text() -> None:
    assert not kept(Line(0, [word("|—", 0, 0)]))
    assert not kept(Line(0, [word("aJ", 0, 0, 0.1)]))
    assert kept(Line(0, [word("42", 0, 0, 0.5)]))


def test_a_line_across_two_panes_is_cut_at_the_wide_gap() -> None:
    line = Line(0, [word("inbox", 0, 0), word("Dear", 300, 0), word("Anna", 340, 0)])
    assert [part.text for part in columns_split(line)] == ["inbox", "Dear Anna"]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=12))
def test_ordering_loses_no_line_and_numbers_blocks_without_holes(places: list[tuple[int, int]]) -> None:
    lines = [Line(0, [word(f"w{number}", x, y)]) for number, (x, y) in enumerate(places)]
    ordered = reading_order(lines)
    assert sorted(line.text for line in ordered) == sorted(line.text for line in lines)
    assert sorted({line.block for line in ordered}) == list(range(len({line.block for line in ordered})))
