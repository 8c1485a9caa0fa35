"""What counting whole days needs of the store: the ledger of a time out of a long one, and whether a day
changed since it was counted. Rows only; how time counts is told in `app.answer.uses`.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from app.store.db import Store

_HOUR_US = 3600 * 1_000_000
_MOST_HIDDEN = 5000
Row = tuple[str, int, int, str]


@dataclass(slots=True)
class LongRows:
    """The rows of the ledger that last longer than an hour. They are few; the others are found by the index of when they end, which
    would have to be read up to its end for the sake of these."""

    rows: dict[int, Row] = field(default_factory=dict)
    seen_to: int = 0

    def refresh(self, store: Store) -> None:
        """Take in what was added or grew since the last call."""
        found = store.rows(
            "SELECT id, monitor, from_us, until_us, outcome FROM ledger WHERE id >= ? AND until_us - from_us > ?",
            (self.seen_to, _HOUR_US),
        )
        self.rows.update((row[0], (row[1], row[2], row[3], row[4])) for row in found)
        # What ended within the last hour may still grow.
        self.seen_to = int(
            store.value(
                "SELECT min(id) FROM ledger INDEXED BY ledger_until WHERE until_us >= (SELECT max(until_us) FROM ledger) - ?",
                (_HOUR_US,),
            )
            or 0
        )


def looked_at(store: Store, long_rows: LongRows, since_us: int, until_us: int) -> list[Row]:
    """(monitor, from, until, outcome) of the ledger's rows that touch a time, by monitor and time; as `figures.looked_at`, but however
    old the time is only its own rows are read."""
    rows = store.rows(
        "SELECT id, monitor, from_us, until_us, outcome FROM ledger WHERE until_us >= ? AND until_us <= ? AND from_us < ?",
        (since_us, until_us + _HOUR_US, until_us),
    )
    found: dict[int, Row] = {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}
    for row_id, row in long_rows.rows.items():
        if row[2] >= since_us and row[1] < until_us:
            found.setdefault(row_id, row)
    return [found[row_id] for row_id in sorted(found, key=lambda one: (found[one][0], found[one][1], one))]


@dataclass(frozen=True, slots=True)
class Hidden:
    """When what is being forgotten was, in order, with its row ids; `many` where it is too much to tell day from day."""

    times: tuple[int, ...]
    ids: tuple[int, ...]
    many: int

    def within(self, since_us: int, until_us: int) -> tuple[int, int]:
        """How many in a time, and the sum of their ids."""
        low, high = bisect_left(self.times, since_us), bisect_left(self.times, until_us)
        return (high - low) + self.many, sum(self.ids[low:high])


def hidden(store: Store) -> Hidden:
    """What is hidden now."""
    rows = sorted(
        store.rows(
            "SELECT at_us, id FROM moment INDEXED BY moment_forgetting WHERE forgetting_id IS NOT NULL LIMIT ?",
            (_MOST_HIDDEN,),
        )
    )
    many = 0
    if len(rows) == _MOST_HIDDEN:
        many = int(store.value("SELECT count(*) FROM moment WHERE forgetting_id IS NOT NULL"))
    return Hidden(tuple(row[0] for row in rows), tuple(row[1] for row in rows), many)


def stamp(store: Store, since_us: int, until_us: int) -> tuple[int, ...]:
    """What differs when moments or ticks of a time are added or go. Read from two indexes alone."""
    moments = store.rows(
        "SELECT count(*), coalesce(max(id), 0), coalesce(sum(id), 0) FROM moment INDEXED BY moment_at WHERE at_us >= ? AND at_us < ?",
        (since_us, until_us),
    )
    ticks = store.rows(
        "SELECT count(*), coalesce(max(until_us), 0) FROM ledger WHERE until_us >= ? AND until_us < ?",
        (since_us, until_us + _HOUR_US),
    )
    return (*moments[0], *ticks[0])


def unread_from_us(store: Store) -> int | None:
    """When the oldest picture was taken that is not read yet: its site may still be told."""
    value = store.value("SELECT min(at_us) FROM moment INDEXED BY moment_pending WHERE reading = 'pending'")
    return None if value is None else int(value)


def first_tick_us(store: Store) -> int | None:
    """When the recorder looked for the first time."""
    value = store.value("SELECT from_us FROM ledger ORDER BY id LIMIT 1")
    return None if value is None else int(value)
