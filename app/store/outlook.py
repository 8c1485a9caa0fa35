"""What will become of the memory: how fast it grows, when it reaches its cap, what grows thin within a month. Counts, no contents.

For who asks; sums over all pictures, some hundred milliseconds for 100,000.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.records import Forecast, Going
from app.settings import Settings
from app.store import gauge
from app.store.db import Store, free_bytes
from app.store.tiers import ENOUGH, TIERS, Limits, Tier, limits_of

RECORDED_DAYS = 14
SOON_DAYS = 30
FAR_DAYS = 3650


@dataclass(slots=True)
class Held:
    """What one tier holds of a day."""

    count: float = 0
    size_bytes: float = 0

    def add(self, other: "Held", times: float = 1.0) -> None:
        self.count += other.count * times
        self.size_bytes += other.size_bytes * times


Days = dict[date, dict[Tier, Held]]


def forecast(store: Store, settings: Settings, now: datetime) -> Forecast:
    """What the memory takes and what will become of it. The zone of `now` says when a day ends."""
    limits = limits_of(settings)
    count, free, page = gauge.pages(store)
    sizes = gauge.sizes_now(store)
    held = _held(store, (count - free) * page)
    days, pace, share = pace_of(held, now.date())
    reached, going = foresee(held, sizes.total - free * page, pace, share, limits, now)
    return Forecast(
        sizes.pictures, sizes.thumbnails, sizes.database, free * page, free_bytes(store.places), limits.cap_bytes,
        round(sum(one.size_bytes for one in pace.values())), days, reached, *(going[tier] for tier in TIERS),
    )  # fmt: skip


def _held(store: Store, database_bytes: int) -> Days:
    """What the memory holds of each day and may let go; the database is shared out evenly over its moments."""
    out: Days = {}

    def put(tier: Tier, rows: Iterable[tuple[str, int, float]], sign: int = 1) -> None:
        for day, count, size in rows:
            at = out.setdefault(date.fromisoformat(day), {one: Held() for one in TIERS})
            at[tier].add(Held(count, size), sign)

    moments = store.rows("SELECT day, count(*) FROM moment GROUP BY day")
    pinned = store.rows("SELECT day, count(*) FROM moment WHERE pinned = 1 GROUP BY day")
    each = database_bytes / max(1, sum(row[1] for row in moments))
    put("text", [(day, n, n * each) for day, n in moments])
    put("text", [(day, n, n * each) for day, n in pinned], -1)
    of_day = " JOIN moment m ON m.id = {}.moment_id WHERE m.pinned = 0 AND {} GROUP BY m.day"
    sums = "SELECT m.day, count(*), sum(p.size_bytes) FROM picture p" + of_day.format("p", "p.role = ?")
    put("pictures", [(day, 0, size) for day, _, size in store.rows(sums, ("full",))])
    put("thumbnails", store.rows(sums, ("thumb",)))
    put("pictures", store.rows("SELECT m.day, count(*), 0 FROM layer l" + of_day.format("l", "l.place = 0")))
    return out


def pace_of(held: Days, today: date) -> tuple[int, dict[Tier, Held], float]:
    """(recorded days looked at, the mean of one of them, the share of days that are recorded): of the last ones there are."""
    last = sorted((day for day in held if day <= today and held[day]["text"].count > 0), reverse=True)[:RECORDED_DAYS]
    mean = {tier: Held() for tier in TIERS}
    for day in last:
        for tier in TIERS:
            mean[tier].add(held[day][tier], 1 / len(last))
    return len(last), mean, len(last) / ((today - last[-1]).days + 1) if last else 0.0


def foresee(
    held: Days, total_bytes: float, pace: dict[Tier, Held], share: float, limits: Limits, now: datetime
) -> tuple[datetime | None, dict[Tier, Going]]:
    """(when the cap is reached, what of the days that are there goes within a month), day after day at this pace.

    `total_bytes` is what there is now.
    """
    future: Days = {
        day: {tier: Held(one.count, one.size_bytes) for tier, one in of.items()} for day, of in held.items()
    }
    gone = {tier: Held() for tier in TIERS}
    reached: datetime | None = None
    for ahead in range(FAR_DAYS + 1):
        today = now.date() + timedelta(days=ahead)
        if ahead:
            grown = future.setdefault(today, {tier: Held() for tier in TIERS})
            for tier in TIERS:
                grown[tier].add(pace[tier], share)
                total_bytes += pace[tier].size_bytes * share
        going = _aged(future, limits, today, overdue=not ahead)
        total_bytes -= sum(one.size_bytes for _, _, one in going)
        if limits.cap_bytes and total_bytes > limits.cap_bytes:
            reached = reached or now + timedelta(days=ahead)
            pressed = _for_size(future, total_bytes - limits.cap_bytes * ENOUGH, today)
            total_bytes -= sum(one.size_bytes for _, _, one in pressed)
            going += pressed
        for tier, day, one in going:
            gone[tier].add(one, float(day <= now.date()))
        if ahead == SOON_DAYS:
            soon = {tier: Going(round(one.count), round(one.size_bytes)) for tier, one in gone.items()}
        if ahead >= SOON_DAYS and (reached or not limits.cap_bytes):
            break
    return reached, soon


def _aged(future: Days, limits: Limits, today: date, *, overdue: bool) -> list[tuple[Tier, date, Held]]:
    """Take what becomes too old today out of these days, or, with `overdue`, all that is."""
    out: list[tuple[Tier, date, Held]] = []
    for tier in TIERS:
        days = limits.days(tier)
        if not days:
            continue
        newest = today - timedelta(days=days + 1)
        old = [day for day in future if day <= newest] if overdue else [newest] if newest in future else []
        taken: tuple[Tier, ...] = TIERS if tier == "text" else (tier,)
        for day in old:
            out += [(each, day, _take(future[day][each])) for each in taken]
            if tier == "text":
                del future[day]
    return out


def _for_size(future: Days, over_bytes: float, today: date) -> list[tuple[Tier, date, Held]]:
    """Take the oldest out of these days, tier after tier, until so many bytes are gone."""
    out: list[tuple[Tier, date, Held]] = []
    for tier in TIERS:
        for day in sorted(day for day in future if day < today):
            if over_bytes <= 0:
                return out
            one = _take(future[day][tier], over_bytes)
            over_bytes -= one.size_bytes
            out.append((tier, day, one))
    return out


def _take(held: Held, most_bytes: float | None = None) -> Held:
    """Take all of it, or the part of it that has so many bytes."""
    part = 1.0 if most_bytes is None or most_bytes >= held.size_bytes else most_bytes / held.size_bytes
    taken = Held(held.count * part, held.size_bytes * part)
    held.add(taken, -1)
    return taken
