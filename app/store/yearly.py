"""What a calendar of the memory needs: which days hold moments, how many each, and where one day begins and ends. No text.

Every query here seeks in an index: what it costs grows with the days or with the one day that is asked for, never with the memory.
"""

from collections.abc import Sequence

from app.records import Day
from app.store.db import Store, from_us

_HELD = """
WITH RECURSIVE held(day) AS (
    SELECT max(day) FROM moment
    UNION ALL SELECT (SELECT max(m.day) FROM moment m WHERE m.day < held.day) FROM held WHERE held.day IS NOT NULL)
SELECT day FROM held
WHERE day IS NOT NULL AND EXISTS (SELECT 1 FROM moment m WHERE m.day = held.day AND m.forgetting_id IS NULL)
"""
_COUNT = "SELECT count(*) FROM moment WHERE day = ?"
_HIDDEN = "SELECT count(*) FROM moment WHERE forgetting_id IS NOT NULL AND +day = ?"
_IS_HIDDEN = "SELECT EXISTS (SELECT 1 FROM moment WHERE forgetting_id IS NOT NULL)"
_DAY = "SELECT count(*), min(at_us), max(at_us) FROM moment WHERE day = ? AND forgetting_id IS NULL"


def held_days(store: Store) -> list[str]:
    """The local days that hold visible moments, newest first: a seek a day, not a walk over all moments."""
    return [str(row[0]) for row in store.rows(_HELD)]


def counts(store: Store, days: Sequence[str]) -> dict[str, int]:
    """How many visible moments each of these days holds, read off the index of days alone."""
    hidden = bool(store.value(_IS_HIDDEN))
    return {
        day: int(store.value(_COUNT, (day,))) - (int(store.value(_HIDDEN, (day,))) if hidden else 0) for day in days
    }


def day(store: Store, date: str) -> Day | None:
    """One local day, or None where it holds nothing. Reads the rows of that day."""
    count, first, last = store.rows(_DAY, (date,))[0]
    return Day(date, int(count), from_us(first), from_us(last)) if count else None
