"""What has a day and a time is an appointment, seen from the moment that names it; moved, it is another in its place."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consolidate import appointments
from app.consolidate.ahead import days_named, times_named
from app.consolidate.english import ENGLISH
from app.consolidate.facts import here_of
from app.memory import Memory
from app.records import Selection
from app.store.db import Store
from app.store.facts import Seen, SeenLine
from tests.test_facts import everything, moment, tell

AT = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)  # a Wednesday


def seen(
    *lines: str,
    kind: str = "screen",
    title: str = "Week - Calendar",
    at: datetime = AT,
    id_: int = 1,
    zone: str = "Europe/Berlin",
) -> Seen:
    held = tuple(SeenLine(line, fresh=True) for line in lines)
    return Seen(id_, 1, kind, at, zone, "Calendar", title, "", "", held)


def told(moment_: Seen) -> list[tuple[str, str]]:
    return [(one.what, one.at.strftime("%m-%d %H:%M")) for one in appointments.found(moment_)]


def test_a_calendar_shows_its_own_week() -> None:
    week = seen("Monday", "| 09:30 Call with Ann about the wall", "Thursday", "] 19:00 - 21:00 Choir, parish house")
    assert told(week) == [("Call with Ann about the wall", "11-09 08:30"), ("Choir", "11-12 18:00")]
    found = appointments.found(week)
    assert found[0].with_ == ("Ann",)
    assert found[1].until == found[1].at + timedelta(hours=2)
    assert told(seen("Monday", "09:30 Call", title="Next week - Calendar")) == [("Call", "11-16 08:30")]


def test_times_without_a_day_above_them_are_none() -> None:
    assert told(seen("12:48 Who comes?", "12:49 Not me", title="Chat")) == []


@pytest.mark.parametrize(
    ("sentence", "at"),
    [
        ("The recital is on the 12th of December at 17:00.", "12-12 16:00"),
        ("Dentist tomorrow at 3pm", "11-12 14:00"),
        ("The fitter can come on Friday between 7:30 and 8:30.", "11-13 06:30"),
        ("The board starts later today: 16:00 instead of 14:00.", "11-11 15:00"),
        ("Next Tuesday at noon we have the tasting.", "11-17 11:00"),
    ],
)
def test_a_sentence_is_seen_from_its_moment(sentence: str, at: str) -> None:
    assert [when for _, when in told(seen(sentence, kind="message", title=""))] == [at]


@pytest.mark.parametrize(
    "sentence",
    [
        "Is the recital on Friday at 5pm?",
        "The tour was on Monday at 9:00.",
        "Open on Friday until 16:00.",
        "See you on Friday",
    ],
)
def test_what_is_asked_past_or_without_a_time_is_none(sentence: str) -> None:
    assert told(seen(sentence, kind="message", title="")) == []


@given(st.text(max_size=120))
def test_any_text_can_be_looked_at(text: str) -> None:
    here = here_of(AT, "Europe/Berlin", ENGLISH)
    assert all(one.start < one.end for one in [*days_named(text, here), *times_named(text, here)])
    told(seen(*text.split("\n")))


# -- in a memory


def learnt(store: Store, *moments: Seen) -> list[tuple[str, str]]:
    with store.writing():
        for one in moments:
            appointments.learn(store, one, appointments.found(one))
    rows = store.rows("SELECT title, status FROM memory WHERE name LIKE 'appointment:%' ORDER BY id")
    return [(title, status) for title, status in rows]


def there(memory: Memory, count: int) -> None:
    for n in range(count):
        memory.note(f"moment {n}")


def test_what_a_calendar_shows_elsewhere_later_was_moved(memory: Memory) -> None:
    there(memory, 2)
    old = seen("Wednesday", "14:00 Planning board, hall 2", "18:15 Vet", id_=1)
    new = seen("Wednesday", "16:00 Planning board, hall 5", "18:15 Vet", id_=2, at=AT + timedelta(minutes=2))
    assert learnt(memory.store, old, new) == [
        ("Planning board", "superseded"),
        ("Vet", "active"),
        ("Planning board", "fresh"),
    ]


def test_two_of_a_name_on_one_day_are_two(memory: Memory) -> None:
    there(memory, 2)
    both = ("Wednesday", "10:00 Standup", "16:00 Standup")
    assert learnt(memory.store, seen(*both, id_=1), seen(*both, id_=2)) == [
        ("Standup", "active"),
        ("Standup", "active"),
    ]


def test_an_appointment_goes_with_the_moment_that_names_it(memory: Memory, tmp_path: Path) -> None:
    tell(memory, tmp_path, ("Ann", "The recital is on the 12th of December at 17:00.", AT), ("Bo", "We eat soup.", AT))
    assert memory.store.value("SELECT count(*) FROM memory WHERE name LIKE 'appointment:%'") == 1
    memory.forget(Selection(ids=(moment(memory, "The recital is on the 12th of December at 17:00."),)))
    memory.consolidate()
    assert "recital" not in everything(memory)


def test_an_appointment_of_two_moments_keeps_only_the_words_of_the_other(memory: Memory, tmp_path: Path) -> None:
    first, second = "The recital is on 12 December at 17:00, says Quirrel.", "The recital is on 12 December at 5pm."
    tell(memory, tmp_path, ("Ann", first, AT), ("Bo", second, AT + timedelta(hours=1)))
    memory.forget(Selection(ids=(moment(memory, first),)))
    memory.consolidate()
    assert memory.store.rows("SELECT text, status FROM memory WHERE name LIKE 'appointment:%'") == [(second, "fresh")]
    assert "Quirrel" not in everything(memory)
