"""How memories hang together and when they occurred, for whoever draws it: links among several, groups of several, days of one. Reads only."""

from collections.abc import Sequence

from app.belief_records import Occurred
from app.store import corrections, links, shelves
from app.store.db import Store

_ABOVE = (
    "WITH RECURSIVE above(kind, id) AS (SELECT 'memory', ?1 UNION SELECT d.parent_kind, d.parent_id FROM derivation d"
    " JOIN above ON d.child_kind = 'memory' AND above.kind = 'memory' AND d.child_id = above.id)"
)


def among(store: Store, public_ids: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of these memories that are linked directly, each once, in a fixed order."""
    marks = ",".join("?" * len(public_ids))
    rows = store.rows(
        "SELECT DISTINCT min(a.public_id, b.public_id), max(a.public_id, b.public_id) FROM link l JOIN memory a ON a.id = l.from_id"
        f" JOIN memory b ON b.id = l.to_id WHERE l.kind <> ? AND a.public_id IN ({marks}) AND b.public_id IN ({marks})"
        " AND a.id <> b.id ORDER BY 1, 2",
        (links.DRAWN, *public_ids, *public_ids),
    )
    return [(row[0], row[1]) for row in rows]


def groups(store: Store, public_ids: Sequence[str]) -> dict[str, str]:
    """The group of each of these memories, by id; those that are not there are left out."""
    rows = store.rows(
        "SELECT public_id, kind, CASE WHEN kind = 'semantic' THEN substr(name, 1, max(instr(name, ':') - 1, 0)) ELSE '' END"
        f" FROM memory WHERE forgetting_id IS NULL AND public_id IN ({','.join('?' * len(public_ids))})",
        tuple(public_ids),
    )
    return {public_id: shelves.group_of(kind, prefix) for public_id, kind, prefix in rows}


def occurred(store: Store, public_id: str) -> list[Occurred]:
    """The days on which the moments of a memory were, oldest first. Raises KnownError no_such_memory."""
    row_id = corrections.row(store, public_id, denied=True).id
    rows = store.rows(  # of a group with one min(), SQLite takes the other columns from that row
        f"{_ABOVE} SELECT m.day, count(*), m.public_id, min(m.at_us) FROM above JOIN moment m ON above.kind = 'moment'"
        " AND m.id = above.id WHERE m.forgetting_id IS NULL GROUP BY m.day ORDER BY m.day",
        (row_id,),
    )
    return [Occurred(str(day), int(count), moment) for day, count, moment, _ in rows]
