"""What making memories needs of the store beside putting them: is one as it would be made, on what does it stand, which stand on it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.store import memories
from app.store.db import Store, to_us
from app.store.memories import BY_USER, DENIED, STALE, NewMemory

_SHOWN = f"forgetting_id IS NULL AND status NOT IN ('{STALE}', '{DENIED}')"


@dataclass(frozen=True, slots=True)
class Made:
    """A memory as it stands in the store."""

    id: int
    name: str
    title: str
    text: str
    data: dict[str, Any]
    from_us: int
    until_us: int
    made_us: int
    status: str


_MADE = "id, name, title, text, data, coalesce(valid_from_us, 0), coalesce(valid_to_us, 0), made_us, status"


def shown(store: Store, kind: str, prefix: str = "") -> list[Made]:
    """The memories of a kind that may be shown and whose name begins so, in order of time."""
    rows = store.rows(
        f"SELECT {_MADE} FROM memory WHERE kind = ? AND name >= ? AND name < ? AND {_SHOWN} ORDER BY valid_from_us, id",
        (kind, prefix, prefix + "\U0010ffff"),
    )
    return [_made(row) for row in rows]


def shown_between(store: Store, kind: str, from_us: int, until_us: int) -> list[Made]:
    """Those that begin in a time, in order."""
    rows = store.rows(
        f"SELECT {_MADE} FROM memory WHERE kind = ? AND valid_from_us >= ? AND valid_from_us <= ? AND {_SHOWN}"
        " ORDER BY valid_from_us, id",
        (kind, from_us, until_us),
    )
    return [_made(row) for row in rows]


def named(store: Store, kind: str, name: str) -> Made | None:
    """The memory of this name, if it may be shown."""
    rows = store.rows(f"SELECT {_MADE} FROM memory WHERE kind = ? AND name = ? AND {_SHOWN}", (kind, name))
    return _made(rows[0]) if rows else None


def exists(store: Store, kind: str, name: str) -> bool:
    """Whether there is a memory of this name, also one that is hidden, denied or waits to be made again."""
    return bool(store.value("SELECT 1 FROM memory WHERE kind = ? AND name = ?", (kind, name)))


def _made(row: tuple[Any, ...]) -> Made:
    return Made(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5], row[6], row[7], row[8])


def put_changed(store: Store, new: NewMemory) -> bool:
    """Put a memory unless it is there just so, or is the user's word. Whether something changed."""
    rows = store.rows(
        "SELECT id, title, text, data, made_by, status, valid_from_us, valid_to_us FROM memory WHERE kind = ? AND name = ?",
        (new.kind, new.name),
    )
    if not rows:
        return memories.put(store, new) is not None
    memory_id, *said, made_by, status, from_us, until_us = rows[0]
    if made_by == BY_USER or status == DENIED:
        return False
    before, now = memories.parents(store, memory_id), (set(new.moments), set(new.memories))
    times = (new.valid_from and to_us(new.valid_from), new.valid_to and to_us(new.valid_to))
    same_words = said == [new.title, new.text, json.dumps(dict(new.data), ensure_ascii=False, sort_keys=True)]
    if same_words and before == now and times == (from_us, until_us) and status != STALE:
        return False
    return memories.put(store, new) is not None


def stands(store: Store, new: NewMemory) -> bool:
    """Put a memory unless it is there just so. Whether it stands there now; the user may have forgotten it, or a part of its evidence."""
    return put_changed(store, new) or named(store, new.kind, new.name) is not None


def withdraw(store: Store, memory_id: int) -> None:
    """Take away a memory that would not be made any more; what was made of it is emptied, to be made again."""
    with store.writing():
        memories.empty_what_stands_on(store, memory_id)
        memories.remove(store, memory_id)


def stand_on_moments(store: Store, kind: str, memory_ids: Iterable[int]) -> list[Made]:
    """The shown memories of a kind that stand on a moment which one of these memories stands on, in order of time."""
    ids = list(memory_ids)
    rows = store.rows(
        f"SELECT {_MADE} FROM memory WHERE kind = ? AND {_SHOWN} AND id IN (SELECT other.child_id FROM derivation own"
        " JOIN derivation other ON other.parent_kind = 'moment' AND other.parent_id = own.parent_id AND other.child_kind = 'memory'"
        f" WHERE own.child_kind = 'memory' AND own.parent_kind = 'moment' AND own.child_id IN ({','.join('?' * len(ids))}))"
        " ORDER BY valid_from_us, id",
        [kind, *ids],
    )
    return [_made(row) for row in rows]


def changed_since(store: Store, cursor: tuple[int, int], limit: int) -> list[tuple[str, Made]]:
    """(kind, memory) of the shown episodes and semantic memories made or made anew after a cursor of (time, row id), in that order."""
    rows = store.rows(
        f"SELECT kind, {_MADE} FROM memory WHERE kind IN ('episodic', 'semantic') AND {_SHOWN} AND (made_us, id) > (?, ?)"
        " ORDER BY made_us, id LIMIT ?",
        (*cursor, limit),
    )
    return [(row[0], _made(row[1:])) for row in rows]


def user_of_messages(store: Store) -> str:
    """The author who writes in the most threads of late, if nobody else writes in as many: that is the user. Else empty."""
    rows = store.rows(
        "SELECT author, count(DISTINCT thread) FROM moment WHERE id > (SELECT max(id) FROM moment) - 20000 AND thread <> '' AND author <> ''"
        " AND forgetting_id IS NULL GROUP BY author ORDER BY 2 DESC LIMIT 2"
    )
    if not rows or rows[0][1] < 2 or (len(rows) > 1 and rows[1][1] == rows[0][1]):
        return ""
    return str(rows[0][0])
