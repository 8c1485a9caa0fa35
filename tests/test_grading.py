"""The bench of answers tells right from wrong: gold answers, dates, token F1."""

from datetime import date

import pytest

from app.store.index import Tokenizer
from tests.bench import grading


@pytest.mark.parametrize(
    ("text", "gold", "holds"),
    [
        ("His fee: 1,450 EUR flat.", "1,450 EUR flat", True),
        ("His fee: 1,540 EUR flat.", "1,450 EUR flat", False),
        ("Dogs are allowed here.", "Dogs are allowed", True),
        ("Cats sleep here.", "Dogs are allowed", False),
    ],
)
def test_an_answer_holds_the_gold_one_or_not(text: str, gold: str, holds: bool) -> None:
    words = Tokenizer()
    try:
        assert grading.contains(text, gold, words.terms) is holds
    finally:
        words.close()


@pytest.mark.parametrize(
    ("said", "gold", "same"),
    [
        ("yesterday (7 May 2023)", "7 May 2023", True),
        ("yesterday (8 May 2023)", "7 May 2023", False),
        ("last week (29 May to 4 June 2023)", "The week before 9 June 2023", True),
        ("last week (22 to 28 May 2023)", "The week before 9 June 2023", False),
        ("next month (June 2023)", "June, 2023", True),
        ("last year (2022)", "2022", True),
        ("around 28 July 2023", "Two weeks before 11 August 2023", True),
        ("around 8 July 2023", "Two weeks before 11 August 2023", False),
        ("June 2023", "7 June 2023", False),
    ],
)
def test_a_date_is_the_gold_one_or_not(said: str, gold: str, same: bool) -> None:
    wanted = grading.days_meant(gold)
    assert wanted is not None
    assert grading.same_days(grading.days_said(said), wanted) is same


def test_token_f1_counts_words_without_articles_and_points() -> None:
    assert grading.f1("The blue pot.", "a blue pot") == 1.0
    assert grading.f1("blue pot there now", "blue pot") == pytest.approx(2 / 3)
    assert grading.f1("nothing", "a blue pot") == 0.0


def test_a_year_alone_is_no_day() -> None:
    assert grading.days_said("in 2022") == [(date(2022, 1, 1), date(2022, 12, 31))]
    assert grading.days_meant("magical") is None
