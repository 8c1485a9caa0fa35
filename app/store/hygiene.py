"""Memories as the hygiene rules weigh them, and when they last did. Reads, and notes numbers only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.store.db import Store

_SHOWN = "m.forgetting_id IS NULL AND m.status NOT IN ('stale', 'denied', 'superseded', 'archived')"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A memory: since when it holds (`dated` where it says so itself) and until when, when its evidence was last seen, how many moments.

    `kind`, `title` and `data` as everywhere; times in UTC microseconds.
    """

    id: int
    kind: str
    name: str
    title: str
    text: str
    data: Mapping[str, Any]
    status: str
    at_us: int
    until_us: int | None
    dated: bool
    seen_us: int
    moments: int


def entities(store: Store) -> list[Weighed]:
    """All people, projects, places, things and organisations that stand for themselves."""
    return _weighed(store, "m.kind = 'semantic' AND json_extract(m.data, '$.entity') IS NOT NULL")


def facts(store: Store) -> list[Weighed]:
    """All facts that hold."""
    return _weighed(store, "m.kind = 'semantic' AND m.name GLOB 'fact:*'")


def everything(store: Store) -> list[Weighed]:
    """All memories that are shown."""
    return _weighed(store, "1")


def _weighed(store: Store, where: str) -> list[Weighed]:
    rows = store.rows(
        "SELECT m.id, m.kind, m.name, m.title, m.text, m.data, m.status, coalesce(m.valid_from_us, m.learnt_us, m.made_us),"
        " m.valid_to_us, m.valid_from_us IS NOT NULL, coalesce(max(o.at_us), m.learnt_us, m.made_us), count(o.id) FROM memory m"
        " LEFT JOIN derivation d ON d.child_kind = 'memory' AND d.child_id = m.id AND d.parent_kind = 'moment'"
        f" LEFT JOIN moment o ON o.id = d.parent_id AND o.forgetting_id IS NULL WHERE {_SHOWN} AND {where} GROUP BY m.id ORDER BY m.id"
    )
    return [
        Weighed(
            id=row[0], kind=row[1], name=row[2], title=row[3], text=row[4], data=json.loads(row[5]), status=row[6], at_us=row[7],
            until_us=row[8], dated=bool(row[9]), seen_us=row[10], moments=row[11],
        )
        for row in rows
    ]  # fmt: skip


def newest_us(store: Store) -> int:
    """The time of the newest moment: a memory that nobody feeds does not grow old."""
    return int(store.value("SELECT coalesce(max(at_us), 0) FROM moment WHERE forgetting_id IS NULL"))


def state(store: Store) -> str:
    """Changes when memories are made; what the user corrects does not change it."""
    made = store.value("SELECT coalesce(max(made_us), 0) FROM memory WHERE kind <> 'core' AND kind <> 'digest'")
    return f"{made}"


def looked(store: Store, kind: str) -> str:
    """The state in which the questions of a kind were last looked for."""
    return str(store.value("SELECT value FROM control WHERE name = ?", (f"hygiene {kind}",)) or "")


def note_look(store: Store, kind: str, state_: str) -> None:
    with store.writing():
        store.execute("INSERT OR REPLACE INTO control(name, value) VALUES (?, ?)", (f"hygiene {kind}", state_))
