"""Links between memories, and what of the memories and their evidence they are drawn from. Knows no rules of its own.

A link has the kind `names` (a memory names a person, place, thing or document that is itself a memory), `shares` (two name the same,
which is none), `together` (they stand on the same moment) or `alike` (their evidence is near in meaning). A link of a memory to itself,
of the kind `drawn`, says for which making of it the links were drawn: its weight is `made_us`, which a float holds exactly.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.belief_records import Related
from app.store import memories, passages
from app.store.db import Store

NAMES, SHARES, TOGETHER, ALIKE, DRAWN = "names", "shares", "together", "alike", "drawn"
# Of what a memory stands on, so many moments lend it their meaning; and so many memories are looked at for likeness.
_MOMENTS_OF_A_MEMORY = 12
CANDIDATES = 500
_LINKED = "('episodic', 'semantic', 'procedural', 'resource')"
_SHOWN = "forgetting_id IS NULL AND status NOT IN ('stale', 'denied')"
_HUBS, _OF_A_HUB = 12, 40


@dataclass(frozen=True, slots=True)
class Linked:
    """A memory as far as links need it."""

    id: int
    kind: str
    name: str
    title: str
    text: str
    data: Mapping[str, Any]
    at_us: int


def undrawn(store: Store, limit: int) -> list[Linked]:
    """Memories whose links were not drawn since they were made, oldest first."""
    return _linked(
        store,
        f"m.kind IN {_LINKED} AND m.{_SHOWN} AND m.status <> 'superseded' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.from_id = m.id"
        " AND l.to_id = m.id AND l.kind = ? AND l.weight = CAST(m.made_us AS REAL)) ORDER BY m.id LIMIT ?",
        (DRAWN, limit),
    )


def near_in_time(store: Store, one: Linked, limit: int = CANDIDATES) -> list[Linked]:
    """The memories around one in time, those before it first of all; entities are not among them."""
    where = f"m.kind IN {_LINKED} AND m.{_SHOWN} AND m.status <> 'superseded' AND m.id <> ? AND json_extract(m.data, '$.entity') IS NULL"
    before = f"{where} AND coalesce(m.valid_from_us, m.made_us) <= ? ORDER BY coalesce(m.valid_from_us, m.made_us) DESC LIMIT ?"
    after = (
        f"{where} AND coalesce(m.valid_from_us, m.made_us) > ? ORDER BY coalesce(m.valid_from_us, m.made_us) LIMIT ?"
    )
    found = _linked(store, before, (one.id, one.at_us, limit))
    return found + _linked(store, after, (one.id, one.at_us, limit - len(found)))


def naming(store: Store, words: Sequence[str]) -> list[Linked]:
    """Memories in whose title, text or fields one of these stands, in whatever case and as a part of whatever word."""
    found: dict[int, Linked] = {}
    for word in words:
        for one in _linked(
            store,
            f"m.kind IN {_LINKED} AND m.{_SHOWN} AND instr(lower(m.title || ' ' || m.text || ' ' || m.data), lower(?)) > 0",
            (word,),
        ):
            found[one.id] = one
    return list(found.values())


def hubs(store: Store) -> list[Linked]:
    """All that others may name: people, projects, places, things, organisations, and documents."""
    return _linked(
        store,
        f"m.{_SHOWN} AND m.status <> 'superseded' AND (m.kind = 'resource' OR (m.kind = 'semantic'"
        " AND json_extract(m.data, '$.entity') IS NOT NULL))",
        (),
    )


def _linked(store: Store, where: str, values: tuple[Any, ...]) -> list[Linked]:
    rows = store.rows(
        f"SELECT m.id, m.kind, m.name, m.title, m.text, m.data, coalesce(m.valid_from_us, m.made_us) FROM memory m WHERE {where}",
        values,
    )
    return [
        Linked(row_id, kind, name, title, text, json.loads(data), at_us)
        for row_id, kind, name, title, text, data, at_us in rows
    ]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The mean of the vectors of a memory's evidence, of length 1, `(dim,) float32`, and the row ids of the moments that lend it."""

    vector: npt.NDArray[np.float32]
    moments: frozenset[int]


def meanings(store: Store, ids: Iterable[int]) -> dict[int, Meaning]:
    """What each memory's evidence means; nothing for one whose evidence has no vectors yet."""
    newest = store.rows("SELECT model, length(data) - 4 FROM vector ORDER BY rowid DESC LIMIT 1")
    out = {}
    for memory_id in ids if newest else ():
        model, dim = newest[0]
        rows = [row for row in _vectors_of(store, memory_id, model) if len(row[1]) in (4 + dim, 2 * dim)]
        if not rows:
            continue
        mean = passages.unpack_vectors([row[1] for row in rows], dim).mean(axis=0)
        length = float(np.linalg.norm(mean))
        if math.isfinite(length) and length > 0:
            out[memory_id] = Meaning((mean / length).astype(np.float32), frozenset(row[0] for row in rows))
    return out


def _vectors_of(store: Store, memory_id: int, model: str) -> list[tuple[int, bytes]]:
    """Moment and vector of what a memory stands on."""
    rows = store.rows(
        "WITH RECURSIVE above(kind, id) AS (SELECT 'memory', ?1 UNION SELECT d.parent_kind, d.parent_id FROM derivation d"
        " JOIN above ON d.child_kind = 'memory' AND above.kind = 'memory' AND d.child_id = above.id)"
        " SELECT o.id, v.data FROM (SELECT m.id FROM above JOIN moment m ON above.kind = 'moment' AND m.id = above.id"
        "  WHERE m.forgetting_id IS NULL ORDER BY m.id LIMIT ?2) o JOIN sighting s ON s.moment_id = o.id"
        " JOIN vector v ON v.passage_id = s.passage_id AND v.model = ?3 LIMIT ?4",
        (memory_id, _MOMENTS_OF_A_MEMORY, model, 4 * _MOMENTS_OF_A_MEMORY),
    )
    return [(row[0], row[1]) for row in rows]


def draw(store: Store, memory_id: int, found: Sequence[tuple[int, str, float]]) -> None:
    """Write the links (to, kind, weight) of a memory anew; those that others drew to it stay."""
    with store.writing():
        made_us = store.value(f"SELECT made_us FROM memory WHERE id = ? AND {_SHOWN}", (memory_id,))
        if made_us is None:  # it went meanwhile
            return
        store.execute("DELETE FROM link WHERE from_id = ?", (memory_id,))
        store.connection.executemany(
            "INSERT OR REPLACE INTO link(from_id, to_id, kind, weight) SELECT ?1, id, ?3, ?4 FROM memory WHERE id = ?2"
            f" AND id <> ?1 AND {_SHOWN}",
            [(memory_id, to_id, kind, weight) for to_id, kind, weight in found],
        )
        store.execute(
            "INSERT OR REPLACE INTO link(from_id, to_id, kind, weight) VALUES (?1, ?1, ?2, ?3)",
            (memory_id, DRAWN, float(made_us)),
        )


def name_it(store: Store, hub: int, found: Sequence[int]) -> None:
    """Say that these memories name this one."""
    with store.writing():
        store.connection.executemany(
            "INSERT OR IGNORE INTO link(from_id, to_id, kind, weight) SELECT ?1, id, ?3, 1 FROM memory WHERE id = ?2"
            f" AND {_SHOWN} AND EXISTS (SELECT 1 FROM memory WHERE id = ?1)",
            [(one, hub, NAMES) for one in found if one != hub],
        )


def related(store: Store, memory_id: int, *, limit: int = 40) -> list[Related]:
    """The memories that are linked to one, the strongest `limit` of them in order of time."""
    found: dict[int, tuple[str, float, list[str]]] = {}
    direct = store.rows(
        "SELECT to_id, kind, max(weight) FROM (SELECT to_id, kind, weight FROM link WHERE from_id = ?1 AND to_id <> ?1"
        " UNION ALL SELECT from_id, kind, weight FROM link WHERE to_id = ?1 AND from_id <> ?1) GROUP BY to_id, kind"
        " ORDER BY kind DESC",
        (memory_id,),
    )
    for other, kind, weight in direct:
        why, held, by = found.get(other, (kind, 0.0, []))
        found[other] = (why, held + weight, by)
    for hub, title in _named_by(store, memory_id):
        others = [
            row[0] for row in store.rows("SELECT from_id FROM link WHERE to_id = ? AND kind = ? AND from_id <> ?", (hub, NAMES, memory_id))
        ]  # fmt: skip
        for other in others[-_OF_A_HUB:]:
            why, held, by = found.get(other, ("through", 0.0, []))
            found[other] = (why, held + 1 / math.log2(2 + len(others)), [*by, title])
    strongest = sorted(found, key=lambda one: (-found[one][1], one))[:limit]
    made = memories.by_ids(store, strongest)
    out = [
        Related(made[one], found[one][0], round(found[one][1], 3), tuple(found[one][2]))
        for one in strongest
        if one in made
    ]
    times = _times(store, strongest)
    ids = {made[one].id: one for one in made}
    return sorted(out, key=lambda one: times[ids[one.memory.id]])


def _named_by(store: Store, memory_id: int) -> list[tuple[int, str]]:
    rows = store.rows(
        f"SELECT m.id, m.title FROM link l JOIN memory m ON m.id = l.to_id WHERE l.from_id = ? AND l.kind = ? AND m.{_SHOWN} LIMIT ?",
        (memory_id, NAMES, _HUBS),
    )
    return [(row[0], row[1]) for row in rows]


def _times(store: Store, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """When what a memory says was, and its row id."""
    return {
        one: (
            int(store.value("SELECT coalesce(valid_from_us, learnt_us, made_us) FROM memory WHERE id = ?", (one,))),
            one,
        )
        for one in ids
    }
