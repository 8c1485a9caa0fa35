"""The memory as a calendar: right about its days, quick however much it holds, and at home with times in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.errors import KnownError
from app.memory import Memory
from app.records import LedgerRow, Selection
from app.store import frames, ledger
from app.store.db import to_us
from app.store.frames import MOMENT_COLUMNS, NewMoment, moment_values, new_public_ids
from app.store.ledger import TickEntry
from app.store.memories import NewMemory, put
from ui.loaded import LoadedDay, Wish, load_day

FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)
A_DAY = 20
TICK = timedelta(seconds=30)


def fill(memory: Memory, days: int) -> None:
    """So many days of the same shape, with a ledger row beside each moment. Rows only: no picture, no text."""
    ids = iter(new_public_ids(days * A_DAY))
    moments, ticks = [], []
    for at in (FIRST + timedelta(days=n, minutes=3 * k) for n in range(days) for k in range(A_DAY)):
        moments.append(moment_values(next(ids), NewMoment("screen", at, "UTC", app="Editor", title="a plan")))
        ticks.append((to_us(at), to_us(at + TICK), "UTC", 3, "one", "same", "", 0.0))
    with memory.store.writing():
        memory.store.connection.executemany(
            f"INSERT INTO moment({MOMENT_COLUMNS}) VALUES ({','.join('?' * 19)})", moments
        )
        memory.store.connection.executemany(
            "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason, grab_ms) VALUES (?,?,?,?,?,?,?,?)",
            ticks,
        )


def day_of(number: int) -> str:
    return (FIRST + timedelta(days=number)).date().isoformat()


@contextmanager
def statements(memory: Memory) -> Iterator[list[str]]:
    """The statements that are run meanwhile, as SQLite saw them."""
    seen: list[str] = []
    memory.store.connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        memory.store.connection.set_trace_callback(None)


def steps(memory: Memory, work: Any) -> int:
    """How many hundreds of steps of its machine SQLite takes for some work: what it costs, whatever the computer."""
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    memory.store.connection.set_progress_handler(count, 100)
    try:
        work()
    finally:
        memory.store.connection.set_progress_handler(None, 0)
    return counted[0]


def scanned(memory: Memory, sql: str) -> list[str]:
    """The tables of the memory that a statement walks through from end to end."""
    plan = memory.store.rows(f"EXPLAIN QUERY PLAN {sql}")
    tables = {"moment", "m", "ledger", "memory", "layer", "picture", "passage"}
    return [row[3] for row in plan if row[3].startswith("SCAN") and row[3].split()[1] in tables]


def test_the_days_are_those_that_hold_something_newest_first_with_their_bounds_and_counts(memory: Memory) -> None:
    assert memory.almanac.days() == []
    assert memory.almanac.day(day_of(0)) is None
    fill(memory, 3)
    assert memory.almanac.days() == [day_of(2), day_of(1), day_of(0)]
    held = memory.almanac.day(day_of(1))
    assert held is not None
    assert (held.first, held.last) == (FIRST + timedelta(days=1), FIRST + timedelta(days=1, minutes=3 * (A_DAY - 1)))
    assert held in memory.days()
    assert memory.almanac.counts([day_of(0), "2026-01-01"]) == {day_of(0): A_DAY, "2026-01-01": 0}


def test_what_is_being_forgotten_is_in_no_day_and_comes_back_with_undo(memory: Memory) -> None:
    fill(memory, 2)
    gone = [one.id for one in memory.timeline(FIRST + timedelta(days=1), limit=100)]
    receipt = memory.forget(Selection(ids=tuple(gone)), undo_s=60)
    assert memory.almanac.days() == [day_of(0)]
    assert memory.almanac.counts([day_of(0), day_of(1)]) == {day_of(0): A_DAY, day_of(1): 0}
    memory.undo_forget(receipt.id)
    assert memory.almanac.days() == [day_of(1), day_of(0)]


def test_showing_a_day_walks_through_no_table_and_costs_the_same_in_a_memory_of_many(memory: Memory) -> None:
    fill(memory, 15)
    wish = Wish(day_of(7), edge="first")
    few = steps(memory, lambda: load_day(memory, wish))
    days_of_few = steps(memory, memory.almanac.days)
    memory.store.execute("DELETE FROM moment")
    memory.store.execute("DELETE FROM ledger")
    fill(memory, 600)
    with statements(memory) as seen:
        loaded = load_day(memory, wish)
        memory.almanac.counts([day_of(7)])
        memory.almanac.meant("yesterday")
    assert len(loaded.moments) == A_DAY
    read = [sql for sql in seen if sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(read) >= 5
    assert {sql: found for sql in read if (found := scanned(memory, sql))} == {}
    many = steps(memory, lambda: load_day(memory, wish)) - steps(memory, memory.almanac.days)
    assert many <= 1.5 * (few - days_of_few) + 3
    assert steps(memory, memory.almanac.days) < 600  # 100 steps a day at most
    everything = steps(memory, memory.days)  # the known-bad case: this one does walk over all moments
    assert everything > 10 * many


def test_a_plan_that_walks_through_a_table_is_noticed(memory: Memory) -> None:
    assert scanned(memory, "SELECT count(*) FROM moment WHERE title = 'a'") != []
    assert scanned(memory, "SELECT 1 FROM moment WHERE day = '2026-01-01'") == []


def test_the_ledger_of_a_time_holds_also_the_long_row_around_it(memory: Memory) -> None:
    def tick(minutes: float, monitor: str, outcome: str) -> None:
        ledger.add_tick(memory.store, TickEntry(FIRST + timedelta(minutes=minutes), "UTC", monitor, outcome))

    for step in range(0, 600, 1):
        tick(step / 6, "one", "idle")  # one row of 100 minutes
    for step in range(90):
        tick(step, "two", "kept")  # rows of their own, a minute apart
    found = memory.ledger(FIRST + timedelta(minutes=40), FIRST + timedelta(minutes=50))
    assert [row.monitor for row in found if row.outcome == "idle"] == ["one"]
    assert len([row for row in found if row.monitor == "two"]) == 10
    assert memory.ledger(FIRST + timedelta(minutes=200), FIRST + timedelta(minutes=300)) == []
    assert all(isinstance(row, LedgerRow) for row in found)


def test_episodes_of_a_time_are_those_that_touch_it(memory: Memory) -> None:
    fill(memory, 1)
    moments = memory.timeline(FIRST, limit=A_DAY)
    for at, (first, last) in enumerate(((0, 4), (6, 12), (15, 19))):
        row_id, _ = frames.moment_by_id(memory.store, moments[first].id)
        times = (moments[first].time, moments[last].time)
        put(memory.store, NewMemory("episodic", f"episode:{moments[first].id}", f"E{at}", "", *times, moments=[row_id]))
    assert [one.title for one in memory.almanac.episodes(moments[10].time, moments[16].time)] == ["E1", "E2"]
    assert memory.almanac.episodes(moments[13].time, moments[14].time) == []
    assert memory.almanac.episodes(moments[6].time, moments[6].time)[0].id == moments[6].id


def test_a_time_in_words_is_understood_and_a_clock_alone_is_of_the_shown_day(memory: Memory) -> None:
    since, until = memory.almanac.meant("last tuesday")
    assert since.astimezone().weekday() == 1
    assert until - since <= timedelta(hours=25)
    since, _ = memory.almanac.meant("10:30", "2026-03-04")
    assert since.astimezone().strftime("%Y-%m-%d %H:%M") == "2026-03-04 10:30"
    since, _ = memory.almanac.meant("at 4 pm", "2026-03-04")
    assert since.astimezone().strftime("%Y-%m-%d %H:%M") == "2026-03-04 16:00"
    with pytest.raises(KnownError, match="bad_time"):
        memory.almanac.meant("the thing with the boiler")


def test_a_day_without_moments_leads_to_the_nearest_one_and_a_time_to_the_nearest_moment(memory: Memory) -> None:
    fill(memory, 2)
    loaded = load_day(memory, Wish("2026-02-01", edge="first"))
    assert (loaded.day.date if loaded.day else "", loaded.missed) == (day_of(0), "2026-02-01")
    loaded = load_day(memory, Wish(time=FIRST + timedelta(minutes=7)))
    assert loaded.moments[loaded.place()].time == FIRST + timedelta(minutes=6)
    assert load_day(memory, Wish()).place() == A_DAY - 1
    assert date.fromisoformat(load_day(memory, Wish()).dates[0]) == date(2026, 3, 3)


def test_the_same_day_is_known_as_the_same_and_a_new_moment_changes_it(memory: Memory) -> None:
    fill(memory, 1)
    before = load_day(memory, Wish())
    assert load_day(memory, Wish(edge="first")).same_day(before)
    with memory.store.writing():
        frames.add_moment(memory.store, NewMoment("note", FIRST + timedelta(hours=3), "UTC"))
    assert not load_day(memory, Wish()).same_day(before)
    assert not LoadedDay(Wish()).same_day(before)
