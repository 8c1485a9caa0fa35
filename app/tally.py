"""What a session did and cost, in numbers: ticks, coverage, bytes, what still waits."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.paths import Places
from app.store import frames, ledger
from app.store.db import Store, to_us

OUTCOMES = ("kept", "same", "excluded", "idle", "locked", "asleep", "paused", "disk_full", "failed")


def coverage(held: Mapping[str, float]) -> float | None:
    """The share of an active user's time (or ticks) that was kept, same or excluded; None when there was none.

    >>> coverage({"kept": 1, "same": 2, "failed": 1, "idle": 9})
    0.75
    """
    good = sum(held.get(name, 0) for name in ("kept", "same", "excluded"))
    active = good + held.get("failed", 0) + held.get("disk_full", 0)
    return round(good / active, 4) if active else None


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    """Median and 95th percentile, by nearest rank.

    >>> percentiles([3, 1, 2])
    {'p50': 2, 'p95': 3}
    """
    ranked = sorted(values)
    if not ranked:
        return {"p50": None, "p95": None}
    return {f"p{p}": round(ranked[min(len(ranked) - 1, -(-p * len(ranked) // 100) - 1)], 3) for p in (50, 95)}


def waiting(store: Store, model: str) -> bool:
    """Whether anything kept is not searchable yet."""
    unread = store.value("SELECT 1 FROM moment WHERE reading = 'pending' AND forgetting_id IS NULL LIMIT 1")
    bare = "SELECT 1 FROM passage p LEFT JOIN vector v ON v.passage_id = p.id AND v.model = ? WHERE p.bare = 0 AND v.passage_id IS NULL LIMIT 1"
    return bool(unread or store.value(bare, (model,)))


def size_bytes(places: Places) -> int:
    """What the memory takes on the disk: database, its log, pictures."""
    files = [*places.home.glob("memory.db*"), *_files_below(places)]
    total = 0
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _files_below(places: Places) -> Iterator[Any]:
    return (path for path in places.pictures.glob("*/*") if path.is_file())


def counted(store: Store, since: datetime, until: datetime) -> dict[str, Any]:
    """What was recorded in a time, as it stands in the store."""
    ticks = dict.fromkeys(OUTCOMES, 0) | ledger.tick_counts(store, since, until)
    waits = store.rows(
        "SELECT (read_us - at_us) / 1e6 FROM moment WHERE kind = 'screen' AND at_us >= ? AND read_us IS NOT NULL",
        (to_us(since),),
    )
    return {
        "ticks": ticks,
        "coverage": coverage(ledger.seconds_by_outcome(store, since, until)) or coverage(ticks),
        "frames": store.value("SELECT count(*) FROM moment WHERE kind = 'screen' AND at_us >= ?", (to_us(since),)),
        "pending": frames.pending_count(store),
        "searchable_s": percentiles([row[0] for row in waits]),
    }
