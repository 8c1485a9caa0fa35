"""What a newer message says otherwise in words of its own is known; what only looks so is not; and nothing forgotten stays in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.consolidate.aligned import candidates
from app.consolidate.facts import here_of
from app.consolidate.heard import Heard, heard
from app.consolidate.weighing import likely, shipped
from app.memory import Memory
from app.records import Selection
from tests.bench import fresh_ways
from tests.bench.changed_facts import consolidated
from tests.test_facts import everything, moment, tell, titled

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CHANGED = [
    ("I put the choir supper in my diary, at 7pm.", "Scrap that for the choir supper, they decided on 6pm."),
    ("Choir supper / 14:00", "Choir supper: 14:00 -> 15:30"),
    ("Fixed the choir supper just now, on 3 December.", "The supper can't happen then, only slot they have left is 5 December."),
    ("Let's settle on the chapel for the choir supper.", "Second thoughts on the choir supper: the annex suits more of us."),
    ("Greta volunteered for the choir supper.", "Greta dropped out, Paul jumps in for the choir supper."),
    ("The choir supper is still unpaid as of this morning", "fyi the choir supper just came up as paid"),
    ("Emil lets us have the choir banner for 90 EUR.", "Emil got back to me, the choir banner will set us back 120 EUR."),
    ("We booked the choir supper for 18:15.", "Sorry, it's at 19:00."),
]  # fmt: skip
BOTH = [
    ("The choir supper is at 7pm.", "Emil reckons the choir supper ought to be at 8pm."),
    ("The choir supper is at 7pm.", "Could they do 8pm for the choir supper?"),
    ("The choir supper is at 7pm.", "I have to leave the choir supper at 8pm."),
    ("The choir supper is at 7pm.", "It rains until 20:00."),
    ("We fixed the choir supper, at 17:00.", "We fixed the bus home from the choir supper, at 20:00."),
    ("The choir supper is at 7pm.", "The choir supper ends at 11pm."),
    ("One child pays 20 EUR for the choir supper.", "A family pays 50 EUR for the choir supper."),
    ("We have the ferry for the choir outing.", "We also have the coach for the choir outing."),
    ("Back in spring the choir supper was held in hall C.", "The choir supper will be held in hall D."),
    ("Got word about the choir supper, at 18:00.", "There is a second choir supper, at 20:00."),
    ("On Monday the choir supper is at 18:00.", "On Friday the choir supper is at 20:00."),
]  # fmt: skip


def closed(memory: Memory) -> int:
    return int(memory.store.value("SELECT count(*) FROM memory WHERE status = 'superseded'"))


@pytest.mark.parametrize("pair", CHANGED, ids=[newer for _, newer in CHANGED])
def test_a_change_is_known_whatever_words_tell_it(memory: Memory, tmp_path: Path, pair: tuple[str, str]) -> None:
    tell(memory, tmp_path, ("Ann", pair[0], AT), ("Ann", pair[1], AT + timedelta(hours=1)))
    assert closed(memory) == 1


@pytest.mark.parametrize("pair", BOTH, ids=[newer for _, newer in BOTH])
def test_what_holds_beside_it_replaces_nothing(memory: Memory, tmp_path: Path, pair: tuple[str, str]) -> None:
    tell(memory, tmp_path, ("Ann", pair[0], AT), ("Ann", pair[1], AT + timedelta(hours=1)))
    assert closed(memory) == 0


def test_looking_again_changes_nothing(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Ann", CHANGED[0][0], AT), ("Ann", CHANGED[0][1], AT + timedelta(hours=1)))
    before = everything(memory)
    memory.consolidate()
    assert everything(memory) == before


def test_an_older_fact_holds_again_when_the_newer_message_is_forgotten(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Ann", CHANGED[0][0], AT), ("Ann", CHANGED[0][1], AT + timedelta(hours=1)))
    memory.forget(Selection(ids=(moment(memory, CHANGED[0][1]),)))
    memory.consolidate()
    assert closed(memory) == 0
    assert [status for title, status in titled(memory, "supper") if "7pm" in title] == ["active"]
    assert "6pm" not in everything(memory)


def test_a_sentence_that_names_no_thing_keeps_no_word_of_a_forgotten_one(memory: Memory, tmp_path: Path) -> None:
    older, newer = CHANGED[-1]
    tell(memory, tmp_path, ("Ann", older, AT), ("Ann", newer, AT + timedelta(hours=1)))
    memory.forget(Selection(ids=(moment(memory, older),)))
    memory.consolidate()
    assert "supper" not in everything(memory)


def test_most_fresh_ways_are_known_and_hardly_a_near_miss(tmp_path: Path) -> None:
    near = frozenset(range(len(fresh_ways.NEAR)))
    found = consolidated(
        tmp_path,
        fresh_ways.told(7, 72, frozenset(fresh_ways.WAYS) - fresh_ways.HELD_BACK, near - fresh_ways.NEAR_HELD_BACK),
    )
    assert found.share(set(found.pairs)) >= 0.8
    assert len(found.wrong) <= 0.03 * found.distractors


UNLIKE = [
    ("The choir supper is at 7pm.", "Please do not move the choir supper to 8pm."),
    ("The choir supper is at 7pm.", "The choir supper is also at 9pm."),
    ("The choir supper is at 7pm.", "It is unclear whether the choir supper moves to 8pm."),
    ("The choir banner costs 90 EUR.", "Instead of the choir banner we could take one for 60 EUR."),
]


@pytest.mark.parametrize("pair", UNLIKE, ids=[newer for _, newer in UNLIKE])
def test_what_is_doubted_forbidden_or_told_besides_is_no_change(pair: tuple[str, str]) -> None:
    assert not [one for one in candidates(*read(pair)) if likely(*read(pair), one) >= shipped().least]


def test_a_new_telephone_number_is_a_change() -> None:
    pair = read(("Call Ottilie on 0928 643565.", "Ottilie has a new number: 0519 638590."))
    assert [(one.was.value, one.now.value) for one in candidates(*pair)] == [("0928643565", "0519638590")]


def test_a_value_counts_as_told_with_the_sentence_before_it(memory: Memory, tmp_path: Path) -> None:
    newer = "There is news about the choir supper. The cook is ill, so it is at 8pm now."
    tell(memory, tmp_path, ("Ann", "The choir supper is at 7pm.", AT), ("Ann", newer, AT + timedelta(hours=1)))
    assert closed(memory) == 1


def read(pair: tuple[str, str]) -> tuple[Heard, Heard]:
    older, newer = (heard(text, here_of(AT + timedelta(hours=n), "UTC"), "Ann", "work") for n, text in enumerate(pair))
    assert older is not None
    assert newer is not None
    return older, newer
