"""How a day is drawn: spans, gaps, scale, density. Pure functions."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import Episode, LedgerRow, Moment
from ui import day

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def moment(minutes: float, app: str) -> Moment:
    return Moment(f"m{minutes}", "screen", at(minutes), "UTC", app=app)


def row(since: float, until: float, outcome: str) -> LedgerRow:
    return LedgerRow(at(since), at(until), 1, outcome, "", "")  # type: ignore[arg-type]


def test_moments_of_one_application_that_follow_each_other_are_one_span() -> None:
    found = day.spans([moment(0, "Mail"), moment(2, "Mail"), moment(3, "Editor")])
    assert [(span.app, span.moments) for span in found] == [("Mail", 2), ("Editor", 1)]
    assert found[0].until == at(3)


def test_a_page_that_stays_is_seen_until_the_recorder_saw_something_else() -> None:
    found = day.spans([moment(0, "Reader"), moment(50, "Mail")], [row(0, 30, "same"), row(30, 50, "idle")])
    assert found[0].until == at(30)


def test_kept_and_same_ticks_of_the_recorder_make_one_stretch() -> None:
    ledger = [row(0, 0, "kept"), row(0.1, 4, "same"), row(4.1, 4.1, "kept"), row(4.2, 8, "same"), row(8.1, 20, "idle")]
    found = day.spans([moment(0, "Reader"), moment(4.1, "Reader"), moment(60, "Mail")], ledger)
    assert [(span.app, span.until) for span in found] == [("Reader", at(8)), ("Mail", at(61))]
    assert [(one.since, one.until) for one in day.gaps(ledger)] == [(at(8.1), at(20))]


def test_without_a_ledger_no_moment_lasts_longer_than_ten_minutes() -> None:
    assert day.spans([moment(0, "Reader"), moment(50, "Mail")])[0].until == at(10)


def test_only_stretches_in_which_nothing_was_kept_are_gaps() -> None:
    rows = [row(0, 10, "kept"), row(10, 20, "locked"), row(20, 20.5, "idle"), row(21, 30, "same")]
    assert [one.outcome for one in day.gaps(rows)] == ["locked"]


def test_the_least_used_applications_share_a_lane() -> None:
    found = day.spans([moment(5 * n, f"App {n % 7}") for n in range(20)])
    lanes = day.lanes(found, 5)
    assert len(lanes) == 5
    assert lanes[-1] == ""
    assert day.lanes(found[:3], 5) == ["App 0", "App 1", "App 2"] or set(day.lanes(found[:3], 5)) == {
        "App 0",
        "App 1",
        "App 2",
    }


@given(st.floats(0, 1000), st.floats(0.1, 10))
def test_zooming_keeps_the_time_under_the_pointer_and_stays_within_the_day(x: float, factor: float) -> None:
    bounds = (at(0), at(600))
    scale = day.Scale(*bounds, 1000.0).zoomed(0.5, 500, bounds)
    zoomed = scale.zoomed(factor, x, bounds)
    assert bounds[0] <= zoomed.since < zoomed.until <= bounds[1] + timedelta(milliseconds=1)
    inside = zoomed.since > bounds[0] and zoomed.until < bounds[1]
    if inside:
        assert abs((zoomed.time(x) - scale.time(x)).total_seconds()) < 1


@given(st.lists(st.integers(0, 10_000), min_size=1, unique=True), st.integers(0, 10_000))
def test_the_nearest_moment_is_the_nearest(minutes: list[int], wanted: int) -> None:
    times = sorted(at(minute) for minute in minutes)
    found = times[day.nearest(times, at(wanted))]
    assert abs(found - at(wanted)) == min(abs(time - at(wanted)) for time in times)


def test_density_counts_every_moment_in_sight_once() -> None:
    times = [at(minute) for minute in (0, 1, 2, 59)]
    scale = day.Scale(at(0), at(60), 100.0)
    assert sum(day.density(times, scale, 20)) == 4
    assert day.density(times, scale, 20)[0] == 3


@pytest.mark.parametrize(("seconds", "step"), [(36_000, 7200), (3600, 600), (60, 10), (10, 2)])
def test_times_are_labelled_on_full_steps_from_hours_to_seconds_and_not_too_many(seconds: int, step: int) -> None:
    labels = day.marks(day.Scale(at(0), at(0) + timedelta(seconds=seconds), 1000.0), 6, at(-540))
    assert 2 <= len(labels) <= 7
    assert {(two - one).total_seconds() for one, two in pairwise(labels)} == {step}
    assert all((label - at(-540)).total_seconds() % step == 0 for label in labels)


def test_one_can_zoom_from_the_day_to_ten_seconds_and_no_closer() -> None:
    bounds = (at(0), at(600))
    scale = day.Scale(*bounds, 1000.0)
    for _ in range(60):
        scale = scale.zoomed(0.8, 300, bounds)
    assert scale.seconds == day.CLOSEST_S


def test_an_episode_is_a_bar_from_its_first_to_its_last_moment_and_one_without_moments_is_none() -> None:
    moments = [moment(minute, "Mail") for minute in (0, 5, 9, 40)]
    held = [
        Episode("a", "Letters", at(0), at(9)),
        Episode("b", "Gone", at(10), at(30)),
        Episode("c", "One", at(40), at(40)),
    ]
    lines = day.lines_of(moments, (), held)
    assert [(bar.title, bar.first, bar.last) for bar in lines.bars] == [("Letters", 0, 2), ("One", 3, 3)]


@given(st.floats(-2000, 2000))
def test_moving_along_the_day_never_leaves_it(x: float) -> None:
    bounds = (at(0), at(600))
    scale = day.Scale(at(100), at(160), 1000.0).moved(x, bounds)
    assert bounds[0] <= scale.since < scale.until <= bounds[1]
    assert scale.seconds == 3600
