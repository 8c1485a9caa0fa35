"""What of a sentence its moments say: words, numbers, names, days, times, denial; and where two moments disagree."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.answer import cite, days, disagree
from app.answer.proof import Source, verdict
from app.engines import Models
from app.memory import Memory
from app.paths import Places
from app.records import Hit, Moment, Selection
from models.fake import FakeChat
from tests.bench.verifier import measured, of_week
from tests.planted import FAULTS, cases

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # a Friday
ANN = Source(
    "I paid Mr. Brown 1,250 euros yesterday. He comes again on Tuesday at 3pm with two painters.\nThe key is not under the mat, but in shed 4.",
    NOON,
    author="Ann",
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann paid Mr. Brown EUR 1250 on 19 November 2026.",
        "On Thursday Ann paid Mr. Brown 1.250 €.",
        "Mr. Brown will come at 15:00 on Tuesday with 2 painters.",
        "On 24 November Mr. Brown comes with two painters.",
        "The key is in shed four, not under the mat.",
        "On 20 November 2026 Ann wrote that the key isn't under the mat.",
    ],
)
def test_what_is_said_in_other_words_is_supported(sentence: str) -> None:
    assert verdict(sentence, [ANN]).state == "supported", verdict(sentence, [ANN])


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Ann paid Mr. Brown EUR 1520 on 19 November 2026.", ("EUR 1520",)),
        ("Ann paid Mr. Brown 1,250 dollars yesterday.", ("1,250 dollars",)),
        ("Ann paid Mr. Green 1,250 euros.", ("Green",)),
        ("Bo paid Mr. Brown 1,250 euros.", ("Bo",)),
        ("Ann paid Mr. Brown 1,250 euros on 18 November 2026.", ("18 November 2026",)),
        ("Mr. Brown comes on Wednesday at 15:00 with two painters.", ("Wednesday",)),
        ("Mr. Brown comes on Tuesday at 16:00 with two painters.", ("16:00",)),
        ("Mr. Brown comes on Tuesday at 3am with two painters.", ("3am",)),
        ("Mr. Brown comes on Tuesday with three painters.", ("three",)),
    ],
)
def test_one_wrong_thing_is_named(sentence: str, wrong: tuple[str, ...]) -> None:
    assert verdict(sentence, [ANN]).unsupported == wrong
    assert verdict(sentence, [ANN]).state == "partly"


@pytest.mark.parametrize(
    "sentence",
    [
        "The key is under the mat.",
        "Mr. Brown does not come on Tuesday at 3pm with two painters.",
        "Ann never paid Mr. Brown 1,250 euros.",
        "The weather will be lovely.",
        "Yes.",
    ],
)
def test_what_is_denied_or_said_by_nobody_is_not_supported(sentence: str) -> None:
    assert verdict(sentence, [ANN]).state == "unsupported"
    assert verdict(sentence, []).state == "unsupported"


def test_a_copied_yesterday_is_true_for_a_day_only() -> None:
    said = "Ann paid Mr. Brown 1,250 euros yesterday."
    assert verdict(said, [ANN], now=NOON + timedelta(hours=2)).state == "supported"
    assert verdict(said, [ANN], now=NOON + timedelta(days=9)).unsupported == ("yesterday",)


def test_days_are_told_from_the_day_they_were_said_where_it_was_said() -> None:
    late = Source("I saw the show yesterday.", datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "Europe/Berlin", "Ann")
    assert verdict("Ann saw the show on 20 November 2026.", [late]).state == "supported"
    assert verdict("Ann saw the show on 19 November 2026.", [late]).state == "partly"
    assert [one.spans[0][0] for one in days.days("two weeks ago", date(2026, 11, 20))] == [date(2026, 11, 2)]


def test_the_moment_beside_gives_words_but_no_numbers() -> None:
    reply = Source("It is 40 euros.", NOON, author="Bo", around="Ann: What does the blue lamp cost? I have 55 euros.")
    assert verdict("The blue lamp is 40 euros.", [reply]).state == "supported"
    assert verdict("The blue lamp is 55 euros.", [reply]).state == "partly"


def test_planted_faults_are_caught_and_true_sentences_are_left_alone() -> None:
    made = list(cases(of_week("a"), true=60, false=60, seed=5))
    assert Counter(bool(one.fault) for one in made) == {True: 60, False: 60}
    assert {one.fault for one in made} == {"", *FAULTS}
    shares, wrong = measured(made)
    assert shares["caught"] >= 0.9, wrong
    assert shares["marked"] <= 0.05, wrong


# -- two sources


def hit(text: str, public_id: str, days_later: int = 0, replaced_by: str = "") -> Hit:
    moment = Moment(public_id, "message", NOON + timedelta(days=days_later), "UTC", source="chat", author=public_id)
    return Hit(public_id, moment, text, text, (), 1.0, (), (), replaced_by=replaced_by)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dinner at Marta's starts at 7pm.", "Dinner at Marta's starts at 20:00."),
        ("The fee of the course is 120 euros.", "The fee of the course is 140 EUR."),
        ("The exam takes place on 3 December.", "The exam takes place on 4 December 2026."),
        ("The museum shop is open on holidays.", "The museum shop is not open on holidays."),
    ],
)
def test_two_moments_that_say_one_thing_differently_are_told_with_their_dates(one: str, other: str) -> None:
    found = disagree.disagreements([hit(other, "m2", 2), hit(one, "m1")], [], {"m2": 1})
    assert [(pair.earlier.id, pair.later.id, pair.replaced) for pair in found] == [("m1", "m2", False)]
    assert (found[0].earlier.n, found[0].later.n) == (0, 1)
    assert (found[0].later.time - found[0].earlier.time).days == 2
    assert disagree.disagreements([hit(other, "m2", 2), hit(one, "m1")], ["tractor", "harvest"], {"m2": 1}) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dinner at Marta's starts at 7pm.", "Dinner at Marta's starts at 19:00."),
        ("The fee of the course is 120 euros.", "The fee of the library is 140 euros."),
        ("Is the museum shop open on holidays?", "The museum shop is not open on holidays."),
        ("I ran 5 km in the park on Monday.", "I ran 8 km in the park on Tuesday."),
    ],
)
def test_moments_that_say_the_same_or_speak_of_other_things_do_not_disagree(one: str, other: str) -> None:
    assert disagree.disagreements([hit(other, "m2", 2), hit(one, "m1")], [], {"m1": 1, "m2": 2}) == ()


def test_what_was_said_anew_is_told_as_such() -> None:
    found = disagree.disagreements(
        [hit("The call moved to 4", "m2", 1), hit("The call is at 3", "m1", 0, "m2")], [], {"m2": 1}
    )
    assert [(pair.earlier.quote, pair.later.quote, pair.replaced) for pair in found] == [
        ("The call is at 3", "The call moved to 4", True)
    ]


def test_doubts_and_disagreements_are_stored_and_go_with_their_moments(
    memory: Memory, places: Places, fake_models: Models
) -> None:
    memory.note("The fee of the pottery course is 120 euros.")
    memory.note("The fee of the pottery course is 140 euros.")
    memory.embed_waiting()
    chat = FakeChat(
        "The fee of the pottery course is 120 euros [1][2]. The fee of the pottery course is 160 euros [1]."
    )
    asked = Memory.open(places, models=replace(fake_models, chat=chat))
    conversation = asked.new_conversation()
    answer = asked.ask("What is the fee of the pottery course?", conversation=conversation)
    assert answer.mode == "written"
    assert answer.text.endswith("[?]")
    assert [one.words for one in answer.doubts] == [("160 euros",)]
    assert len(answer.disagreements) == 1
    assert asked.turns(conversation)[0].answer == replace(answer, turn_id=asked.turns(conversation)[0].id)
    gone = answer.disagreements[0].later.id
    hidden = asked.forget(Selection(ids=(gone,)), undo_s=60)
    assert "140" not in str([turn.answer for turn in asked.turns(conversation)])
    asked.undo_forget(hidden.id)
    assert len(asked.turns(conversation)[0].answer.disagreements) == 1
    asked.forget(Selection(ids=(gone,)))
    assert "140" not in str(asked.store.rows("SELECT answer FROM turn"))
    asked.close()


def test_a_title_with_a_point_does_not_end_a_sentence() -> None:
    held = cite.held_to(
        "Mr. Brown comes at 7.30 p.m. on Tuesday [1].", [hit("Mr. Brown comes on Tuesday at 19:30.", "m1")]
    )
    assert held.text == "Mr. Brown comes at 7.30 p.m. on Tuesday. [1]"
