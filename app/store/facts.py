"""Rows of semantic memory: moments not yet looked at, facts with their times in the world and in memory, entities, evidence.

No rules: what is a fact, and which replaces which, is told by the rooms that make them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.store import memories, provenance
from app.store.db import Store, from_us, now_us, to_us
from app.store.memories import DENIED, NewMemory
from app.store.passages import lines_of

KIND = "semantic"
FACT, APPOINTMENT = "fact:", "appointment:"
SUPERSEDED, FRESH, ACTIVE = "superseded", "fresh", "active"
_CURSOR = "semantic_after"
_AT_ONCE = 400
_ROW = "o.id, o.public_id, o.name, o.title, o.text, o.data, o.status, o.learnt_us, o.expired_us, o.valid_from_us, o.valid_to_us, o.made_by"


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of a moment; `fresh` when this moment is the first of a stretch of time that shows it."""

    text: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A moment with its lines in reading order. `upto` is the last sighting that was looked at with it."""

    id: int
    upto: int
    kind: str
    at: datetime
    zone: str
    app: str
    title: str
    thread: str
    author: str
    lines: tuple[SeenLine, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A passage that names something, with the first moment of each stretch of time that showed it."""

    text: str
    title: str
    app: str
    author: str
    day: str
    moments: tuple[int, ...]
    thread: str = ""

    @property
    def about(self) -> str:
        """The title without what the program adds to it, or the thread."""
        return self.thread or re.sub(r"\s+[-–—|]\s+[^-–—|]{1,30}$", "", self.title).casefold()


@dataclass(frozen=True, slots=True)
class Held:
    """A semantic memory as it is stored."""

    id: int
    public_id: str
    name: str
    title: str
    text: str
    data: Mapping[str, Any]
    status: str
    learnt: datetime
    expired: datetime | None
    valid_from: datetime | None
    valid_to: datetime | None
    made_by: str


# -- moments


def next_unread(store: Store) -> Seen | None:
    """The next moment that shows something new. None when there is none, or when it is being forgotten and may yet come back."""
    rows = store.rows(
        "SELECT id, moment_id, passage_id FROM sighting WHERE id > ? ORDER BY id LIMIT ?", (_after(store), _AT_ONCE)
    )
    run = [row for row in rows if row[1] == rows[0][1]]
    if not run:
        return None
    upto = next((row[0] - 1 for row in rows if row[0] > run[0][0] and row[1] != run[0][1]), run[-1][0])
    return seen(store, run[0][1], upto, fresh={row[2] for row in run if row[0] <= upto})


def _after(store: Store) -> int:
    return int(store.value("SELECT value FROM control WHERE name = ?", (_CURSOR,)) or 0)


def read(store: Store, upto: int) -> None:
    """Note that all up to a sighting was looked at. Call inside `store.writing()`."""
    store.execute("INSERT OR REPLACE INTO control(name, value) VALUES (?, ?)", (_CURSOR, str(upto)))


def is_shown(store: Store, moment_id: int) -> bool:
    """Whether a moment is there and not being forgotten."""
    return bool(store.value("SELECT 1 FROM moment WHERE id = ? AND forgetting_id IS NULL", (moment_id,)))


def seen(store: Store, moment_id: int, upto: int = 0, fresh: set[int] | None = None) -> Seen | None:
    """A moment with its lines; all of them are fresh where nothing else is said. None when it is gone or being forgotten."""
    rows = store.rows(
        "SELECT kind, at_us, zone, app, title, thread, author FROM moment WHERE id = ? AND forgetting_id IS NULL",
        (moment_id,),
    )
    if not rows:
        return None
    kind, at_us, zone, app, title, thread, author = rows[0]
    lines = tuple(
        SeenLine(line, fresh is None or passage in fresh)
        for passage, text, _ in lines_of(store, moment_id)
        for line in text.split("\n")
    )
    return Seen(moment_id, upto, kind, from_us(at_us), zone, app, title, thread, author, lines)


# -- memories


def put(store: Store, new: NewMemory, *, status: str = FRESH) -> int | None:
    """Add a semantic memory, or make it anew; returns its row id. A new one begins as fresh. Call inside `store.writing()`."""
    there = store.value("SELECT 1 FROM memory WHERE kind = ? AND name = ?", (new.kind, new.name))
    public_id = memories.put(store, new)
    if public_id is None:
        return None
    memory_id = int(store.value("SELECT id FROM memory WHERE public_id = ?", (public_id,)))
    if not there:
        store.execute("UPDATE memory SET status = ? WHERE id = ?", (status, memory_id))
    return memory_id


def by_name(store: Store, name: str) -> Held | None:
    """The semantic memory of this name, whatever its status; not one that is being forgotten."""
    rows = store.rows(
        f"SELECT {_ROW} FROM memory o WHERE o.kind = ? AND o.name = ? AND o.forgetting_id IS NULL", (KIND, name)
    )
    return _held(rows[0]) if rows else None


def by_id(store: Store, memory_id: int) -> Held | None:
    """The semantic memory of a row."""
    rows = store.rows(f"SELECT {_ROW} FROM memory o WHERE o.id = ? AND o.forgetting_id IS NULL", (memory_id,))
    return _held(rows[0]) if rows else None


def names_like(store: Store, prefix: str) -> list[str]:
    """The names of the semantic memories that begin so; of those that are neither denied nor being forgotten."""
    rows = store.rows(
        "SELECT name FROM memory WHERE kind = ? AND name >= ? AND name < ? AND status <> ? AND forgetting_id IS NULL ORDER BY name",
        (KIND, prefix, prefix + "\U0010ffff", DENIED),
    )
    return [row[0] for row in rows]


def existing(store: Store, names: Sequence[str]) -> set[str]:
    """Those of some names that a semantic memory has, unless it is denied or being forgotten."""
    marks = ",".join("?" * len(names))
    rows = store.rows(
        f"SELECT name FROM memory WHERE kind = ? AND name IN ({marks}) AND status <> ? AND forgetting_id IS NULL",
        (KIND, *names, DENIED),
    )
    return {row[0] for row in rows}


def about_words(store: Store, stems: Sequence[str], *, prefix: str = FACT, limit: int = 40) -> list[Held]:
    """Semantic memories made of the passages that hold some of these word beginnings, the passages nearest in words first.

    What holds the last two is looked at in any case, for a subject ends with what it is: of many that share its other words, none
    may crowd it out.
    """
    if not stems:
        return []
    terms = ['"' + stem.replace('"', "") + '"*' for stem in stems]
    match = " OR ".join(terms)
    rows = store.rows(
        "WITH near(id) AS (SELECT rowid FROM (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ?1 ORDER BY rank LIMIT ?2)"
        " UNION SELECT rowid FROM (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ?6 ORDER BY rowid DESC LIMIT ?2))"
        f" SELECT DISTINCT {_ROW} FROM near JOIN sighting s ON s.passage_id = near.id"
        " JOIN derivation d ON d.child_kind = 'memory' AND d.parent_kind = 'moment' AND d.parent_id = s.moment_id"
        " JOIN memory o ON o.id = d.child_id WHERE o.kind = ?3 AND o.name >= ?4 AND o.name < ?5 AND o.forgetting_id IS NULL"
        " AND o.status IN ('fresh', 'active', 'superseded')",
        (match, limit, KIND, prefix, prefix + "\U0010ffff", " AND ".join(terms[-2:])),
    )
    return [_held(row) for row in rows]


def said_lately(store: Store, moment: Seen, since: datetime) -> list[Held]:
    """The facts that stand on moments of the same thread or window, from a time on until this moment."""
    rows = store.rows(
        f"SELECT DISTINCT {_ROW} FROM moment m JOIN derivation d ON d.child_kind = 'memory' AND d.parent_kind = 'moment'"
        " AND d.parent_id = m.id JOIN memory o ON o.id = d.child_id"
        " WHERE m.at_us >= ?1 AND m.at_us < ?2 AND m.thread = ?3 AND m.app = ?4 AND (m.thread <> '' OR m.title = ?5)"
        " AND m.forgetting_id IS NULL AND o.kind = ?6 AND o.name >= ?7 AND o.name < ?8 AND o.forgetting_id IS NULL"
        " AND o.status IN ('fresh', 'active')",
        (
            to_us(since), to_us(moment.at), moment.thread, moment.app, moment.title, KIND, FACT, FACT + "\U0010ffff"
        ),
    )  # fmt: skip
    return [_held(row) for row in rows]


def appointments_between(store: Store, since: datetime, until: datetime) -> list[Held]:
    """The appointments that begin in a time and were not moved or denied."""
    rows = store.rows(
        f"SELECT {_ROW} FROM memory o WHERE o.kind = ? AND o.valid_from_us >= ? AND o.valid_from_us < ? AND o.name >= ? AND o.name < ?"
        " AND o.forgetting_id IS NULL AND o.status IN ('fresh', 'active')",
        (KIND, to_us(since), to_us(until), APPOINTMENT, APPOINTMENT + "\U0010ffff"),
    )
    return [_held(row) for row in rows]


def naming(store: Store, name: str, limit: int = 40) -> list[Naming]:
    """The passages that hold a name in their text, title or author, oldest first; those that may be shown."""
    rows = store.rows(
        "WITH near(id) AS (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ?1 ORDER BY rowid LIMIT ?2)"
        " SELECT p.text, p.title, p.app, p.who, min(m.day), group_concat(m.id), p.thread FROM near JOIN passage p ON p.id = near.id"
        " JOIN sighting s ON s.passage_id = p.id JOIN moment m ON m.id = s.moment_id WHERE m.forgetting_id IS NULL"
        " GROUP BY p.id ORDER BY p.first_us, p.id",
        ('{text title who place} : "' + name.replace('"', "") + '"', limit),
    )
    return [
        Naming(text, title, app, who, day, tuple(map(int, ids.split(","))), thread)
        for text, title, app, who, day, ids, thread in rows
    ]


def places(store: Store, name: str, limit: int = 200) -> list[tuple[str, str, str, str, str, int]]:
    """(application, title, thread, day, author, row id) of the moments whose window or thread holds a name, oldest first."""
    rows = store.rows(
        "WITH near(id) AS (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ?1 ORDER BY rowid LIMIT ?2)"
        " SELECT DISTINCT m.app, m.title, m.thread, m.day, m.author, m.id FROM near JOIN sighting s ON s.passage_id = near.id"
        " JOIN moment m ON m.id = s.moment_id WHERE m.forgetting_id IS NULL ORDER BY m.id",
        ('{title place} : "' + name.replace('"', "") + '"', limit),
    )
    return [(app, title, thread, day, author, row) for app, title, thread, day, author, row in rows]


def people(store: Store) -> list[str]:
    """The names of all known people, folded."""
    return [name.removeprefix("person:") for name in names_like(store, "person:")]


def _held(row: tuple[Any, ...]) -> Held:
    memory_id, public_id, name, title, text, data, status, learnt, expired, valid_from, valid_to, made_by = row
    return Held(
        memory_id, public_id, name, title, text, json.loads(data), status, from_us(learnt or 0), _at(expired), _at(valid_from),
        _at(valid_to), made_by,
    )  # fmt: skip


def _at(us: int | None) -> datetime | None:
    return None if us is None else from_us(us)


def evidence_ids(store: Store, memory_id: int) -> list[int]:
    """Row ids of the moments that a memory stands on and that may be shown, oldest first."""
    rows = store.rows(
        "SELECT m.id FROM derivation d JOIN moment m ON m.id = d.parent_id WHERE d.child_kind = 'memory' AND d.child_id = ?"
        " AND d.parent_kind = 'moment' AND m.forgetting_id IS NULL ORDER BY m.at_us, m.id",
        (memory_id,),
    )
    return [row[0] for row in rows]


def add_evidence(store: Store, memory_id: int, moment_ids: Sequence[int]) -> bool:
    """Let a memory stand on further moments; whether any of them is new to it. Call inside `store.writing()`."""
    before = int(store.connection.total_changes)
    provenance.note(store, "memory", memory_id, "moment", list(moment_ids))
    return int(store.connection.total_changes) > before


def set_status(store: Store, memory_id: int, status: str) -> None:
    """Let a memory have a status, unless the user wrote or denied it. Call inside `store.writing()`."""
    store.execute(
        "UPDATE memory SET status = ? WHERE id = ? AND status <> ? AND made_by <> 'user'", (status, memory_id, DENIED)
    )


def set_data(store: Store, memory_id: int, data: Mapping[str, Any]) -> None:
    """Let a memory have other fields; its words stay, and so does what the user wrote. Call inside `store.writing()`."""
    store.execute(
        "UPDATE memory SET data = ? WHERE id = ? AND made_by <> 'user'",
        (json.dumps(dict(data), ensure_ascii=False, sort_keys=True), memory_id),
    )


def set_text(store: Store, memory_id: int, text: str) -> None:
    """Let a memory have another text; what the user wrote stays. Call inside `store.writing()`."""
    store.execute("UPDATE memory SET text = ? WHERE id = ? AND made_by <> 'user'", (text, memory_id))


def times_of(store: Store, moment_ids: Sequence[int]) -> list[int]:
    """When moments were, in UTC microseconds."""
    marks = ",".join("?" * len(moment_ids))
    return [row[0] for row in store.rows(f"SELECT at_us FROM moment WHERE id IN ({marks})", tuple(moment_ids))]


def remove(store: Store, memory_id: int) -> None:
    """Take away a memory that another one has taken in, or that nothing names any more."""
    memories.remove(store, memory_id)


def set_learnt(store: Store, memory_id: int, learnt: datetime) -> None:
    """Let a memory have been learnt at another time: that of the first of its evidence. Call inside `store.writing()`."""
    store.execute("UPDATE memory SET learnt_us = ? WHERE id = ?", (to_us(learnt), memory_id))


# -- what replaces what


def supersede(store: Store, old_id: int, new_id: int, at: datetime) -> None:
    """Close a fact: from a time on another holds in its place. Nothing of it is overwritten. Call inside `store.writing()`."""
    store.execute(
        "INSERT INTO memory_version(memory_id, at_us, change, title, text, data, status)"
        " SELECT id, ?, 'superseded', title, text, data, status FROM memory WHERE id = ? AND status IN ('fresh', 'active')",
        (now_us(), old_id),
    )
    store.execute(
        "UPDATE memory SET status = ?, replaced_by = ?, expired_us = max(?, learnt_us), valid_to_us = max(?, coalesce(valid_from_us, 0))"
        " WHERE id = ? AND made_by <> 'user' AND status IN ('fresh', 'active', 'superseded')",
        (SUPERSEDED, new_id, to_us(at), to_us(at), old_id),
    )
    store.execute("INSERT OR IGNORE INTO link(from_id, to_id, kind) VALUES (?, ?, 'replaces')", (new_id, old_id))


def replaced_ids(store: Store, memory_id: int) -> list[int]:
    """Row ids of the facts that a fact took the place of."""
    return [row[0] for row in store.rows("SELECT id FROM memory WHERE replaced_by = ?", (memory_id,))]


def reopen_next(store: Store) -> Held | None:
    """Reopen one fact that was closed by another which is gone now; returns it."""
    with store.writing():
        rows = store.rows(
            f"SELECT {_ROW} FROM memory o WHERE o.kind = ? AND o.status = ? AND o.replaced_by IS NULL AND o.expired_us IS NOT NULL"
            " AND o.forgetting_id IS NULL AND o.made_by <> 'user' LIMIT 1",
            (KIND, SUPERSEDED),
        )
        for row in rows:
            store.execute(
                "UPDATE memory SET status = 'active', expired_us = NULL, valid_to_us = NULL WHERE id = ?", (row[0],)
            )
            store.execute("DELETE FROM memory_version WHERE memory_id = ? AND change = 'superseded'", (row[0],))
    return _held(rows[0]) if rows else None
