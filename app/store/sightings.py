"""Where and when a passage was seen, as far as it may be shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.records import Filters, Line, Moment
from app.store.db import Store, from_us, to_us
from app.store.frames import COLUMNS, to_moment
from app.store.passages import unpack_lines


@dataclass(frozen=True, slots=True)
class Sighted:
    """A passage in the first visible moment that shows it: its text, lines, and how often and until when it was seen."""

    moment: Moment
    text: str
    lines: tuple[Line, ...]
    times: int
    until: datetime


def visible(store: Store, passage_ids: Sequence[int], filters: Filters) -> dict[int, Sighted]:
    """The first moment in a time that shows each passage and is not being forgotten; passages without one are left out."""
    since = to_us(filters.since) if filters.since is not None else -(1 << 62)
    until = to_us(filters.until) if filters.until is not None else 1 << 62
    found: dict[int, tuple[Any, ...]] = {}
    for joined in (
        "m.id IN (s.moment_id, s.last_moment_id)",
        "s.stream <> '' AND m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us",
    ):
        left = [one for one in passage_ids if one not in found]
        # SQLite takes the other columns from the row that has the least time.
        rows = (
            store.rows(
                f"SELECT s.passage_id, min(m.at_us), p.text, s.boxes, {COLUMNS} FROM sighting s JOIN passage p ON p.id = s.passage_id"
                f" JOIN moment m ON {joined} WHERE s.passage_id IN (SELECT value FROM json_each(?)) AND s.until_us >= ? AND s.from_us < ?"
                " AND m.at_us >= ? AND m.at_us < ? AND m.forgetting_id IS NULL GROUP BY s.passage_id",
                (json.dumps(left), since, until, since, until),
            )
            if left
            else []
        )
        found.update((row[0], row[2:]) for row in rows)
    seen = store.rows(
        "SELECT passage_id, count(*), max(until_us) FROM sighting WHERE passage_id IN (SELECT value FROM json_each(?)) GROUP BY 1",
        (json.dumps(list(found)),),
    )
    return {one: _sighted(found[one], times, until_us) for one, times, until_us in seen}


def _sighted(row: tuple[Any, ...], times: int, until_us: int) -> Sighted:
    return Sighted(to_moment(row[2:]), row[0], unpack_lines(row[0], row[1]), times, from_us(until_us))
