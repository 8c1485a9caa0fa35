"""A field of a memory stands only when its evidence contains every name, number, date and word of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consolidate.verify import fold, missing, supported

HELD = [
    ("Anna moved to Lisbon", ["Anna has moved to Lisbon."]),
    ("Anna's new flat", ["the new flat of Anna"]),
    ("The rent is 38000 EUR", ["the rent: 38,000 €"]),
    ("The rent is 38,000 EUR", ["rent 38.000 euros"]),
    ("Call at 15:00", ["the call is at 3pm"]),
    ("Call at 15:00", ["the call is at 3"]),
    ("Dinner at 7:30 pm", ["dinner 19:30"]),
    ("Trip on 12 November", ["the trip starts November 12th"]),
    ("Trip on 2026-11-12", ["the trip starts 12.11.2026"]),
    ("Three bikes", ["3 bikes"]),
    ("Zoë wrote", ["Zoe writes"]),
    ("Bo does not come", ["Bo isn't coming, not on Friday"]),
    ("Call Anna", ["Don't forget to call Anna"]),
    ("Anna in Lisbon, Bo in Rome", ["Anna lives in Lisbon", "Bo lives in Rome"]),
]
NOT_HELD = [
    ("Anna moved to Porto", ["Anna has moved to Lisbon."]),
    ("The rent is 39,000 EUR", ["the rent: 38,000 €"]),
    ("The rent is 38 EUR", ["the rent: 380 €"]),
    ("The rent is 5 EUR", ["the rent rose by 5 %"]),
    ("Call at 15:00", ["the call is at 4pm"]),
    ("Call at 15:00", ["the call with 3 people is short"]),
    ("Trip on 13 November", ["the trip starts November 12th"]),
    ("Trip on 2027-11-12", ["the trip starts 12.11.2026"]),
    ("Mr Adams", ["adam was here"]),
    ("Bo comes on Friday", ["Bo is not coming on Friday"]),
    ("Bo does not come on Friday", ["Bo comes on Friday. Anna does not."]),
    ("", ["anything"]),
    ("it is", ["it is"]),
    ("Anna", []),
]


@pytest.mark.parametrize(("field", "evidence"), HELD)
def test_what_the_evidence_contains_is_supported(field: str, evidence: list[str]) -> None:
    assert supported(field, evidence), missing(field, evidence)


@pytest.mark.parametrize(("field", "evidence"), NOT_HELD)
def test_what_it_does_not_contain_is_not(field: str, evidence: list[str]) -> None:
    assert not supported(field, evidence)


def test_a_date_that_code_resolved_may_be_named() -> None:
    assert not supported("Trip on 2026-11-13", ["the trip is on Friday"])
    assert supported("Trip on 2026-11-13", ["the trip is on Friday"], dates=[date(2026, 11, 13)])
    assert not supported("Trip on 2026-11-14", ["the trip is on Friday"], dates=[date(2026, 11, 13)])


def test_what_is_missing_is_told() -> None:
    assert missing("Anna owes 12 EUR", ["Anna owes 10 EUR"]) == ("12",)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_texts_can_be_compared(field: str, evidence: list[str]) -> None:
    assert supported(field, evidence) == (missing(field, evidence) == ())


@given(st.from_regex(r"\A[A-Z][a-z]{3,8} owes [1-9][0-9]{0,3} EUR\Z"))
def test_a_sentence_supports_itself(sentence: str) -> None:
    assert supported(sentence, [sentence])


def test_folding_knows_other_writings_of_a_name() -> None:
    assert fold("José  MÜLLER") == fold("Jose Müller".upper())
