"""The budget is kept whatever reading costs; what was saved may be spent at once; looking is not its business."""

from app.governor import SLOWER, Governor
from app.settings import Settings

SETTINGS = Settings(cpu_share=30, mb_a_day=100)


def worked(governor: Governor, seconds: int, cost_s: float) -> float:
    """Processor seconds that a reader used in a time when each moment costs so much and always one waits."""
    now_s = used_s = 0.0
    while now_s < seconds:
        wait_s = governor.wait_s(now_s)
        if wait_s > 0:
            now_s += min(wait_s, 0.25)
            continue
        governor.read(cost_s)
        governor.spent(cost_s, now_s)
        used_s += cost_s
        now_s += cost_s
    return used_s


def test_reading_stays_within_its_share_over_an_hour() -> None:
    used_s = worked(Governor(SETTINGS, lambda: False), 3600, 1.3)
    assert 0.28 * 3600 < used_s < 0.30 * 3600 + 0.30 * 120 + 2 * 1.3


def test_what_was_saved_is_spent_at_once() -> None:
    governor = Governor(SETTINGS, lambda: False)
    governor.wait_s(0.0)
    for _ in range(20):
        assert governor.wait_s(600.0) == 0.0
        governor.read(1.7)
    for _ in range(4):
        governor.read(1.7)
    assert governor.wait_s(600.0) > 0


def test_on_battery_it_is_slower_the_same_or_waits() -> None:
    assert worked(Governor(SETTINGS, lambda: True), 3600, 1.0) < SLOWER * 0.30 * 3600 + 0.30 * 120 + 2
    same = Settings(cpu_share=30, on_battery="same")
    assert worked(Governor(same, lambda: True), 3600, 1.0) > 0.28 * 3600
    waits = Governor(Settings(on_battery="wait"), lambda: True)
    assert waits.wait_s(0.0) > 0
    assert waits.cost(0.0).waiting == "battery"


def test_the_meter_tells_the_last_minute_and_the_day() -> None:
    governor = Governor(SETTINGS, lambda: False)
    governor.spent(5.0, 0.0)
    governor.spent(3.0, 100.0)
    governor.kept(99_000_000)
    cost = governor.cost(110.0)
    assert (cost.cpu_percent, cost.cpu_limit_percent, cost.mb_today, cost.mb_limit) == (5.0, 30.0, 99.0, 100)
    assert not governor.full
    governor.kept(100_000_000)
    assert governor.full
