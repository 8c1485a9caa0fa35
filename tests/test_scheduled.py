"""Questions that are asked by themselves: when, once for each time, kept where other questions are and forgotten with them."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import jobs
from app.answer import every, scheduled
from app.errors import KnownError
from app.memory import Memory
from app.records import Selection
from app.store import chats
from tests.cli_ran import Run

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
QUESTION = "When does the plumber come?"
ALL = frozenset(range(7))


@pytest.mark.parametrize(
    ("said", "days", "minute"),
    [
        ("evening 18:00", ALL, 1080),
        ("evening", ALL, 1080),
        ("every morning", ALL, 480),
        ("day at 9", ALL, 540),
        ("daily 7.30", ALL, 450),
        ("weekday 17:30", frozenset(range(5)), 1050),
        ("weekend 10:00", frozenset({5, 6}), 600),
        ("Friday at 4pm", frozenset({4}), 960),
        ("mondays", frozenset({0}), 1080),
        ("sunday evening 12am", frozenset({6}), 0),
    ],
)
def test_words_say_when(said: str, days: frozenset[int], minute: int) -> None:
    assert every.read(said) == (days, minute)


@pytest.mark.parametrize(
    "said", ["", "now and then", "evening 25:00", "evening 18:75", "18:00", "1", "evening " * 50, "\x00"]
)
def test_other_words_are_refused(said: str) -> None:
    with pytest.raises(KnownError, match="bad_every"):
        every.read(said)


def test_a_time_is_due_once_and_missed_ones_count_as_one() -> None:
    def due(since: datetime, now: datetime, days: frozenset[int] = ALL) -> bool:
        return every.is_due(days, 18 * 60, since, now, UTC_ZONE)

    evening = MONDAY.replace(hour=18)
    assert not due(MONDAY, evening - timedelta(minutes=1))
    assert due(MONDAY, evening)
    assert not due(evening, evening + timedelta(hours=5))
    assert due(evening, evening + timedelta(days=9))
    assert not due(evening + timedelta(days=8, hours=1), evening + timedelta(days=8, hours=2))
    assert not due(evening, evening + timedelta(days=1), frozenset({0}))
    assert due(evening, evening + timedelta(days=7), frozenset({0}))


def test_the_local_clock_counts_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    summer, winter = datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 26, 20, tzinfo=UTC)
    assert every.latest(ALL, 1080, summer, berlin).hour == 16
    assert every.latest(ALL, 1080, winter, berlin).hour == 17


def ask_at(memory: Memory, now: datetime) -> int:
    return jobs.ask_scheduled(memory.store, memory._models.embed, now)


@pytest.fixture
def plumber(memory: Memory) -> Memory:
    memory.note("The plumber comes on Friday at nine.")
    memory.embed_waiting()
    return memory


def test_there_is_none_at_first_and_then_it_is_asked_when_it_is_time(plumber: Memory) -> None:
    assert plumber.scheduled() == []
    assert ask_at(plumber, MONDAY) == 0
    one = plumber.ask_every("day 18:00", QUESTION)
    later = one.made + timedelta(days=1)
    assert ask_at(plumber, one.made) == 0
    assert ask_at(plumber, later) == 1
    assert ask_at(plumber, later + timedelta(minutes=1)) == 0
    turns = plumber.turns(one.conversation)
    assert [turn.answer.question for turn in turns] == [QUESTION, QUESTION]
    assert (turns[0].answer.text, turns[0].answer.notice) == ("", "scheduled")
    assert "at nine" in turns[1].answer.text
    assert turns[1].answer.citations
    assert plumber.scheduled()[0].asked == turns[1].time
    assert plumber.conversations()[0][2] == QUESTION


def test_what_was_missed_while_the_machine_slept_is_asked_once(plumber: Memory) -> None:
    one = plumber.ask_every("day 18:00", QUESTION)
    assert ask_at(plumber, one.made + timedelta(days=30)) == 1
    assert ask_at(plumber, one.made + timedelta(days=30, minutes=2)) == 0


def test_switched_off_it_waits_and_switched_on_it_asks_from_then(plumber: Memory) -> None:
    one = plumber.ask_every("day 18:00", QUESTION)
    assert one.on
    plumber.ask_by_itself(one.id, False)
    assert not plumber.scheduled()[0].on
    assert ask_at(plumber, one.made + timedelta(days=3)) == 0
    later = one.made + timedelta(days=3, hours=1)
    scheduled.switch(plumber.store, one.id, later, on=True)
    assert ask_at(plumber, later) == 0  # what it missed is not asked late
    assert ask_at(plumber, later + timedelta(days=1)) == 1
    with pytest.raises(KnownError, match="no_such_schedule"):
        plumber.ask_by_itself("nobody", True)


def test_taken_away_it_is_asked_no_more_and_its_answers_stay(plumber: Memory) -> None:
    one = plumber.ask_every("day 18:00", QUESTION)
    ask_at(plumber, one.made + timedelta(days=1))
    plumber.ask_no_more(one.id)
    assert plumber.scheduled() == []
    assert len(plumber.turns(one.conversation)) == 1
    assert ask_at(plumber, one.made + timedelta(days=3)) == 0
    with pytest.raises(KnownError, match="no_such_schedule"):
        plumber.ask_no_more(one.id)


def test_it_is_forgotten_as_every_question_is(plumber: Memory) -> None:
    one = plumber.ask_every("day 18:00", "What of the zebra?")
    plumber.ask_every("day 19:00", QUESTION)
    hidden = plumber.forget(Selection(ids=(one.id,)), undo_s=60)
    assert [held.question for held in plumber.scheduled()] == [QUESTION]
    assert ask_at(plumber, one.made + timedelta(days=1)) == 1
    plumber.undo_forget(hidden.id)
    assert len(plumber.scheduled()) == 2
    plumber.forget(Selection(matching="zebra"))
    assert [held.question for held in plumber.scheduled()] == [QUESTION]
    assert "zebra" not in json.dumps(plumber.store.rows("SELECT question, answer FROM turn"))
    plumber.forget(Selection(everything=True))
    assert plumber.scheduled() == []
    assert chats.conversations(plumber.store) == []


def test_an_empty_question_and_odd_words_change_nothing(plumber: Memory) -> None:
    for said, question in (("evening", "  "), ("sometimes", QUESTION)):
        with pytest.raises(KnownError):
            plumber.ask_every(said, question)
    assert scheduled.held(plumber.store) == []
    assert plumber.store.value("SELECT count(*) FROM conversation") == 0


def test_a_question_that_speaks_of_schedules_is_none(plumber: Memory) -> None:
    conversation = plumber.new_conversation()
    plumber.ask('What does "scheduled" mean for the plumber?', conversation=conversation)
    assert plumber.scheduled() == []


def test_the_command_line_adds_lists_and_removes(run: Run) -> None:
    run("init")
    assert run("ask", "--scheduled").status == 0
    added = run("ask", "--every", "evening 18:00", "What did I promise today?", "--json").json
    assert [(one["question"], one["every"], one["asked"]) for one in added] == [
        ("What did I promise today?", "evening 18:00", None)
    ]
    assert "What did I promise today?" in run("ask", "--scheduled").out
    assert run("ask", "--every", "sometimes", "What?").status != 0
    assert run("ask", "--every", "evening").status == 2
    assert run("ask").status == 2
    assert run("ask", "--remove", added[0]["id"], "--json").json == []
    assert run("ask", "--remove", added[0]["id"]).status != 0
