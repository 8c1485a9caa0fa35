"""Where and when a passage was seen, as far as it may be shown."""

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


def visible(store: Store, passage_id: int, filters: Filters) -> Sighted | None:
    """The first moment in a time that shows a passage and is not being forgotten, or None."""
    since = to_us(filters.since) if filters.since is not None else -(1 << 62)
    until = to_us(filters.until) if filters.until is not None else 1 << 62
    for joined in (
        "m.id = s.moment_id OR m.id = s.last_moment_id",
        "s.stream <> '' AND m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us",
    ):
        rows = store.rows(
            f"SELECT p.text, s.boxes, {COLUMNS} FROM sighting s JOIN passage p ON p.id = s.passage_id JOIN moment m ON {joined}"
            " WHERE s.passage_id = ? AND s.until_us >= ? AND s.from_us < ? AND m.at_us >= ? AND m.at_us < ? AND m.forgetting_id IS NULL"
            " ORDER BY m.at_us, m.id LIMIT 1",
            (passage_id, since, until, since, until),
        )
        if rows:
            return _sighted(store, passage_id, rows[0])
    return None


def _sighted(store: Store, passage_id: int, row: tuple[Any, ...]) -> Sighted:
    times, until = store.rows("SELECT count(*), max(until_us) FROM sighting WHERE passage_id = ?", (passage_id,))[0]
    return Sighted(to_moment(row[2:]), row[0], unpack_lines(row[0], row[1]), times, from_us(until))
