"""The memory as a calendar: its days, what happened in each, and what a time in words means. The front door hands it out.

Nothing here walks over all moments: a memory of ten years answers as soon as one of a week.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.recall.query import parse_time
from app.records import Day, Episode
from app.store import made, yearly
from app.store.db import Store, from_us, to_us
from app.zone import zone_name

_LONGEST_EPISODE = timedelta(days=1)
# A time of day alone means the day that is looked at.
_CLOCK = re.compile(r"\s*(?:at\s+)?\d{1,2}(?:[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\.?)\s*", re.IGNORECASE)


class Almanac:
    """The days of an open memory. Belongs to the thread of its store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def days(self) -> list[str]:
        """The local days that hold moments, as ISO dates, newest first."""
        return yearly.held_days(self._store)

    def counts(self, days: Sequence[str]) -> dict[str, int]:
        """How many moments each of these days holds."""
        return yearly.counts(self._store, days)

    def day(self, date_: str) -> Day | None:
        """One local day with its bounds, or None where it holds nothing."""
        return yearly.day(self._store, date_)

    def episodes(self, since: datetime, until: datetime) -> list[Episode]:
        """What was made of the moments between two times: the episodes that touch it, in order."""
        found = made.shown_between(self._store, "episodic", to_us(since - _LONGEST_EPISODE), to_us(until))
        return [
            Episode(one.name.partition(":")[2], one.title, from_us(one.from_us), from_us(one.until_us))
            for one in found
            if one.until_us >= to_us(since)
        ]

    def meant(self, text: str, shown: str = "") -> tuple[datetime, datetime]:
        """The span of time that a text names ("last tuesday", "3 May 14:30"), `until` at or after `since`.

        A time of day alone is one of the day that is shown. Raises KnownError bad_time.
        """
        zone = zone_name()
        now = datetime.now(UTC)
        if shown and _CLOCK.fullmatch(text):
            last = datetime.combine(date.fromisoformat(shown), datetime.max.time(), ZoneInfo(zone)).astimezone(UTC)
            now = last.replace(microsecond=0)
        since = parse_time(text, now=now, zone=zone)
        return since, max(parse_time(text, now=now, zone=zone, end=True), since)
