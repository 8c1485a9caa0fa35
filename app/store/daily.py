"""What consolidation reads of a day: its visible moments, the text that stood in each, their vectors; and which day is next.

Each step of consolidation that goes through the days keeps a cursor of its own in `control`: the moment up to which all is done, and,
for a day that is done beyond it, a mark. A day that gets a new moment, say by an import, comes up again. No rules about what is made.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.store.db import Store
from app.store.passages import LONGEST_GAP_US, LONGEST_SIGHTING_US, unpack_vectors

_AT_ONCE = 500
_LOOK_AHEAD = 20_000
_HISTORY_US = 8 * 86_400_000_000
_USES = 120


@dataclass(frozen=True, slots=True)
class Seen:
    """A moment as consolidation reads it. `id` is its row's; `texts` are (passage id, text) in reading order."""

    id: int
    public_id: str
    at_us: int
    zone: str
    kind: str
    app: str
    title: str
    url: str
    site: str
    thread: str
    author: str
    texts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DayToDo:
    """A day with moments that a step has not seen: all up to `mark` will be done with it. The day that goes on has no mark."""

    day: str
    mark: int | None


def days_to_do(store: Store, step: str, today: str, until_us: int) -> list[DayToDo]:
    """The days with moments that a step has not seen, the earliest kept first; the day that goes on comes last.

    A day waits while some of its moments before `until_us` are not read yet, all of them while something is hidden.
    """
    if not is_settled(store):
        return []
    done_to, marks = _cursor(store, step)
    rows = store.rows("SELECT id, day FROM moment WHERE id > ? ORDER BY id LIMIT ?", (done_to, _LOOK_AHEAD))
    left = [row for row in rows if row[0] > marks.get(row[1], 0)]
    _advance(store, step, done_to, left[0][0] - 1 if left else rows[-1][0] if rows else done_to, marks)
    days = sorted({row[1] for row in left}, key=lambda day: day >= today) if left else []
    newest = dict(rows_by_day for rows_by_day in ((row[1], row[0]) for row in left))
    return [DayToDo(day, None if day >= today else newest[day]) for day in days if not _must_wait(store, day, until_us)]


def day_done(store: Store, step: str, done: DayToDo, seen: int) -> None:
    """Note that a day that is over is done, after its last piece is stored. Where some of the `seen` moments went meanwhile it is not:
    what stood on one of them was not taken, and has to be made without it."""
    with store.writing():
        left = store.value("SELECT count(*) FROM moment WHERE day = ? AND forgetting_id IS NULL", (done.day,))
        if done.mark is not None and left >= seen:
            _note(store, f"{step}:{done.day}", str(done.mark))


def _note(store: Store, name: str, value: str) -> None:
    store.execute(
        "INSERT INTO control(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2", (name, value)
    )


def _cursor(store: Store, step: str) -> tuple[int, dict[str, int]]:
    rows = store.rows("SELECT name, value FROM control WHERE name >= ? AND name < ?", (f"{step}:", f"{step};"))
    marks = {row[0].removeprefix(f"{step}:"): int(row[1]) for row in rows}
    return marks.pop("to", 0), marks


def _advance(store: Store, step: str, before: int, done_to: int, marks: dict[str, int]) -> None:
    """Bring the cursor up to where everything is done; the marks below it are not needed any more."""
    if done_to <= before:
        return
    with store.writing():
        _note(store, f"{step}:to", str(done_to))
        for day, mark in marks.items():
            if mark <= done_to:
                store.execute("DELETE FROM control WHERE name = ?", (f"{step}:{day}",))


def is_settled(store: Store) -> bool:
    """Whether nothing is hidden that may come back: what is made meanwhile would be made without it."""
    return not any(
        store.value(f"SELECT 1 FROM {table} WHERE forgetting_id IS NOT NULL LIMIT 1") for table in ("moment", "memory")
    )


def _must_wait(store: Store, day: str, until_us: int) -> bool:
    return bool(
        store.value("SELECT 1 FROM moment WHERE day = ? AND at_us < ? AND reading = 'pending' LIMIT 1", (day, until_us))
    )


def moments_of_day(store: Store, day: str, until_us: int = 1 << 62) -> list[Seen]:
    """The visible moments of a local day before a time, with their text, in order."""
    rows = store.rows(
        f"{_SEEN} WHERE day = ? AND at_us < ? AND forgetting_id IS NULL ORDER BY at_us, id", (day, until_us)
    )
    return _with_texts(store, rows)


def moments_behind(store: Store, kind: str, name: str) -> list[Seen]:
    """The visible moments that a made memory stands on itself, with their text, in order."""
    rows = store.rows(
        f"{_SEEN} WHERE forgetting_id IS NULL AND id IN (SELECT d.parent_id FROM derivation d JOIN memory o ON o.id = d.child_id"
        " WHERE d.child_kind = 'memory' AND d.parent_kind = 'moment' AND o.kind = ? AND o.name = ?) ORDER BY at_us, id",
        (kind, name),
    )
    return _with_texts(store, rows)


def day_of(store: Store, moment_id: int) -> str:
    """The local day of a moment that is there."""
    return str(store.value("SELECT day FROM moment WHERE id = ?", (moment_id,)))


def texts_of_uses(store: Store, before_us: int) -> list[str]:
    """What was read in each of the last different windows and threads of the week before a time: what words are common."""
    rows = store.rows(
        "SELECT max(id), app, title, thread FROM moment WHERE at_us >= ? AND at_us < ? AND forgetting_id IS NULL"
        " GROUP BY app, title, thread ORDER BY 1 DESC LIMIT ?",
        (before_us - _HISTORY_US, before_us, _USES),
    )
    return [
        "\n".join(
            [*row[1:]]
            + [
                text
                for (text,) in store.rows(
                    "SELECT p.text FROM passage p WHERE p.id IN (SELECT passage_id FROM sighting WHERE moment_id = ?1"
                    " UNION SELECT passage_id FROM sighting WHERE last_moment_id = ?1)",
                    (row[0],),
                )
            ]
        )
        for row in rows
    ]


_SEEN = "SELECT id, public_id, at_us, zone, kind, app, title, url, site, thread, author, stream FROM moment"


def _with_texts(store: Store, rows: Sequence[tuple[object, ...]]) -> list[Seen]:
    texts: dict[int, list[tuple[int, int, str]]] = {}
    streams: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        streams.setdefault(str(row[11]), []).append((int(str(row[2])), int(str(row[0]))))
    for stream, moments in streams.items():
        for place, passage_id, text, shown_in in (
            _on_screen(store, stream, moments) if stream else _told(store, [one for _, one in moments])
        ):
            for moment_id in shown_in:
                texts.setdefault(moment_id, []).append((place, passage_id, text))
    return [
        Seen(*row[:11], texts=tuple((one[1], one[2]) for one in sorted(texts.get(int(str(row[0])), ()))))  # type: ignore[arg-type,misc]
        for row in rows
    ]


_Shown = tuple[int, int, str, list[int]]


def _on_screen(store: Store, stream: str, moments: list[tuple[int, int]]) -> list[_Shown]:
    """(place, passage id, text, row ids of the moments that show it) of the sightings of a monitor; `moments` in order."""
    times, ids = [at for at, _ in moments], [one for _, one in moments]
    found = store.rows(
        "SELECT s.place, s.passage_id, p.text, s.from_us, s.until_us FROM sighting s JOIN passage p ON p.id = s.passage_id"
        " WHERE s.stream = ? AND s.stream <> '' AND s.until_us BETWEEN ? AND ? AND s.from_us <= ?",
        (stream, times[0], times[-1] + LONGEST_SIGHTING_US + LONGEST_GAP_US, times[-1]),
    )
    return [
        (place, passage_id, text, ids[bisect_left(times, from_us) : bisect_right(times, until_us)])
        for place, passage_id, text, from_us, until_us in found
    ]


def _told(store: Store, ids: list[int]) -> list[_Shown]:
    """The same of messages and notes."""
    out: list[_Shown] = []
    for start in range(0, len(ids), _AT_ONCE):
        held = ids[start : start + _AT_ONCE]
        out += [
            (place, passage_id, text, [moment_id])
            for place, passage_id, text, moment_id in store.rows(
                "SELECT s.place, s.passage_id, p.text, s.moment_id FROM sighting s JOIN passage p ON p.id = s.passage_id"
                f" WHERE s.moment_id IN ({','.join('?' * len(held))})",
                held,
            )
        ]
    return out


def vectors_of(store: Store, passage_ids: Sequence[int]) -> dict[int, npt.NDArray[np.float32]]:
    """Unit vectors of these passages, those of the model that made the newest; none for a passage that has none yet."""
    model = store.value("SELECT model FROM vector ORDER BY rowid DESC LIMIT 1")
    out: dict[int, npt.NDArray[np.float32]] = {}
    for start in range(0, len(passage_ids) if model is not None else 0, _AT_ONCE):
        held = list(passage_ids[start : start + _AT_ONCE])
        rows = store.rows(
            f"SELECT passage_id, data FROM vector WHERE model = ? AND passage_id IN ({','.join('?' * len(held))})",
            [model, *held],
        )
        if rows:
            unpacked = unpack_vectors([row[1] for row in rows], _dim(len(rows[0][1])))
            out.update(zip((row[0] for row in rows), unpacked, strict=True))
    return out


def _dim(size: int) -> int:
    """The numbers of a vector packed in so many bytes; a model's are a multiple of eight.

    >>> _dim(388), _dim(768)
    (384, 384)
    """
    return size - 4 if (size - 4) % 8 == 0 else size // 2


def place_of(store: Store, step: str) -> tuple[int, ...]:
    """Where a step stands that goes through something else than days; empty at the beginning."""
    value = store.value("SELECT value FROM control WHERE name = ?", (f"{step}:to",))
    return tuple(int(part) for part in str(value).split(":")) if value is not None else ()


def set_place(store: Store, step: str, place: tuple[int, ...]) -> None:
    """Note where it stands."""
    _note(store, f"{step}:to", ":".join(str(part) for part in place))


def of_other_days(store: Store, moment_ids: set[int], day: str) -> list[int]:
    """Those of some moments that are not of a day, by their row ids."""
    return [one for one in sorted(moment_ids) if day_of(store, one) != day]
