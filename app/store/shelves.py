"""Memories by the groups in which a person looks for them: how many there are, a light row for each, their proof. Reads only."""

from typing import Any

from app.belief_records import Entry
from app.records import Moment
from app.store import corrections, memories
from app.store.db import Store, from_us
from app.store.frames import moment_by_id

EVERYTHING = "everything"
GROUPS = (
    "people", "projects", "things", "facts", "appointments", "episodes", "documents", "ways", "digests", "you",
)  # fmt: skip
# By kind, or for what is semantic by the first word of its name; what has another one is a thing.
_BY_KIND = {
    "episodic": "episodes",
    "resource": "documents",
    "procedural": "ways",
    "digest": "digests",
    "core": "you",
}
_BY_NAME = {"person": "people", "project": "projects", "fact": "facts", "appointment": "appointments"}
SNIPPET = 200
MOST = 20_000
_WHERE = (
    "FROM memory o WHERE forgetting_id IS NULL AND status NOT IN ('stale', 'denied')"
    " AND (?1 = '' OR instr(lower(title || ' ' || text), lower(?1)) > 0)"
)
_PREFIX = "CASE WHEN kind = 'semantic' THEN substr(name, 1, max(instr(name, ':') - 1, 0)) ELSE '' END"


def group_of(kind: str, prefix: str) -> str:
    """The group of a memory by its kind and the first word of its name.

    >>> group_of("semantic", "fact"), group_of("semantic", "place"), group_of("core", "")
    ('facts', 'things', 'you')
    """
    return _BY_KIND.get(kind) or _BY_NAME.get(prefix, "things")


def counted(store: Store, about: str = "") -> dict[str, int]:
    """How many memories there are in each group whose title or text holds `about`, with `EVERYTHING` for all."""
    found = dict.fromkeys((EVERYTHING, *GROUPS), 0)
    for kind, prefix, count in store.rows(f"SELECT kind, {_PREFIX}, count(*) {_WHERE} GROUP BY 1, 2", (about,)):
        found[group_of(kind, prefix)] += count
        found[EVERYTHING] += count
    return found


def entries(store: Store, group: str, about: str = "", *, limit: int = MOST) -> list[Entry]:
    """The memories of a group, or of all, newest first; who and what is named in order of names."""
    kinds = [kind for kind, held in _BY_KIND.items() if held == group]
    if group == EVERYTHING:
        narrowed, values = "", []
    elif kinds:
        narrowed, values = " AND kind = ?3", kinds
    elif group == "things":
        held = ", ".join(f"?{3 + at}" for at in range(len(_BY_NAME)))
        narrowed, values = f" AND kind = 'semantic' AND {_PREFIX} NOT IN ({held})", list(_BY_NAME)
    else:
        narrowed = f" AND kind = 'semantic' AND {_PREFIX} = ?3"
        values = [prefix for prefix, held in _BY_NAME.items() if held == group]
    by_name = group in ("people", "projects", "things")
    order = "status = 'superseded', title COLLATE NOCASE" if by_name else "valid_from_us DESC"
    return [
        _entry(row) for row in _rows(store, f"{_WHERE}{narrowed} ORDER BY {order}, id DESC", (about, limit, *values))
    ]


def entry(store: Store, public_id: str) -> Entry:
    """One memory as a row. Raises KnownError no_such_memory."""
    corrections.row(store, public_id)
    return _entry(_rows(store, f"{_WHERE} AND public_id = ?3", ("", 1, public_id))[0])


def proof(store: Store, public_id: str, *, limit: int = 120) -> tuple[list[Moment], int]:
    """The moments that a memory stands on, oldest first, without their text, and how many there are in all. Raises KnownError."""
    held = memories.evidence(store, corrections.row(store, public_id, denied=True).id)
    return [moment_by_id(store, one)[1] for one in held[:limit]], len(held)


def _rows(store: Store, rest: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return store.rows(
        f"SELECT public_id, kind, {_PREFIX}, title, substr(text, 1, {SNIPPET}), valid_from_us, status,"
        " coalesce(json_extract(data, '$.entity'), ''),"
        " (SELECT m.zone FROM derivation d JOIN moment m ON d.parent_kind = 'moment' AND m.id = d.parent_id"
        f"  WHERE d.child_kind = 'memory' AND d.child_id = o.id LIMIT 1) {rest} LIMIT ?2",
        values,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    public_id, kind, prefix, title, snippet, since, status, entity, zone = row
    at = None if since is None else from_us(since)
    return Entry(public_id, group_of(kind, prefix), title, snippet, at, status, str(entity), zone or "")
