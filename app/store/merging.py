"""Two memories about the same person, place or thing that the user made one: what the one that stays takes over. No asking, no undo.

The other one stays as it is, superseded and replaced by the first, so that it can be taken apart again and what is made of newer
evidence under its name still arrives.
"""

import json
from typing import Any

from app.store import provenance
from app.store.db import Store

# What the one that stays says for both; what it said by itself lies in `own`.
_SUMMED = ("aliases", "times", "first_us", "last_us")
_IS_ENTITY = "kind = 'semantic' AND json_extract(data, '$.entity') IS NOT NULL"


def carry(store: Store, memory_id: int) -> None:
    """Let a memory, or the one that it was merged into, take over what was merged. Call inside `store.writing()`; idempotent."""
    rows = store.rows(f"SELECT replaced_by FROM memory WHERE id = ? AND {_IS_ENTITY}", (memory_id,))
    for (into,) in rows:
        _gather(store, memory_id)
        if into is not None:
            _gather(store, into)


def _gather(store: Store, into: int) -> None:
    merged = [
        (row[0], row[1], json.loads(row[2]))
        for row in store.rows(
            f"SELECT id, title, data FROM memory WHERE replaced_by = ? AND forgetting_id IS NULL AND {_IS_ENTITY} ORDER BY id",
            (into,),
        )
    ]
    held = store.value("SELECT data FROM memory WHERE id = ?", (into,))
    data = json.loads(held)
    taken = together(data, [(title, other) for _, title, other in merged])
    if taken != data:
        store.execute(
            "UPDATE memory SET data = ? WHERE id = ?", (json.dumps(taken, ensure_ascii=False, sort_keys=True), into)
        )
    provenance.note(store, "memory", into, "memory", [row_id for row_id, _, _ in merged])


def together(data: dict[str, Any], merged: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The fields of a memory with those of the ones (title, fields) that were merged into it; without any, its own again. Pure.

    >>> both = together({"entity": "person", "aliases": [], "times": 3}, [("Ana K", {"times": 2, "aliases": []})])
    >>> both["times"], both["aliases"]
    (5, ['Ana K'])
    >>> together(both, [])
    {'entity': 'person', 'aliases': [], 'times': 3}
    """
    own = data.get("own") or {key: data[key] for key in _SUMMED if key in data}
    out = {key: value for key, value in data.items() if key != "own"} | own
    if not merged:
        return out
    aliases = [*own.get("aliases", ())]
    for title, other in merged:
        aliases += [title, *other.get("aliases", ())]
    out["aliases"] = [one for one in dict.fromkeys(aliases) if one and one != data.get("name")]
    out["times"] = sum(int(one.get("times", 0)) for one in (own, *(other for _, other in merged)))
    for key, pick in (("first_us", min), ("last_us", max)):
        known = [one[key] for one in (own, *(other for _, other in merged)) if one.get(key) is not None]
        if known:
            out[key] = pick(known)
    return out | {"own": own}


def apart(store: Store, into: int, other: int) -> None:
    """Let a memory lose what it took over from another, which must no longer be replaced by it. Call inside `store.writing()`."""
    store.execute(
        "DELETE FROM derivation WHERE child_kind = 'memory' AND child_id = ? AND parent_kind = 'memory' AND parent_id = ?",
        (into, other),
    )
    _gather(store, into)


def canonical(store: Store) -> dict[str, str]:
    """The name of each merged person, place or thing, and the name of the one that it is now."""
    rows = store.rows(
        "SELECT o.name, i.name FROM memory o JOIN memory i ON i.id = o.replaced_by WHERE o.kind = 'semantic'"
        " AND json_extract(o.data, '$.entity') IS NOT NULL"
    )
    direct = {str(name): str(into) for name, into in rows}
    out = {}
    for name, into in direct.items():
        for _ in range(len(direct)):
            into = direct.get(into, into)  # noqa: PLW2901 - followed to the end
        out[name] = into
    return out
