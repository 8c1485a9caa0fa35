"""Moments and their pictures: adding, listing, the queue of what waits to be read. No text; that is in passages."""

import json
import secrets
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from app.errors import KnownError
from app.records import Box, Day, Filters, Moment
from app.store import images, layers
from app.store.db import Store, from_us, now_us, to_us
from app.store.images import Patch, Piece

MAX_ATTEMPTS = 3
ID_LETTERS = string.ascii_letters + string.digits
_LETTER_OF = (ID_LETTERS * 5)[:256].encode()
_PICKS_NONE = bytes(range(256 - 256 % len(ID_LETTERS), 256))
LEASE_US = 180_000_000
COLUMNS = (
    "m.public_id, m.kind, m.at_us, m.zone, m.app, m.title, m.url, m.site, m.thread, m.author, m.source, m.source_id,"
    " m.stream, EXISTS(SELECT 1 FROM layer l WHERE l.moment_id = m.id), m.width_px, m.height_px, m.reading, m.failure,"
    " m.pinned"
)


@dataclass(frozen=True, slots=True)
class NewMoment:
    """What is known of a moment when it is kept. `stream` is the monitor of a picture, "" for messages and notes."""

    kind: str
    at: datetime
    zone: str
    app: str = ""
    title: str = ""
    process: str = ""
    url: str = ""
    site: str = ""
    thread: str = ""
    author: str = ""
    source: str = ""
    source_id: str | None = None
    stream: str = ""
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Raw RGB bytes of a picture, three a pixel, row by row."""

    rgb: bytes
    width_px: int
    height_px: int

    def cut(self, box: Box) -> Patch:
        """A rectangle of it."""
        if (box.width, box.height) == (self.width_px, self.height_px):
            return Patch(0, 0, self.width_px, self.height_px, self.rgb)
        rows = np.frombuffer(self.rgb, np.uint8).reshape(self.height_px, self.width_px, 3)
        part = rows[box.y : box.y + box.height, box.x : box.x + box.width]
        return Patch(box.x, box.y, box.width, box.height, part.tobytes())


class Picture(Protocol):
    """A picture of which rectangles can be had."""

    @property
    def width_px(self) -> int: ...
    @property
    def height_px(self) -> int: ...
    def cut(self, box: Box) -> Patch: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A moment that this process may read until its lease ends."""

    moment_id: int
    public_id: str
    attempts: int


def new_public_id() -> str:
    """Some 95 random bits as letters and digits, so that it needs no quoting and never looks like an option."""
    return new_public_ids(1)[0]


def new_public_ids(count: int) -> list[str]:
    """Many of them, each as random as one."""
    letters = ""
    while len(letters) < 16 * count:
        # A byte picks a letter; the few that would make some letters likelier than others pick none.
        letters += secrets.token_bytes(18 * count + 32).translate(_LETTER_OF, _PICKS_NONE).decode()
    return [letters[at : at + 16] for at in range(0, 16 * count, 16)]


def local_day(at: datetime, zone: str) -> str:
    """The calendar date in the moment's own zone, ISO."""
    try:
        return at.astimezone(ZoneInfo(zone)).date().isoformat()
    except (ZoneInfoNotFoundError, ValueError):
        return at.date().isoformat()


MOMENT_COLUMNS = (
    "public_id, kind, at_us, zone, day, stream, app, title, process, url, site, thread, author, source, source_id, width_px,"
    " height_px, trigger, reading"
)


def moment_values(
    public_id: str, new: NewMoment, *, reading: str = "done", size: tuple[int, int] = (0, 0)
) -> tuple[Any, ...]:
    """What stands in the MOMENT_COLUMNS of a new moment."""
    return (
        public_id, new.kind, to_us(new.at), new.zone, local_day(new.at, new.zone), new.stream, new.app, new.title,
        new.process, new.url, new.site, new.thread, new.author, new.source, new.source_id, *size, new.trigger, reading,
    )  # fmt: skip


def add_moment(
    store: Store, new: NewMoment, *, reading: str = "done", size: tuple[int, int] = (0, 0)
) -> tuple[int, str]:
    """Insert a moment's row; returns its row id and public id. Call inside `store.writing()`."""
    public_id = new_public_id()
    cursor = store.execute(
        f"INSERT INTO moment({MOMENT_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        moment_values(public_id, new, reading=reading, size=size),
    )
    return int(cursor.lastrowid), public_id


def add_picture_moment(
    store: Store,
    new: NewMoment,
    picture: Picture,
    *,
    base: str | None = None,
    changed: Sequence[Box] = (),
    panes: str = "",
) -> str:
    """Keep a picture: encrypted files first, then its rows, `pending`. Durable when it returns.

    `changed` are the rectangles in which it differs from the moment `base`; without one, or when that is gone, it is written
    whole. `panes` is what `app.ingest.panes` packs. Raises KnownError disk_full, no_permission; nothing is left behind then.
    """
    size = (picture.width_px, picture.height_px)
    found = layers.base_layers(store, base)
    below, boxes = layers.pile(found[1] if found else (), changed, *size)
    pieces: list[Piece] = []
    try:
        for box in boxes:
            patch = picture.cut(box)
            pieces.append(images.write(store.places, *_encoded(patch)))
        with store.writing():
            if found and layers.base_layers(store, base) != found:  # forgotten or painted over since
                raise _BaseGone
            moment_id, public_id = add_moment(store, new, reading="pending", size=size)
            store.execute(
                "UPDATE moment SET base_id = ?, panes = ? WHERE id = ?",
                (found[0] if found and below else None, panes, moment_id),
            )
            layers.add_layers(store, moment_id, below, pieces)
            store.execute("INSERT INTO job(kind, target_id, created_us) VALUES ('read', ?, ?)", (moment_id, now_us()))
    except _BaseGone:
        images.discard(store.places, pieces)
        return add_picture_moment(store, new, picture, base=base, changed=changed, panes=panes)
    except BaseException:
        images.discard(store.places, pieces)
        raise
    return public_id


class _BaseGone(Exception):
    """The moment to build on is not what it was when the picture was cut."""


def _encoded(patch: Patch) -> tuple[bytes, Patch, str]:
    data, format_ = images.encode_at_once(patch)
    return data, patch, format_


def claim_pending(store: Store, owner: str) -> Claim | None:
    """Take the oldest moment that waits to be read, for a limited time; one whose reader died is taken again."""
    now = now_us()
    if not store.value(
        "SELECT 1 FROM job WHERE kind = 'read' AND state IN ('waiting', 'running') AND not_before_us <= ? AND lease_us <= ? LIMIT 1",
        (now, now),
    ):
        return None
    with store.writing():
        rows = store.rows(
            "SELECT j.id, m.id, m.public_id, j.attempts FROM job j JOIN moment m ON m.id = j.target_id"
            " WHERE j.kind = 'read' AND j.state IN ('waiting', 'running') AND j.not_before_us <= ? AND j.lease_us <= ?"
            " AND m.forgetting_id IS NULL ORDER BY m.id LIMIT 1",
            (now, now),
        )
        if not rows:
            return None
        job_id, moment_id, public_id, attempts = rows[0]
        store.execute(
            "UPDATE job SET state = 'running', owner = ?, lease_us = ?, attempts = attempts + 1 WHERE id = ?",
            (owner, now + LEASE_US, job_id),
        )
    return Claim(moment_id, public_id, attempts + 1)


def reading_done(store: Store, moment_id: int) -> None:
    """Note that a moment's text is stored. Call inside the transaction that stores it."""
    store.execute("UPDATE moment SET reading = 'done', failure = '', read_us = ? WHERE id = ?", (now_us(), moment_id))
    store.execute("DELETE FROM job WHERE kind = 'read' AND target_id = ?", (moment_id,))


def reading_failed(store: Store, claim: Claim, code: str, *, blame: bool = True) -> None:
    """Give a moment back after a failure: later again, or, after three, failed for all to see.

    With `blame` off the failure is not the moment's own (no engine installed, say) and does not count.
    """
    final = blame and claim.attempts >= MAX_ATTEMPTS
    wait_us = 2_000_000 * 4 ** min(claim.attempts - 1, 4)
    with store.writing():
        store.execute(
            "UPDATE job SET state = ?, owner = '', lease_us = 0, failure = ?, not_before_us = ?, attempts = attempts - ?"
            " WHERE kind = 'read' AND target_id = ?",
            ("failed" if final else "waiting", code, now_us() + wait_us, 0 if blame else 1, claim.moment_id),
        )
        if final:
            store.execute("UPDATE moment SET reading = 'failed', failure = ? WHERE id = ?", (code, claim.moment_id))


def is_pending(store: Store, moment_id: int) -> bool:
    """Whether a moment still waits to be read."""
    return bool(store.value("SELECT 1 FROM moment WHERE id = ? AND reading = 'pending'", (moment_id,)))


def picture_bytes_today(store: Store, now: datetime, zone: str) -> int:
    """What the pictures of the local day take on the disk."""
    return int(
        store.value(
            "SELECT coalesce(sum(p.size_bytes), 0) FROM moment m JOIN picture p ON p.moment_id = m.id WHERE m.day = ?",
            (local_day(now, zone),),
        )
    )


def pending_count(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM moment WHERE reading = 'pending' AND forgetting_id IS NULL"))


def retry_failed(store: Store) -> int:
    """Queue once more what failed to be read. Returns how many."""
    with store.writing():
        store.execute("UPDATE moment SET reading = 'pending', failure = '' WHERE reading = 'failed'")
        return int(
            store.execute(
                "UPDATE job SET state = 'waiting', attempts = 0, not_before_us = 0 WHERE state = 'failed' AND kind = 'read'"
            ).rowcount
        )


def moment_by_id(store: Store, public_id: str) -> tuple[int, Moment]:
    """Row id and moment. Raises KnownError no_such_moment, also for one that is being forgotten."""
    rows = store.rows(
        f"SELECT m.id, {COLUMNS} FROM moment m WHERE m.public_id = ? AND m.forgetting_id IS NULL",
        (public_id,),
    )
    if not rows:
        raise KnownError("no_such_moment")
    return int(rows[0][0]), to_moment(rows[0][1:])


def gone(store: Store, public_ids: Iterable[str]) -> frozenset[str]:
    """Which of these moments are forgotten, or hidden until they are."""
    asked = frozenset(public_ids)
    rows = store.rows(
        "SELECT public_id FROM moment WHERE public_id IN (SELECT value FROM json_each(?)) AND forgetting_id IS NULL",
        (json.dumps(sorted(asked)),),
    )
    return asked - {row[0] for row in rows}


def pin(store: Store, public_id: str, *, pinned: bool) -> None:
    """Keep a moment from ever being thinned out, or let it age again. Raises KnownError no_such_moment."""
    with store.writing():
        changed = store.execute(
            "UPDATE moment SET pinned = ? WHERE public_id = ? AND forgetting_id IS NULL", (int(pinned), public_id)
        ).rowcount
        if not changed:
            raise KnownError("no_such_moment")


def moments_between(store: Store, filters: Filters, *, limit: int, newest_first: bool = False) -> list[Moment]:
    """Moments in order of time, without their text."""
    where, values = filter_sql(filters)
    order = "DESC" if newest_first else "ASC"
    rows = store.rows(
        f"SELECT {COLUMNS} FROM moment m WHERE {where} ORDER BY m.at_us {order}, m.id {order} LIMIT ?",
        [*values, limit],
    )
    return [to_moment(row) for row in rows]


def filter_sql(filters: Filters) -> tuple[str, list[Any]]:
    """A WHERE clause over `moment m` with its bound values. Built from constants only."""
    clauses, values = ["m.forgetting_id IS NULL"], []
    for clause, value in (
        ("m.at_us >= ?", None if filters.since is None else to_us(filters.since)),
        ("m.at_us < ?", None if filters.until is None else to_us(filters.until)),
        ("m.app = ? COLLATE NOCASE", filters.app),
        ("(m.site = ? OR m.site LIKE '%.' || ?)", filters.site),
        ("m.kind = ?", filters.kind),
        ("m.thread = ?", filters.thread),
        ("m.source = ?", filters.source),
        ("m.author = ? COLLATE NOCASE", filters.author),
    ):
        if value is not None:
            clauses.append(clause)
            values.extend([value] * clause.count("?"))
    return " AND ".join(clauses), values


def days(store: Store) -> list[Day]:
    """The local days that hold moments, newest first."""
    rows = store.rows(
        "SELECT day, count(*), min(at_us), max(at_us) FROM moment WHERE forgetting_id IS NULL GROUP BY day ORDER BY day DESC"
    )
    return [Day(day, count, from_us(first), from_us(last)) for day, count, first, last in rows]


def days_with_moments(store: Store) -> list[str]:
    """The local days that hold moments, oldest first; a seek in the index for each, not a walk over all moments."""
    found: list[str] = []
    while day := store.value("SELECT min(day) FROM moment WHERE day > ?", (found[-1] if found else "",)):
        found.append(str(day))
    return found


def sketches(store: Store, day: str) -> list[tuple[int, int, str, str, str]]:
    """(row id, microseconds, zone, app, what it is about) of the visible moments of a local day, in order."""
    rows = store.rows(
        "SELECT id, at_us, zone, app, coalesce(nullif(title, ''), nullif(thread, ''), site) FROM moment"
        " WHERE day = ? AND forgetting_id IS NULL ORDER BY at_us, id",
        (day,),
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def distinct(store: Store, column: str) -> list[str]:
    """The different apps, sites or authors there are, most frequent first."""
    assert column in ("app", "site", "author")
    rows = store.rows(
        f"SELECT {column} FROM moment WHERE {column} <> '' AND forgetting_id IS NULL"
        f" GROUP BY {column} ORDER BY count(*) DESC, {column}"
    )
    return [row[0] for row in rows]


def to_moment(row: tuple[Any, ...]) -> Moment:
    """A moment from a row of COLUMNS."""
    (public_id, kind, at_us, zone, app, title, url, site, thread, author, source, source_id, stream, has_picture,
     width, height, reading, failure, pinned) = row  # fmt: skip
    return Moment(
        id=public_id, kind=kind, time=from_us(at_us), zone=zone, app=app, title=title, url=url, site=site, thread=thread,
        author=author, source=source, source_id=source_id or "", monitor=stream, has_picture=bool(has_picture),
        width_px=width, height_px=height, reading=reading, failure=failure, pinned=bool(pinned),
    )  # fmt: skip
