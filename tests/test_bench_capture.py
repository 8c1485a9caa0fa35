"""The measuring itself: facts are told from noise, and the four rules keep and drop what their authors' formulas say."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.bench.capture.facts import CANARIES, SURFACES, facts
from tests.bench.capture.rules import RULES, Gray, kept_by

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def page(lines: int, *, seed: int = 0, extra: str = "") -> Gray:
    """A light page with lines of words, and one sentence typed below them."""
    picture = Image.new("L", (1920, 1080), 255)
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 18)
    for row in range(lines):
        draw.text(
            (60 + seed * 200, 40 + row * 30),
            f"line {row + seed * 77} of a page about nothing in particular " * 2,
            font=face,
            fill=30,
        )
    draw.text((60, 60 + lines * 30), extra, font=face, fill=30)
    return np.asarray(picture, np.float64)


@pytest.mark.parametrize("rule", RULES)
def test_the_same_picture_is_dropped_and_another_page_is_kept(rule: str) -> None:
    keeps = RULES[rule]
    assert not keeps(page(20), page(20))
    dark = 255 - page(33, seed=2)
    assert keeps(page(20), dark)


SENTENCE = "The invoice QX-4821 is 1,930 EUR and due on Friday."


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        ("MIRIX", SENTENCE, False),
        ("OpenRecall", SENTENCE, False),
        ("Pensieve", "1,930", False),
        ("Memento", SENTENCE, True),
    ],
)
def test_what_was_typed_is_thrown_away_by_three_of_them(rule: str, typed: str, kept: bool) -> None:
    assert RULES[rule](page(31), page(31, extra=typed)) is kept


def test_a_rule_sees_what_stands_there_at_its_own_ticks() -> None:
    pages = [page(20), page(20, extra="x"), 255 - page(30, seed=1)]
    looked: list[int] = []

    def picture(number: int) -> Gray:
        looked.append(number)
        return pages[number]

    assert kept_by("MIRIX", [0.0, 1.0, 2.5], picture, 7.0) == [0, 2]
    assert looked == [0, 2, 2]  # at 0, 3 and 6 seconds: what stood there for 1.5 s was never looked at


def test_there_are_sixty_facts_and_each_is_told_from_every_other() -> None:
    told = facts()
    assert len(told) == sum(SURFACES.values()) == 60
    assert len({fact.name for fact in told}) == 60
    for fact in told:
        assert fact.in_text(f"noise {fact.sentence} noise")
        assert not fact.in_text(fact.sentence.replace(fact.value, "0000"))
        assert sum(other.in_text(fact.sentence) for other in told) == 1
    assert len(set(CANARIES)) == 20
