"""When one looks: after bursts, clicks and scrolling, at least every few seconds while something moves, never for nothing."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from capture.triggers import ATTENDED_STALE_S, FLOOR_S, Triggers

Event = tuple[float, Any]


def looks_at(
    events: list[Event], until: float, share: Callable[[float], float] = lambda now: 0.05
) -> tuple[list[float], Triggers]:
    """The times of the looks when (time, what) happen and each look finds `share(now)` of the screen changed."""
    triggers, looks, events = Triggers(), [], sorted(events)
    triggers.looked(0.0, 1.0)
    while True:
        due = triggers.due()
        if events and (due is None or events[0][0] < due):
            at, what = events.pop(0)
            if what == "input":
                triggers.had_input(at)
            else:
                triggers.saw(what, at)
        elif due is not None and due <= until:
            looks.append(round(due, 3))
            triggers.looked(due, share(due))
        else:
            return looks, triggers


def burst(start: float, end: float, step: float, *what: str) -> list[Event]:
    return [(start + i * step, one) for i in range(round((end - start) / step)) for one in what]


def test_a_burst_of_typing_is_looked_at_once_after_its_pause() -> None:
    assert looks_at(burst(10, 12, 0.1, "input", "damage"), 60)[0] == [12.4]


def test_endless_typing_is_looked_at_every_few_seconds() -> None:
    looks, _ = looks_at(burst(10, 30, 0.1, "input", "damage"), 60)
    assert looks[:2] == [10 + ATTENDED_STALE_S, 10 + 2 * ATTENDED_STALE_S]
    assert looks[-1] >= 30.0


def test_what_moves_with_nobody_there_is_looked_at_every_five_seconds() -> None:
    looks, _ = looks_at(burst(10, 60, 0.1, "damage"), 60)
    assert looks[:3] == [15.0, 20.0, 25.0]


def test_clicks_windows_scrolling_and_copying_each_have_their_pause() -> None:
    assert looks_at([(10, "click"), (10.1, "damage")], 60)[0] == [10.2]
    assert looks_at([(10, "window"), (10.1, "damage")], 60)[0] == [10.3]
    assert looks_at([(10, "clipboard")], 60)[0] == [10.2]
    assert looks_at([(10, "scroll"), (10.01, "damage"), (10.2, "scroll"), (10.21, "damage")], 60)[0] == [10.6]


def test_a_click_that_changes_nothing_is_not_looked_at_and_late_damage_has_its_own_pause() -> None:
    assert looks_at([(10, "click")], 60)[0] == []
    assert looks_at([(10, "click"), (10.4, "damage")], 60)[0] == [10.9]


def test_never_more_often_than_the_floor() -> None:
    looks, _ = looks_at(burst(10, 12, 0.21, "click", "damage"), 60)
    assert len(looks) > 3
    assert all(later - earlier >= FLOOR_S - 1e-9 for earlier, later in pairwise(looks))


def test_a_blinking_cursor_is_looked_at_every_five_seconds() -> None:
    looks, _ = looks_at(burst(10, 70, 0.6, "damage"), 70, lambda now: 0.0)
    assert 10 <= len(looks) <= 14


def test_a_video_is_sustained_and_a_clock_is_not() -> None:
    looks, triggers = looks_at(burst(10, 100, 0.1, "damage"), 100)
    assert triggers.sustained(100.0)
    assert all(later - earlier <= 5.1 for earlier, later in pairwise(looks))
    assert not triggers.sustained(140.0)
    assert not looks_at(burst(10, 100, 1.0, "damage"), 100, lambda now: 0.005)[1].sustained(100.0)


def test_while_resting_damage_asks_once_a_second_whether_somebody_is_back() -> None:
    triggers = Triggers()
    triggers.saw("damage", 10.0)
    triggers.rested(10.5)
    triggers.saw("damage", 10.6)
    assert triggers.due() == 11.5
    assert triggers.dirty
