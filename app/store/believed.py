"""What is and was believed: a memory with its history, and all memories as they stood at a time. Reads only."""

from datetime import datetime
from typing import Any

from app.belief_records import Belief, Version
from app.records import MadeMemory
from app.store import corrections, memories
from app.store.db import Store, from_us, to_us


def belief(store: Store, public_id: str) -> Belief:
    """A memory with its history, also one that the user called wrong. Raises KnownError no_such_memory."""
    held = corrections.row(store, public_id, denied=True)
    learnt, expired, replaced_by = store.rows(
        "SELECT learnt_us, expired_us, (SELECT public_id FROM memory WHERE id = m.replaced_by) FROM memory m WHERE id = ?",
        (held.id,),
    )[0]
    versions = store.rows(
        "SELECT at_us, change, title, text, status FROM memory_version WHERE memory_id = ? ORDER BY id", (held.id,)
    )
    return Belief(
        memories.by_ids(store, [held.id], denied=True)[held.id], held.name, held.data, held.made_by, _time(learnt), _time(expired),
        replaced_by or "", tuple(Version(from_us(one[0]), one[1].split(" ")[0], *one[2:]) for one in versions),
    )  # fmt: skip


def _time(us: int | None) -> datetime | None:
    return None if us is None else from_us(us)


def believed(
    store: Store, at: datetime, kind: str | None = None, about: str | None = None, *, limit: int = 1000
) -> list[MadeMemory]:
    """Memories as they stood at a time, newest first; what was called wrong since is left out, for it was wrong then too."""
    at_us = to_us(at)
    rows = store.rows(
        "SELECT id, public_id, kind, title, text, valid_from_us, valid_to_us, status, expired_us FROM memory"
        " WHERE forgetting_id IS NULL AND status NOT IN (?, ?) AND coalesce(learnt_us, made_us) <= ?"
        " AND (expired_us IS NULL OR expired_us > ?) AND (? IS NULL OR kind = ?) ORDER BY valid_from_us DESC, id DESC",
        (memories.STALE, memories.DENIED, at_us, at_us, kind, kind),
    )
    found = (_then(store, row, at_us) for row in rows)
    words = (about or "").casefold()
    return [one for one in found if words in f"{one.title} {one.text}".casefold()][:limit]


def _then(store: Store, row: tuple[Any, ...], at_us: int) -> MadeMemory:
    """A memory as it read then: by the first version that was replaced after that time."""
    memory_id, public_id, kind, title, text, valid_from, valid_to, status, expired = row
    older = store.rows(
        "SELECT title, text, status FROM memory_version WHERE memory_id = ? AND at_us > ? ORDER BY at_us, id LIMIT 1",
        (memory_id, at_us),
    )
    if older:
        title, text, status = older[0]
    if expired is not None:  # closed later: then it held, and nobody knew until when
        status, valid_to = ("active" if status == "superseded" else status), None
    return MadeMemory(
        id=public_id, kind=kind, title=title, text=text, valid_from=_time(valid_from), valid_to=_time(valid_to),
        status=status, evidence=memories.evidence(store, memory_id),
    )  # fmt: skip
