"""The figures of days: they are those of computed answers, days add up to weeks, what the recorder did is told as its ledger has it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from app import demo
from app.answer import computed, saying
from app.insights import Bar, Counting, Figures
from app.memory import Memory
from app.records import Filters, Selection
from app.store import ledger, time_spent
from app.store.db import to_us
from app.store.frames import NewMoment, add_moment
from app.store.memories import NewMemory, put
from tests.bench import computed as bench
from tests.test_computed import DAY, NOW, ZONE, at, screen, tick
from tests.test_forgetting import steps_of

THURSDAY = DAY.date()


def figures(memory: Memory, first: date = THURSDAY, last: date | None = None, *, now: datetime = NOW) -> Figures:
    found = memory.insights.figures(first, last or first, now=now, zone=ZONE)
    assert isinstance(found, Figures)
    return found


def bar(bars: tuple[Bar, ...], name: str) -> Bar:
    return next(one for one in bars if one.name == name)


def answered(memory: Memory, question: str, *, now: datetime = NOW, zone: str = ZONE) -> str:
    """The length that a computed answer begins with."""
    answer = computed.answered(memory.store, question, Filters(), now=now, zone=zone)
    assert answer is not None, question
    match = re.match(r"(?:\d+ h \d+ min|\d+ h|\d+ min|\d+ s)(?= )", answer.text)
    return match[0] if match else "0 s"


@pytest.fixture
def week(memory: Memory) -> Memory:
    """The windows and messages of the demo week; of one of its days also a ledger with times away and paused, over two monitors."""
    with memory.store.writing():
        for one in demo.week(story="a", last_day=bench.LAST_DAY):
            moment = NewMoment(
                kind=one.kind, at=one.at, zone=one.zone, app=one.app, title=one.title, url=one.url, site=one.site,
                thread=one.thread, author=one.author, stream="demo" if one.kind == "screen" else "",
            )  # fmt: skip
            add_moment(memory.store, moment)
        day = bench.LAST_DAY - timedelta(days=2)
        for n, outcome in enumerate(("same", "idle", "same", "paused", "same") * 4):
            since = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(minutes=n * 35)
            values = (to_us(since), to_us(since + timedelta(minutes=34)), outcome)
            memory.store.execute(
                "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome) VALUES (?, ?, 'UTC', 9, 'demo', ?)",
                values,
            )
    return memory


# -- the same figures as answers


@pytest.mark.parametrize("days", [1, 7])
def test_every_bar_says_what_the_computed_answer_says(week: Memory, days: int) -> None:
    last = bench.LAST_DAY
    compared = 0
    for first in (last - timedelta(days=n) for n in range(7 if days == 1 else 1)):
        begin = first if days == 1 else last - timedelta(days=6)
        found = week.insights.figures(begin, begin + timedelta(days=days - 1), now=bench.NOW, zone=bench.ZONE)
        assert isinstance(found, Figures)
        when = f"from {begin:%-d %B %Y} to {found.last:%-d %B %Y}" if days > 1 else f"on {begin:%-d %B %Y}"
        for one in (*found.apps, *found.sites):
            said = answered(week, f"How long was I in {one.name} {when}?", now=bench.NOW, zone=bench.ZONE)
            assert said == saying.amount(one.held_us), (one.name, when)
            compared += 1
        said = answered(week, f"How long was I at the computer {when}?", now=bench.NOW, zone=bench.ZONE)
        assert said == saying.amount(found.held_us)
    assert compared > 20


def test_how_long_in_the_editor_yesterday_is_the_length_of_its_bar(week: Memory) -> None:
    now = datetime.combine(bench.LAST_DAY - timedelta(days=4), datetime.min.time(), UTC) + timedelta(hours=20)
    yesterday = now.date() - timedelta(days=1)
    found = week.insights.figures(yesterday, yesterday, now=now, zone=bench.ZONE)
    assert isinstance(found, Figures)
    editor = bar(found.apps, "LibreOffice Writer")
    assert answered(week, "How long was I in Writer yesterday?", now=now, zone=bench.ZONE) == saying.amount(
        editor.held_us
    )


def test_the_comparison_sees_another_day_and_another_length(week: Memory) -> None:
    day = bench.LAST_DAY - timedelta(days=4)
    found = week.insights.figures(day, day, now=bench.NOW, zone=bench.ZONE)
    assert isinstance(found, Figures)
    one = found.apps[0]
    other = answered(
        week, f"How long was I in {one.name} on {day + timedelta(days=1):%-d %B %Y}?", now=bench.NOW, zone=bench.ZONE
    )
    assert other != saying.amount(one.held_us)
    assert saying.amount(one.held_us + 60_000_000) != saying.amount(one.held_us)


def test_the_days_of_a_range_add_up_also_over_midnight(memory: Memory) -> None:
    for minutes in (0, 945, 955, 963, 975, 985):  # the day ends after 960 minutes
        screen(memory, minutes, "Gimp")
    both = figures(memory, THURSDAY, THURSDAY + timedelta(days=1))
    assert bar(both.apps, "Gimp").held_us == 40 * 60_000_000
    assert [held // 60_000_000 for _, held in both.days] == [15, 25]
    question = "How long was I in Gimp from 12 November 2026 to 13 November 2026?"
    assert answered(memory, question) == "40 min"
    alone = figures(memory)
    assert bar(alone.apps, "Gimp").held_us == 10 * 60_000_000  # of a day alone nobody knows what comes after it
    assert answered(memory, "How long was I in Gimp on Thursday?") == "10 min"


# -- what is counted


def test_a_bar_opens_with_its_longest_stretch_and_tells_how_many_there_were(memory: Memory) -> None:
    ids = [
        screen(memory, minutes, app)
        for minutes, app in ((0, "Gimp"), (4, "Gimp"), (5, "Mail"), (9, "Gimp"), (29, "Gimp"))
    ]
    gimp = bar(figures(memory).apps, "Gimp")
    assert (gimp.times, gimp.held_us) == (2, 24 * 60_000_000)
    assert [one.moment.id for one in gimp.stretches] == [ids[3], ids[0]]
    assert (gimp.stretches[0].since, gimp.stretches[0].until) == (at(9), at(29))


def test_focus_is_a_quarter_of_an_hour_at_one_document_with_nothing_else_in_front(memory: Memory) -> None:
    for minutes, title in (
        (0, "plan.odt"),
        (10, "plan.odt"),
        (14, "plan.odt"),
        (15, "mail"),
        (16, "plan.odt"),
        (36, "plan.odt"),
    ):
        screen(memory, minutes, "Writer", title)
    found = figures(memory)
    assert [(one.name, one.held_us // 60_000_000) for one in found.focus] == [("plan.odt", 20)]
    assert (found.focus_us, found.focus_times) == (20 * 60_000_000, 1)


def test_calls_are_known_by_program_site_and_title_and_appointments_are_listed(memory: Memory) -> None:
    shown = screen(memory, 0, "Zoom")
    screen(memory, 10, "Zoom")
    for minutes, site, title in (
        (11, "meet.google.com", "Weekly"),
        (16, "meet.google.com", "Weekly"),
        (17, "", "Huddle: roof"),
        (19, "", "Huddle: roof"),
    ):
        screen(memory, minutes, "Firefox" if site else "Slack", title, site=site)
    row_id = memory.store.value("SELECT id FROM moment WHERE public_id = ?", (shown,))
    put(memory.store, NewMemory("semantic", "appointment:1", "Roof", "Roof at 9", at(60), at(90), moments=[row_id]))
    put(memory.store, NewMemory("semantic", "appointment:2", "Far", "Far", at(6000), None, moments=[row_id]))
    found = figures(memory)
    assert [(one.name, one.held_us // 60_000_000) for one in found.meetings] == [
        ("Zoom", 10),
        ("meet.google.com", 5),
        ("Slack", 2),
    ]
    assert found.meetings_us == 17 * 60_000_000
    assert [(one.title, one.moment and one.moment.id) for one in found.appointments] == [("Roof", shown)]


def test_a_project_is_counted_by_the_windows_that_name_it_as_an_answer_does(memory: Memory) -> None:
    first = screen(memory, 0, "Writer", "Elm-Road offer.odt")
    for minutes, title in (
        (12, "Elm-Road offer.odt"),
        (13, "other.odt"),
        (20, "Plan of elm road"),
        (24, "Plan of elm road"),
    ):
        screen(memory, minutes, "Writer", title)
    row_id = memory.store.value("SELECT id FROM moment WHERE public_id = ?", (first,))
    put(memory.store, NewMemory("semantic", "project:elm road", "Elm Road", "Elm Road", None, None, moments=[row_id]))
    (project,) = figures(memory).projects
    assert (project.name, project.held_us) == ("Elm Road", 16 * 60_000_000)
    assert answered(memory, "How long did I work on Elm Road on Thursday?") == "16 min"


def test_hours_and_days_hold_the_same_time(memory: Memory) -> None:
    for minutes in (50, 70, 100, 125):
        screen(memory, minutes, "Gimp")
    found = figures(memory)
    assert [held // 60_000_000 for held in found.hours[8:11]] == [10, 60, 5]
    assert sum(found.hours) == found.held_us == dict(found.days)[THURSDAY]


# -- what the recorder did


def test_what_was_recorded_is_told_by_the_ledger_to_the_last_minute(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    for first, last, outcome in (
        (0, 10, "same"),
        (10.1, 30, "idle"),
        (30.1, 35, "paused"),
        (35.1, 36, "excluded"),
        (50, 60, "locked"),
    ):
        tick(memory, first, last, outcome)
    found = figures(memory, now=at(120))
    minutes = {one.kind: round(one.held_us / 6e7) for one in found.covering}
    assert minutes == {"recorded": 10, "idle": 20, "paused": 5, "excluded": 1, "locked": 10, "off": 74}
    assert sum(one.held_us for one in found.covering) == found.whole_us == 120 * 60_000_000
    idle = next(one for one in found.covering if one.kind == "idle")
    assert idle.since is not None
    assert abs(idle.since - at(10.1)) < timedelta(seconds=2)


def test_where_monitors_differ_what_was_recorded_counts_and_no_time_counts_twice(memory: Memory) -> None:
    tick(memory, 0, 20, "same", "DP-1")
    tick(memory, 10, 30, "excluded", "DP-2")
    found = figures(memory, now=at(30))
    assert {one.kind: round(one.held_us / 6e7) for one in found.covering} == {"recorded": 20, "excluded": 10}


def test_without_a_ledger_nothing_is_said_of_the_recorder(memory: Memory) -> None:
    screen(memory, 0, "Gimp")
    assert figures(memory).covering == ()


def test_a_row_of_many_days_is_found_from_any_of_them(memory: Memory) -> None:
    tick(memory, 0, 1, "same")
    memory.store.execute("UPDATE ledger SET until_us = ? WHERE outcome = 'same'", (to_us(at(3 * 1440)),))
    middle = figures(memory, THURSDAY + timedelta(days=1), now=at(4 * 1440))
    assert [(one.kind, one.held_us) for one in middle.covering] == [("recorded", 86_400_000_000)]


# -- what is kept, and what it costs


def test_what_changes_a_day_changes_its_figures_and_nothing_else_is_counted_again(memory: Memory) -> None:
    for day in range(4):
        for minutes in (0, 5, 9):
            screen(memory, day * 1440 + minutes, "Gimp")
    gone = screen(memory, 12, "Casino")
    screen(memory, 14, "Casino")
    last = THURSDAY + timedelta(days=3)
    before = figures(memory, THURSDAY, last)
    assert bar(before.apps, "Casino").held_us == 2 * 60_000_000
    again = steps_of(memory, lambda: figures(memory, THURSDAY, last))
    hidden = memory.forget(Selection(app="Casino"), undo_s=60)
    assert "Casino" not in [one.name for one in figures(memory, THURSDAY, last).apps]
    memory.undo_forget(hidden.id)
    assert figures(memory, THURSDAY, last) == before
    screen(memory, 2 * 1440 + 19, "Gimp")
    assert bar(figures(memory, THURSDAY, last).apps, "Gimp").held_us == 46 * 60_000_000
    assert steps_of(memory, lambda: figures(memory, THURSDAY, last)) <= again + 60
    assert gone


def test_a_long_range_is_counted_in_pieces_that_come_to_an_end(memory: Memory) -> None:
    for day in range(5):
        for minutes in (0, 5):
            screen(memory, day * 1440 + minutes, "Gimp")
    last = THURSDAY + timedelta(days=4)
    found: Figures | Counting = Counting(0, 0, ())
    steps = []
    while isinstance(found, Counting):
        found = memory.insights.figures(THURSDAY, last, now=at(9000), zone=ZONE, budget_s=0.0)
        steps.append(found.done if isinstance(found, Counting) else 5)
        assert len(steps) < 9
    assert steps == [1, 2, 3, 4, 5]
    assert bar(found.apps, "Gimp").held_us == 25 * 60_000_000
    days = memory.insights.days(THURSDAY, last, now=at(9000), zone=ZONE)
    assert days.days == found.days


def test_counting_in_pieces_ends_also_where_pictures_are_not_read_yet_and_starts_anew_after_forgetting(
    memory: Memory,
) -> None:
    for day in range(4):
        for minutes in (0, 5):
            screen(memory, day * 1440 + minutes, "Gimp")
    memory.store.execute("UPDATE moment SET reading = 'pending' WHERE id = 1")
    last = THURSDAY + timedelta(days=3)

    def piece() -> Figures | Counting:
        return memory.insights.figures(THURSDAY, last, now=at(9000), zone=ZONE, budget_s=0.0)

    told = [piece() for _ in range(4)]
    assert [one.done for one in told if isinstance(one, Counting)] == [1, 2, 3]
    assert isinstance(told[3], Figures)
    piece()
    piece()
    memory.forget(Selection(since=at(3 * 1440)), undo_s=60)
    after = piece()
    assert isinstance(after, Counting)
    assert after.days == ((last, 0),)


def test_a_week_of_a_long_memory_reads_that_week_only(memory: Memory) -> None:
    def fill(days: range) -> None:
        with memory.store.writing():
            for day in days:
                for n in range(12):
                    moment = NewMoment("screen", at(day * 1440 + n), ZONE, app=f"App {n % 3}", title="x", stream="DP-1")
                    add_moment(memory.store, moment)
                    values = (to_us(at(day * 1440 + n)), to_us(at(day * 1440 + n + 0.9)))
                    memory.store.execute(
                        "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome) VALUES (?, ?, 'UTC', 1, 'DP-1', 'same')",
                        values,
                    )

    fill(range(7))
    last = THURSDAY + timedelta(days=6)
    now = at(400 * 1440)
    figures(memory, THURSDAY, last, now=now)

    def taken() -> int:
        memory.insights._held.clear()
        return steps_of(memory, lambda: figures(memory, THURSDAY, last, now=now))

    before = taken()
    fill(range(20, 120))
    figures(memory, THURSDAY, last, now=now)  # looks once for rows that last long
    assert taken() < before * 1.5
    assert len(time_spent.looked_at(memory.store, time_spent.LongRows(), to_us(at(0)), to_us(at(7 * 1440)))) == 84


def test_an_empty_memory_has_figures_without_a_beginning(memory: Memory) -> None:
    found = figures(memory)
    assert (found.began, found.latest, found.held_us, found.whole_us, found.apps) == (None, None, 0, 0, ())
    ledger.add_tick(memory.store, ledger.TickEntry(at(0), ZONE, "DP-1", "idle"))
    assert figures(memory).began == at(0)
