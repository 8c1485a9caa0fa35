"""What the recorder did at each tick, whether it is paused, and the exclusion rules. Nothing seen is in the ledger."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from app.records import LedgerRow, Rule
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import new_public_id

# Equal ticks further apart than this are two rows: between them nobody looked.
LONGEST_STEP_US = 15_000_000
METER_HOLDS_US = 300_000_000
PAUSED_FOR_GOOD = "forever"
_AFTER = 64


@dataclass(frozen=True, slots=True)
class TickEntry:
    """One look of the recorder at one monitor."""

    at: datetime
    zone: str
    monitor: str
    outcome: str
    reason: str = ""
    grab_ms: float = 0.0
    moment_id: str | None = None


def add_tick(store: Store, tick: TickEntry) -> None:
    """Write a tick, or lengthen the row before it when that says the same of the same monitor a moment ago."""
    at_us = to_us(tick.at)
    with store.writing():
        if tick.moment_id is None:
            rows = store.rows(
                "SELECT id, until_us, outcome, reason, zone, moment_id FROM ledger WHERE monitor = ? ORDER BY id DESC LIMIT 1",
                (tick.monitor,),
            )
            if (
                rows
                and rows[0][2:] == (tick.outcome, tick.reason, tick.zone, None)
                and 0 <= at_us - rows[0][1] <= LONGEST_STEP_US
            ):
                store.execute("UPDATE ledger SET until_us = ?, ticks = ticks + 1 WHERE id = ?", (at_us, rows[0][0]))
                return
        store.execute(
            "INSERT INTO ledger(from_us, until_us, zone, ticks, monitor, outcome, reason, grab_ms, moment_id)"
            " VALUES (?, ?, ?, 1, ?, ?, ?, ?, (SELECT id FROM moment WHERE public_id = ?))",
            (at_us, at_us, tick.zone, tick.monitor, tick.outcome, tick.reason, tick.grab_ms, tick.moment_id),
        )


def ledger_between(store: Store, since: datetime, until: datetime) -> list[LedgerRow]:
    """Ledger rows that touch a time, in order. Reads those that end in it, and the few that come after: at most one a monitor of
    those began before the end."""
    columns = "from_us, until_us, ticks, outcome, reason, monitor, id"
    first, last = to_us(since), to_us(until)
    rows = [
        *store.rows(f"SELECT {columns} FROM ledger WHERE until_us >= ? AND until_us < ?", (first, last)),
        *store.rows(
            f"SELECT {columns} FROM ledger WHERE until_us >= ? ORDER BY until_us, id LIMIT ?",
            (max(first, last), _AFTER),
        ),
    ]
    rows = sorted((row for row in rows if row[0] < last), key=lambda row: (row[0], row[6]))
    return [
        LedgerRow(from_us(f), from_us(u), ticks, outcome, reason, monitor)
        for f, u, ticks, outcome, reason, monitor, _ in rows
    ]


def seconds_by_outcome(store: Store, since: datetime, until: datetime) -> dict[str, float]:
    """How long each outcome held, in seconds of the monitors together: a tick holds until the next one of its monitor.

    Where nobody looked for longer than a step, the time is `off`. A clock that is set back makes no time: what comes after
    it starts anew.
    """
    rows = store.rows(
        "SELECT monitor, from_us, until_us, outcome, id FROM ledger WHERE until_us >= ? AND from_us < ? ORDER BY monitor, id",
        (to_us(since), to_us(until)),
    )
    held: dict[str, float] = {}
    for (monitor, from_us_, until_us, outcome, _), following in zip(rows, [*rows[1:], None], strict=False):
        held[outcome] = held.get(outcome, 0.0) + (until_us - from_us_) / 1e6
        if following is None or following[0] != monitor:
            continue
        between_us = following[1] - until_us
        if 0 < between_us <= LONGEST_STEP_US:
            held[outcome] += between_us / 1e6
        elif between_us > 0:
            held["off"] = held.get("off", 0.0) + between_us / 1e6
    return held


def holes(store: Store, since: datetime, until: datetime, *, longer_than_s: float) -> list[tuple[datetime, datetime]]:
    """The times between two ticks, of whatever monitor, in which nobody looked."""
    rows = store.rows(
        "SELECT from_us, until_us FROM ledger WHERE until_us >= ? AND from_us < ? ORDER BY from_us",
        (to_us(since), to_us(until)),
    )
    out: list[tuple[datetime, datetime]] = []
    reached = None
    for from_us_, until_us in rows:
        if reached is not None and from_us_ - reached > longer_than_s * 1e6:
            out.append((from_us(reached), from_us(from_us_)))
        reached = until_us if reached is None else max(reached, until_us)
    return out


def tick_counts(store: Store, since: datetime, until: datetime) -> dict[str, int]:
    """Ticks by outcome of the rows that began within a time."""
    return dict(
        store.rows(
            "SELECT outcome, sum(ticks) FROM ledger WHERE from_us >= ? AND from_us < ? GROUP BY outcome",
            (to_us(since), to_us(until)),
        )
    )


def nothing_kept(store: Store, since: datetime, until: datetime) -> str | None:
    """The outcome that most ticks of a time had, if somebody was active all through it and nothing was kept."""
    rows = store.rows(
        "SELECT outcome FROM ledger WHERE until_us >= ? AND from_us < ? GROUP BY outcome ORDER BY sum(ticks) DESC",
        (to_us(since), to_us(until)),
    )
    outcomes = {row[0] for row in rows}
    if not rows or not outcomes <= {"same", "excluded", "failed", "disk_full"}:
        return None
    return str(rows[0][0])


def last_tick(store: Store) -> tuple[datetime, str, str] | None:
    """Time, outcome and reason of the newest tick."""
    rows = store.rows("SELECT until_us, outcome, reason FROM ledger ORDER BY until_us DESC, id DESC LIMIT 1")
    return (from_us(rows[0][0]), rows[0][1], rows[0][2]) if rows else None


def last_kept(store: Store) -> datetime | None:
    at_us = store.value("SELECT max(at_us) FROM moment WHERE kind = 'screen' AND forgetting_id IS NULL")
    return None if at_us is None else from_us(at_us)


def get_control(store: Store, name: str) -> str | None:
    value = store.value("SELECT value FROM control WHERE name = ?", (name,))
    return None if value is None else str(value)


def set_control(store: Store, name: str, value: str | None) -> None:
    """Set a control row, or take it away with None."""
    with store.writing():
        if value is None:
            store.execute("DELETE FROM control WHERE name = ?", (name,))
        else:
            store.db.table("control").upsert({"name": name, "value": value}, pk="name")


def write_meter(store: Store, now: datetime, cost: dict[str, float | str]) -> None:
    """What the running session costs, for other processes to see."""
    set_control(store, "meter", json.dumps({"at_us": to_us(now), **cost}))


def read_meter(store: Store, now: datetime) -> dict[str, float | str] | None:
    """What the running session costs now; None when none has said so in the last minutes."""
    value = get_control(store, "meter")
    if value is None:
        return None
    found: dict[str, float | str] = json.loads(value)
    at_us = int(found.pop("at_us"))
    return found if abs(to_us(now) - at_us) < METER_HOLDS_US else None


def pause(store: Store, until: datetime | None) -> None:
    """Hold every recorder of this memory until a time, or until `resume`."""
    set_control(store, "pause", PAUSED_FOR_GOOD if until is None else until.astimezone(UTC).isoformat())


def resume(store: Store) -> None:
    set_control(store, "pause", None)


def paused_until(store: Store, now: datetime) -> tuple[bool, datetime | None]:
    """Whether recording is paused at `now`, and until when (None: until it is resumed)."""
    value = get_control(store, "pause")
    if value is None:
        return False, None
    if value == PAUSED_FOR_GOOD:
        return True, None
    until = datetime.fromisoformat(value)
    return (True, until) if now < until else (False, None)


def rules(store: Store) -> list[Rule]:
    """The user's rules, oldest first."""
    rows = store.rows("SELECT public_id, field, pattern, allow FROM rule ORDER BY id")
    return [Rule(public_id, field, pattern, bool(allow)) for public_id, field, pattern, allow in rows]


def add_rule(store: Store, field: str, pattern: str, *, allow: bool) -> Rule:
    """Add a rule; one that is there already stays as it is."""
    with store.writing():
        store.execute(
            "INSERT OR IGNORE INTO rule(public_id, field, pattern, allow, created_us) VALUES (?, ?, ?, ?, ?)",
            (new_public_id(), field, pattern, int(allow), now_us()),
        )
    return next(r for r in rules(store) if (r.field, r.pattern, r.allow) == (field, pattern, allow))


def remove_rule(store: Store, public_id: str) -> None:
    with store.writing():
        store.execute("DELETE FROM rule WHERE public_id = ?", (public_id,))
