"""What a day looks like when drawn: spans of applications, gaps with their reason, density. Pure functions; no Qt, no memory."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.records import LedgerRow, Moment

ALONE = timedelta(seconds=60)
LONGEST = timedelta(minutes=10)
# The recorder looks every 30 s at least; rows further apart than this have something between them that it did not see.
BETWEEN_LOOKS = timedelta(seconds=45)
SEEN = ("kept", "same")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in one application, and the index of its first moment."""

    app: str
    since: datetime
    until: datetime
    first: int
    moments: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Time on a line of `width` pixels."""

    since: datetime
    until: datetime
    width: float

    @property
    def seconds(self) -> float:
        return max((self.until - self.since).total_seconds(), 1.0)

    def x(self, time: datetime) -> float:
        """Where a time lies, in pixels from the left."""
        return (time - self.since).total_seconds() / self.seconds * self.width

    def time(self, x: float) -> datetime:
        """The time at a pixel."""
        return self.since + timedelta(seconds=x / max(self.width, 1.0) * self.seconds)

    def zoomed(self, factor: float, x: float, bounds: tuple[datetime, datetime]) -> "Scale":
        """The scale with `factor` times the time across, the pixel `x` staying where it is, within `bounds`."""
        whole = (bounds[1] - bounds[0]).total_seconds()
        seconds = min(max(self.seconds * factor, 300.0), whole)
        since = self.time(x) - timedelta(seconds=seconds * x / max(self.width, 1.0))
        since = min(max(since, bounds[0]), bounds[1] - timedelta(seconds=seconds))
        return Scale(since, since + timedelta(seconds=seconds), self.width)

    def moved_to_show(self, time: datetime, bounds: tuple[datetime, datetime]) -> "Scale":
        """The scale moved as little as needed so that `time` is in sight."""
        if self.since <= time <= self.until:
            return self
        seconds = timedelta(seconds=self.seconds)
        since = min(max(time - seconds / 2, bounds[0]), bounds[1] - seconds)
        return Scale(since, since + seconds, self.width)


def bounds_of(moments: Sequence[Moment], ledger: Sequence[LedgerRow]) -> tuple[datetime, datetime]:
    """From the full hour before the first moment to the one after the last, an hour at least."""
    since = min([moments[0].time, *(row.since for row in ledger)])
    until = max([moments[-1].time, *(row.until for row in ledger)])
    since = since.replace(minute=0, second=0, microsecond=0)
    until = (until + timedelta(minutes=59, seconds=59)).replace(minute=0, second=0, microsecond=0)
    return since, max(until, since + timedelta(hours=1))


def spans(
    moments: Sequence[Moment],
    ledger: Sequence[LedgerRow] = (),
    name: Callable[[Moment], str] = lambda moment: moment.app,
) -> list[Span]:
    """The day's stretches of applications, in order. A moment lasts until the next one, or until the recorder saw
    something else; without a ledger, ten minutes at most."""
    seen = [(row.since, row.until) for row in joined(ledger) if row.outcome in SEEN]
    result: list[Span] = []
    for index, moment in enumerate(moments):
        following = moments[index + 1].time if index + 1 < len(moments) else None
        app = name(moment)
        until = _end(moment.time, following, seen)
        last = result[-1] if result else None
        if last is not None and last.app == app and moment.time - last.until <= ALONE:
            result[-1] = Span(last.app, last.since, max(until, last.until), last.first, last.moments + 1)
        else:
            result.append(Span(app, moment.time, until, index, 1))
    return result


def _end(start: datetime, following: datetime | None, seen: Sequence[tuple[datetime, datetime]]) -> datetime:
    at = bisect_right(seen, (start, datetime.max.replace(tzinfo=start.tzinfo))) - 1
    covered = seen[at][1] if 0 <= at < len(seen) and seen[at][1] > start else None
    latest = max(covered, start + ALONE) if covered is not None else start + LONGEST
    if following is None:
        return min(latest, start + ALONE) if covered is None else latest
    return min(following, latest)


def joined(ledger: Sequence[LedgerRow]) -> list[LedgerRow]:
    """The ledger's rows in order, those that follow each other closely and say the same made one. Kept and same count as
    one: the screen was seen."""
    result: list[LedgerRow] = []
    for row in sorted(ledger, key=lambda one: (one.since, one.until)):
        last = result[-1] if result else None
        if last is not None and _alike(last, row) and row.since - last.until <= BETWEEN_LOOKS:
            until = max(last.until, row.until)
            result[-1] = LedgerRow(last.since, until, last.ticks + row.ticks, last.outcome, last.reason, last.monitor)
        else:
            result.append(row)
    return result


def _alike(one: LedgerRow, other: LedgerRow) -> bool:
    if one.outcome in SEEN or other.outcome in SEEN:
        return one.outcome in SEEN and other.outcome in SEEN
    return (one.outcome, one.reason) == (other.outcome, other.reason)


def gaps(ledger: Sequence[LedgerRow], shortest: timedelta = timedelta(seconds=90)) -> list[LedgerRow]:
    """The stretches in which nothing was kept for a reason, those that can be seen on the line."""
    return [row for row in joined(ledger) if row.outcome not in SEEN and row.until - row.since >= shortest]


def lanes(found: Sequence[Span], most: int) -> list[str]:
    """The applications that get a lane, those with most time first; the last is "" where others share it."""
    seconds: Counter[str] = Counter()
    for span in found:
        seconds[span.app] += max(1, int((span.until - span.since).total_seconds()))
    names = [app for app, _ in sorted(seconds.items(), key=lambda item: (-item[1], item[0]))]
    return names if len(names) <= most else [*names[: most - 1], ""]


def density(moments: Sequence[Moment], scale: Scale, buckets: int) -> list[int]:
    """How many moments lie in each of `buckets` equal stretches of the scale."""
    counts = [0] * buckets
    for moment in moments:
        place = int(scale.x(moment.time) / max(scale.width, 1.0) * buckets)
        if 0 <= place < buckets:
            counts[place] += 1
    return counts


def nearest(times: Sequence[datetime], time: datetime) -> int:
    """The index of the moment closest to a time; `times` ascend and are not empty."""
    after = bisect_left(times, time)
    if after == 0:
        return 0
    if after == len(times):
        return after - 1
    return after if times[after] - time < time - times[after - 1] else after - 1


def hours(scale: Scale, most: int) -> list[tuple[datetime, bool]]:
    """The times to label, at most so many, on full steps of the clock; True where the label stands on an hour."""
    for minutes in (1, 5, 10, 15, 30, 60, 120, 180, 240, 360):
        if scale.seconds / 60 / minutes <= most:
            break
    step = timedelta(minutes=minutes)
    midnight = scale.since.replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + step * -(-(scale.since - midnight) // step)
    result = []
    while first <= scale.until:
        result.append((first, first.minute == 0))
        first += step
    return result
