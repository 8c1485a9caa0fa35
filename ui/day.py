"""What a day looks like when drawn: spans of applications, episodes, gaps with their reason, density. Pure functions; no Qt, no memory."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.records import Episode, LedgerRow, Moment

ALONE = timedelta(seconds=60)
LONGEST = timedelta(minutes=10)
# The recorder looks every 30 s at least; rows further apart than this have something between them that it did not see.
BETWEEN_LOOKS = timedelta(seconds=45)
SEEN = ("kept", "same")
CLOSEST_S = 10.0
MOST_LANES = 5


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
        seconds = min(max(self.seconds * factor, CLOSEST_S), whole)
        since = self.time(x) - timedelta(seconds=seconds * x / max(self.width, 1.0))
        since = min(max(since, bounds[0]), bounds[1] - timedelta(seconds=seconds))
        return Scale(since, since + timedelta(seconds=seconds), self.width)

    def showing(self, since: datetime, until: datetime, bounds: tuple[datetime, datetime]) -> "Scale":
        """A scale with a stretch of time in its middle, and a little around it, within `bounds`."""
        whole = (bounds[1] - bounds[0]).total_seconds()
        length = timedelta(seconds=min(max((until - since).total_seconds() * 1.1, CLOSEST_S), whole))
        start = min(max(since + (until - since - length) / 2, bounds[0]), bounds[1] - length)
        return Scale(start, start + length, self.width)

    def moved(self, x: float, bounds: tuple[datetime, datetime]) -> "Scale":
        """The scale with what lay `x` pixels further right at its left edge, within `bounds`."""
        seconds = timedelta(seconds=self.seconds)
        since = min(max(self.time(x), bounds[0]), bounds[1] - seconds)
        return Scale(since, since + seconds, self.width)

    def moved_to_show(self, time: datetime, bounds: tuple[datetime, datetime]) -> "Scale":
        """The scale moved as little as needed so that `time` is in sight."""
        if self.since <= time <= self.until:
            return self
        seconds = timedelta(seconds=self.seconds)
        since = min(max(time - seconds / 2, bounds[0]), bounds[1] - seconds)
        return Scale(since, since + seconds, self.width)


@dataclass(frozen=True, slots=True)
class Bar:
    """An episode with the indexes of its first and last moment."""

    title: str
    since: datetime
    until: datetime
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lines:
    """A day ready to be drawn. `names` are its lanes, the last "" where applications share it; `zone` is that of its first moment."""

    times: tuple[datetime, ...]
    spans: tuple[Span, ...]
    names: tuple[str, ...]
    gaps: tuple[LedgerRow, ...]
    bars: tuple[Bar, ...]
    bounds: tuple[datetime, datetime]
    zone: str

    def lane_of(self, app: str) -> int:
        """The lane of an application, the last one where it shares that."""
        return self.names.index(app) if app in self.names else len(self.names) - 1


def lines_of(
    moments: Sequence[Moment],
    ledger: Sequence[LedgerRow] = (),
    episodes: Sequence[Episode] = (),
    name: Callable[[Moment], str] = lambda moment: moment.app,
) -> Lines:
    """Make a day ready to be drawn; `moments` are in order and not none. Takes a while where they are thousands."""
    times = tuple(moment.time for moment in moments)
    found = tuple(spans(moments, ledger, name))
    return Lines(
        times,
        found,
        tuple(lanes(found, MOST_LANES)),
        tuple(gaps(ledger)),
        tuple(bars(episodes, times)),
        bounds_of(moments, ledger),
        moments[0].zone,
    )


def bars(episodes: Sequence[Episode], times: Sequence[datetime]) -> list[Bar]:
    """The episodes of a day by its moments; one that holds none of them is left out."""
    result = []
    for one in episodes:
        first, last = bisect_left(times, one.since), bisect_right(times, one.until) - 1
        if first <= last:
            result.append(Bar(one.title, times[first], times[last], first, last))
    return result


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


def density(times: Sequence[datetime], scale: Scale, buckets: int) -> list[int]:
    """How many moments lie in each of `buckets` equal stretches of the scale; `times` ascend."""
    edges = [bisect_left(times, scale.time(scale.width * at / buckets)) for at in range(buckets + 1)]
    return [after - before for before, after in pairwise(edges)]


def between(times: Sequence[datetime], since: datetime, until: datetime) -> Sequence[datetime]:
    """The times within a stretch; they ascend."""
    return times[bisect_left(times, since) : bisect_right(times, until)]


def nearest(times: Sequence[datetime], time: datetime) -> int:
    """The index of the moment closest to a time; `times` ascend and are not empty."""
    after = bisect_left(times, time)
    if after == 0:
        return 0
    if after == len(times):
        return after - 1
    return after if times[after] - time < time - times[after - 1] else after - 1


STEPS_S = (1, 2, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600)


def marks(scale: Scale, most: int, midnight: datetime) -> list[datetime]:
    """The times to label, at most so many, on full steps of the clock that stood at 0:00 at `midnight`."""
    step_s = next((one for one in STEPS_S if scale.seconds / one <= most), STEPS_S[-1])
    step = timedelta(seconds=step_s)
    first = midnight + step * -(-(scale.since - midnight) // step)
    result = []
    while first <= scale.until:
        result.append(first)
        first += step
    return result
