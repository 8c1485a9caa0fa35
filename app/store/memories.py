"""Memories that were made of moments or of other memories: adding, listing, and those that have to be made again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.records import MadeMemory
from app.store import merging, provenance, tombstones
from app.store.db import Store, from_us, now_us, to_us
from app.store.frames import new_public_id

# Not shown: its words are gone and it waits to be made again.
STALE = "stale"
# Not shown either: the user said that it is wrong, and it is not made again.
DENIED = "denied"
# Made or corrected by the user, never made anew by the program.
BY_USER = "user"


@dataclass(frozen=True, slots=True)
class NewMemory:
    """What is made of evidence: `name` says what it is about, unique within its kind; the evidence are row ids.

    `data` are its fields as JSON can hold them; `made_by` is extractive, or the model that wrote it; `learnt` is when the first of its
    evidence was seen, now where it is not said.
    """

    kind: str
    name: str
    title: str
    text: str
    valid_from: datetime | None
    valid_to: datetime | None
    moments: Sequence[int] = ()
    memories: Sequence[int] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    made_by: str = "extractive"
    learnt: datetime | None = None


def put(store: Store, new: NewMemory) -> str | None:
    """Add a memory, or make that of the same kind and name anew; returns its public id. What the user wrote stays as it is.

    Where it stood on more before, what it said then goes, and what was made of it is emptied to be made again: both may hold
    words of what it does not name any more, which a forgetting would not find. None when the user has forgotten or denied it,
    or a part of its evidence went while it was made.
    """
    if is_forgotten(store, new.kind, new.name):
        return None
    with store.writing():
        if not _all_there(store, new):
            return None
        row = store.rows(
            "SELECT id, public_id, made_by FROM memory WHERE kind = ? AND name = ? AND name <> ''", (new.kind, new.name)
        )
        if row and row[0][2] == BY_USER:
            return str(row[0][1])
        memory_id, public_id = (row[0][0], row[0][1]) if row else _added(store, new)
        if row:
            _made_anew(store, memory_id, new)
        provenance.note(store, "memory", memory_id, "moment", list(new.moments))
        provenance.note(store, "memory", memory_id, "memory", list(new.memories))
        merging.carry(store, memory_id)
        store.execute("DELETE FROM job WHERE kind = 'remake' AND target_id = ?", (memory_id,))
    return str(public_id)


def _added(store: Store, new: NewMemory) -> tuple[int, str]:
    public_id, now = new_public_id(), now_us()
    memory_id = store.execute(
        "INSERT INTO memory(public_id, kind, name, title, text, data, made_by, valid_from_us, valid_to_us, made_us, learnt_us)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            public_id,
            new.kind,
            new.name,
            new.title,
            new.text,
            _json(new.data),
            new.made_by,
            *_times(new),
            now,
            _learnt(new, now),
        ),
    ).lastrowid
    return int(memory_id or 0), public_id


def _made_anew(store: Store, memory_id: int, new: NewMemory) -> None:
    """What it said before becomes a version of it, where that was something else."""
    store.execute(
        "INSERT INTO memory_version(memory_id, at_us, change, title, text, data, status) SELECT id, ?, 'made_anew', title, text, data, status"
        " FROM memory WHERE id = ? AND status <> ? AND (title <> ? OR text <> ?)",
        (now_us(), memory_id, STALE, new.title, new.text),
    )
    store.execute(
        "UPDATE memory SET title = ?, text = ?, data = ?, made_by = ?, valid_from_us = ?, valid_to_us = ?, made_us = ?,"
        " status = CASE WHEN status <> ? THEN status WHEN replaced_by IS NULL THEN 'active' ELSE 'superseded' END WHERE id = ?",
        (new.title, new.text, _json(new.data), new.made_by, *_times(new), now_us(), STALE, memory_id),
    )
    before, now = parents(store, memory_id), (set(new.moments), set(new.memories))
    if before[0] - now[0] or before[1] - now[1]:
        store.execute("DELETE FROM memory_version WHERE memory_id = ?", (memory_id,))
        store.execute("DELETE FROM proposal WHERE memory_id = ?1 OR other_id = ?1", (memory_id,))
        empty_what_stands_on(store, memory_id)
    store.execute("DELETE FROM derivation WHERE child_kind = 'memory' AND child_id = ?", (memory_id,))


def parents(store: Store, memory_id: int) -> tuple[set[int], set[int]]:
    """Row ids of the moments and of the memories that a memory stands on itself."""
    rows = store.rows(
        "SELECT parent_kind, parent_id FROM derivation WHERE child_kind = 'memory' AND child_id = ?", (memory_id,)
    )
    return {one for kind, one in rows if kind == "moment"}, {one for kind, one in rows if kind == "memory"}


def empty_what_stands_on(store: Store, memory_id: int) -> None:
    """Empty all that was made of a memory, at any depth, to be made again. Call inside `store.writing()`."""
    store.execute("CREATE TEMP TABLE IF NOT EXISTS loose (id INTEGER PRIMARY KEY)")
    store.execute("DELETE FROM temp.loose")
    store.execute(
        "WITH RECURSIVE made(id) AS (SELECT child_id FROM derivation"
        "  WHERE child_kind = 'memory' AND parent_kind = 'memory' AND parent_id = ?"
        " UNION SELECT d.child_id FROM derivation d JOIN made ON d.parent_kind = 'memory' AND d.parent_id = made.id"
        "  WHERE d.child_kind = 'memory')"
        " INSERT INTO temp.loose SELECT id FROM memory WHERE id IN made AND made_by <> ? AND status <> ?",
        (memory_id, BY_USER, DENIED),
    )
    loose = "(SELECT id FROM temp.loose)"
    store.execute(f"DELETE FROM memory_version WHERE memory_id IN {loose}")
    store.execute(f"DELETE FROM link WHERE from_id IN {loose} OR to_id IN {loose}")
    store.execute(f"DELETE FROM proposal WHERE memory_id IN {loose} OR other_id IN {loose}")
    store.execute(f"UPDATE memory SET title = '', text = '', data = '{{}}', status = ? WHERE id IN {loose}", (STALE,))


def _times(new: NewMemory) -> tuple[int | None, int | None]:
    return _us(new.valid_from), _us(new.valid_to)


def _us(at: datetime | None) -> int | None:
    return None if at is None else to_us(at)


def _learnt(new: NewMemory, now: int) -> int:
    return now if new.learnt is None else to_us(new.learnt)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _all_there(store: Store, new: NewMemory) -> bool:
    """Whether no evidence was hidden or removed since it was read."""
    return all(
        store.value(f"SELECT 1 FROM {table} WHERE id = ? AND forgetting_id IS NULL", (row_id,))
        for table, ids in (("moment", new.moments), ("memory", new.memories))
        for row_id in ids
    )


def is_forgotten(store: Store, kind: str, name: str) -> bool:
    """Whether the user has forgotten or denied the memory of this kind and name: it is not made again."""
    return bool(tombstones.standing(store, (tombstones.of_made(kind, name), tombstones.of_denied(kind, name))))


def remove(store: Store, memory_id: int) -> None:
    """Take away a memory that cannot be made again."""
    with store.writing():
        store.execute("DELETE FROM job WHERE kind = 'remake' AND target_id = ?", (memory_id,))
        store.execute("DELETE FROM memory WHERE id = ?", (memory_id,))


def to_remake(store: Store) -> list[tuple[int, str, str]]:
    """(row id, kind, name) of the memories that lost a part of their evidence, those made of moments first."""
    rows = store.rows(
        "SELECT o.id, o.kind, o.name FROM memory o WHERE o.status = ? AND o.forgetting_id IS NULL ORDER BY EXISTS("
        " SELECT 1 FROM derivation d WHERE d.child_kind = 'memory' AND d.child_id = o.id AND d.parent_kind = 'memory'), o.id",
        (STALE,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def names(store: Store, kind: str) -> set[str]:
    """The names of all memories of a kind, also of those that are being forgotten."""
    return {row[0] for row in store.rows("SELECT name FROM memory WHERE kind = ?", (kind,))}


def by_name(store: Store, kind: str, prefix: str) -> list[tuple[int, str, str]]:
    """(row id, name, title) of the shown memories of a kind whose name begins so, in order of their names."""
    rows = store.rows(
        "SELECT id, name, title FROM memory WHERE kind = ? AND name >= ? AND name < ? AND status NOT IN (?, ?)"
        " AND forgetting_id IS NULL ORDER BY name",
        (kind, prefix, prefix + "\U0010ffff", STALE, DENIED),
    )
    return [(row[0], row[1], row[2]) for row in rows]


_SHOWN = "SELECT id, public_id, kind, title, text, valid_from_us, valid_to_us, status FROM memory WHERE forgetting_id IS NULL"


def counts(store: Store) -> dict[str, int]:
    """How many memories there are of what a person would count: episodes, facts, those of them that were replaced, and so on."""
    row = store.rows(
        "SELECT sum(kind = 'episodic'), sum(name LIKE 'fact:%'), sum(name LIKE 'fact:%' AND replaced_by IS NOT NULL),"
        " sum(name LIKE 'appointment:%'), sum(kind = 'semantic' AND name NOT LIKE 'fact:%' AND name NOT LIKE 'appointment:%'),"
        " sum(kind = 'resource'), sum(kind = 'procedural'), sum(kind = 'digest'), sum(kind = 'core') FROM memory"
        " WHERE forgetting_id IS NULL AND status <> ?",
        (STALE,),
    )[0]
    names = (
        "episodes",
        "facts",
        "superseded",
        "appointments",
        "entities",
        "resources",
        "procedures",
        "digests",
        "profile",
    )
    return {name: int(count or 0) for name, count in zip(names, row, strict=True)}


def listed(store: Store, kind: str | None = None, about: str | None = None, *, limit: int = 1000) -> list[MadeMemory]:
    """Memories that may be shown, newest first; `about` is a word of their title or text."""
    rows = store.rows(
        f"{_SHOWN} AND status NOT IN (?1, ?5) AND (?2 IS NULL OR kind = ?2)"
        " AND (?3 IS NULL OR instr(lower(title || ' ' || text), lower(?3)) > 0) ORDER BY valid_from_us DESC, id DESC LIMIT ?4",
        (STALE, kind, about, limit, DENIED),
    )
    return [_made(store, row) for row in rows]


def by_ids(store: Store, ids: Sequence[int], *, denied: bool = False) -> dict[int, MadeMemory]:
    """Those of these row ids that may be shown; with `denied` also what the user called wrong, for who takes that back."""
    hidden = (STALE, STALE if denied else DENIED)
    found = (store.rows(f"{_SHOWN} AND status NOT IN (?, ?) AND id = ?", (*hidden, one)) for one in ids)
    return {rows[0][0]: _made(store, rows[0]) for rows in found if rows}


def _made(store: Store, row: Sequence[Any]) -> MadeMemory:
    return MadeMemory(
        id=row[1], kind=row[2], title=row[3], text=row[4], valid_from=None if row[5] is None else from_us(row[5]),
        valid_to=None if row[6] is None else from_us(row[6]), status=row[7], evidence=evidence(store, row[0]),
    )  # fmt: skip


def evidence(store: Store, memory_id: int) -> tuple[str, ...]:
    """Public ids of the moments that a memory stands on, at any depth, oldest first."""
    rows = store.rows(
        "WITH RECURSIVE above(kind, id) AS (SELECT 'memory', ?1 UNION SELECT d.parent_kind, d.parent_id FROM derivation d"
        " JOIN above ON d.child_kind = 'memory' AND above.kind = 'memory' AND d.child_id = above.id)"
        " SELECT m.public_id FROM above JOIN moment m ON above.kind = 'moment' AND m.id = above.id"
        " WHERE m.forgetting_id IS NULL ORDER BY m.at_us, m.id",
        (memory_id,),
    )
    return tuple(row[0] for row in rows)
