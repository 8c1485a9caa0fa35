"""What the user is asked about memories: two that may be one, two that contradict, what looks old, secret or weak. No rules of its own.

A proposal holds no words: what it is about is read from its memories when it is shown. What was rejected is not proposed again, also
when the memories were made anew since.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal, get_args

from app.belief_records import Proposal, ProposalKind
from app.errors import KnownError
from app.store import memories, tombstones
from app.store.db import Store, from_us, now_us
from app.store.frames import new_public_id

KINDS: tuple[ProposalKind, ...] = get_args(ProposalKind)
_OPEN = ("open", "undone")


def propose(
    store: Store, kind: ProposalKind, memory_id: int, other_id: int | None = None, data: Mapping[str, Any] | None = None
) -> bool:
    """Put a question into the inbox, once. False where it stands there, was decided, or a memory went meanwhile."""
    with store.writing():
        names = [_name(store, one) for one in (memory_id, other_id) if one is not None]
        if None in names or tombstones.standing(store, _rejections(kind, *names)):  # type: ignore[arg-type]
            return False
        if other_id is not None and store.value(
            "SELECT 1 FROM proposal WHERE kind = ? AND memory_id = ? AND other_id = ?", (kind, other_id, memory_id)
        ):
            return False
        added = store.execute(
            "INSERT OR IGNORE INTO proposal(public_id, kind, memory_id, other_id, data, made_us) VALUES (?, ?, ?, ?, ?, ?)",
            (new_public_id(), kind, memory_id, other_id, json.dumps(dict(data or {}), sort_keys=True), now_us()),
        )
        return bool(added.rowcount > 0)


def withdraw(store: Store, kind: ProposalKind, keep: set[tuple[int, int]]) -> int:
    """Take back the open questions of a kind that need no answer any more; `keep` are the pairs (memory, other or 0) that do."""
    with store.writing():
        rows = store.rows(
            "SELECT id, memory_id, coalesce(other_id, 0) FROM proposal WHERE kind = ? AND state = 'open'", (kind,)
        )
        gone = [row_id for row_id, one, other in rows if (one, other) not in keep and (other, one) not in keep]
        store.connection.executemany("DELETE FROM proposal WHERE id = ?", [(one,) for one in gone])
    return len(gone)


def inbox(store: Store) -> list[Proposal]:
    """What waits for a decision, oldest first."""
    rows = store.rows(
        "SELECT id, public_id, kind, memory_id, other_id, data, state, made_us FROM proposal WHERE state IN (?, ?) ORDER BY id",
        _OPEN,
    )
    return [one for row in rows if (one := _shown(store, row)) is not None]


def find(store: Store, which: str) -> Proposal:
    """An open proposal by its number or id. Raises KnownError no_such_proposal."""
    rows = store.rows(
        "SELECT id, public_id, kind, memory_id, other_id, data, state, made_us FROM proposal"
        " WHERE (public_id = ?1 OR CAST(id AS TEXT) = ?1) AND state IN (?2, ?3)",
        (which, *_OPEN),
    )
    found = _shown(store, rows[0]) if rows else None
    if found is None:
        raise KnownError("no_such_proposal")
    return found


def decide(store: Store, n: int, state: Literal["accepted", "rejected"], at_us: int) -> None:
    """Write a decision down. Call inside `store.writing()`."""
    store.execute("UPDATE proposal SET state = ?, decided_us = ? WHERE id = ?", (state, at_us, n))
    if state == "rejected":
        tombstones.add(store, _rejections_of(store, n)[:1])


def last_us(store: Store) -> int:
    """When the last decision was that can be taken back; 0 when there is none."""
    return int(store.value("SELECT max(decided_us) FROM proposal WHERE state IN ('accepted', 'rejected')") or 0)


def decided_at(store: Store, at_us: int) -> list[str]:
    """Public ids of the memories that were decided about at that time."""
    rows = store.rows(
        "SELECT m.public_id FROM proposal p JOIN memory m ON m.id = p.memory_id WHERE p.decided_us = ?", (at_us,)
    )
    return [row[0] for row in rows]


def undo(store: Store, at_us: int) -> bool:
    """Let what was decided at that time wait again. Call inside `store.writing()`."""
    rows = store.rows("SELECT id FROM proposal WHERE decided_us = ? AND state IN ('accepted', 'rejected')", (at_us,))
    for (n,) in rows:
        tombstones.take_back(store, _rejections_of(store, n))
        store.execute("UPDATE proposal SET state = 'undone', decided_us = NULL WHERE id = ?", (n,))
    return bool(rows)


def _shown(store: Store, row: tuple[Any, ...]) -> Proposal | None:
    """None while one of its memories may not be shown."""
    ids = [one for one in row[3:5] if one is not None]
    made = memories.by_ids(store, ids)
    if len(made) < len(ids):
        return None
    other = made[row[4]] if row[4] is not None else None
    return Proposal(row[0], row[1], row[2], made[row[3]], other, json.loads(row[5]), row[6], from_us(row[7]))


def _name(store: Store, memory_id: int) -> str | None:
    """What stands for a memory in a rejection; None where it may not be shown."""
    rows = store.rows(
        "SELECT kind, name, public_id FROM memory WHERE id = ? AND forgetting_id IS NULL AND status NOT IN (?, ?)",
        (memory_id, memories.STALE, memories.DENIED),
    )
    return f"{rows[0][0]} {rows[0][1] or rows[0][2]}" if rows else None


def _rejections(kind: str, name: str, other: str = "") -> list[tombstones.Name]:
    """A pair is the same pair the other way round."""
    return [tombstones.of_rejected(kind, name, other), tombstones.of_rejected(kind, other, name)]


def _rejections_of(store: Store, n: int) -> list[tombstones.Name]:
    kind, *ids = store.rows("SELECT kind, memory_id, other_id FROM proposal WHERE id = ?", (n,))[0]
    names = [name for one in ids if one is not None and (name := _name(store, one)) is not None]
    return _rejections(kind, *names) if names else []
