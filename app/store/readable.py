"""All that may be shown, a few rows at a time, for who writes a whole memory out. Nothing that is being forgotten comes through here."""

from collections.abc import Iterator
from typing import Any

from app.records import Moment
from app.store.db import Store, from_us
from app.store.frames import COLUMNS, to_moment

_PAGE = 500


def count(store: Store) -> int:
    """How many moments `moments` gives."""
    return int(store.value("SELECT count(*) FROM moment WHERE forgetting_id IS NULL"))


def hidden_turns(store: Store) -> set[str]:
    """Ids of the questions that are being forgotten."""
    return {row[0] for row in store.rows("SELECT public_id FROM turn WHERE forgetting_id IS NOT NULL")}


def moments(store: Store, day: str | None = None, kind: str | None = None) -> Iterator[tuple[int, Moment]]:
    """Row id and moment of all, of a day or of a kind, by time."""
    at_us, row_id = -(1 << 62), 0
    narrowed = "".join(
        f" AND m.{name} = :{name}" for name, value in (("day", day), ("kind", kind)) if value is not None
    )
    while True:
        rows = store.rows(
            f"SELECT m.id, m.at_us, {COLUMNS} FROM moment m WHERE m.forgetting_id IS NULL AND (m.at_us, m.id) > (:at, :id){narrowed}"
            " ORDER BY m.at_us, m.id LIMIT :page",
            {"at": at_us, "id": row_id, "day": day, "kind": kind, "page": _PAGE},
        )
        if not rows:
            return
        for row in rows:
            yield int(row[0]), to_moment(row[2:])
        row_id, at_us = rows[-1][:2]


def passages(store: Store) -> Iterator[dict[str, Any]]:
    """Each text with the times at which moments that may be shown showed it."""
    last = 0
    while rows := store.rows("SELECT id, kind, text FROM passage WHERE id > ? ORDER BY id LIMIT ?", (last, _PAGE)):
        for passage_id, kind, text in rows:
            seen = _seen(store, passage_id)
            if seen:
                yield {"passage": passage_id, "kind": kind, "text": text, "seen": seen}
        last = rows[-1][0]


def _seen(store: Store, passage_id: int) -> list[dict[str, Any]]:
    rows = store.rows(
        "SELECT min(m.at_us), max(m.at_us), count(*) FROM sighting s JOIN moment m ON"
        " (s.stream = '' AND m.id = s.moment_id) OR (s.stream <> '' AND m.stream = s.stream AND m.at_us BETWEEN s.from_us AND s.until_us)"
        " WHERE s.passage_id = ? AND m.forgetting_id IS NULL GROUP BY s.id ORDER BY min(m.at_us)",
        (passage_id,),
    )
    return [{"from": _iso(first), "until": _iso(last), "moments": count} for first, last, count in rows]


def memories(store: Store) -> Iterator[dict[str, Any]]:
    """What was made of moments, with the ids of its evidence."""
    last = 0
    columns = "id, public_id, kind, name, title, text, status, made_by, valid_from_us, valid_to_us, made_us"
    while rows := store.rows(
        f"SELECT {columns} FROM memory WHERE id > ? AND forgetting_id IS NULL AND status NOT IN ('stale', 'denied') ORDER BY id LIMIT ?",
        (last, _PAGE),
    ):
        for row_id, public_id, kind, name, title, text, status, made_by, valid_from, valid_to, made in rows:
            evidence = store.rows(
                "SELECT m.public_id FROM derivation d JOIN moment m ON m.id = d.parent_id WHERE d.child_kind = 'memory'"
                " AND d.child_id = ? AND d.parent_kind = 'moment' AND m.forgetting_id IS NULL",
                (row_id,),
            )
            yield {
                "id": public_id, "kind": kind, "name": name, "title": title, "text": text, "status": status, "made_by": made_by,
                "valid_from": _iso(valid_from), "valid_to": _iso(valid_to), "made": _iso(made), "evidence": [one[0] for one in evidence],
            }  # fmt: skip
        last = rows[-1][0]


def ledger(store: Store) -> Iterator[dict[str, Any]]:
    """What the recorder did, and why."""
    last = 0
    columns = "id, from_us, until_us, zone, ticks, monitor, outcome, reason"
    while rows := store.rows(f"SELECT {columns} FROM ledger WHERE id > ? ORDER BY id LIMIT ?", (last, _PAGE)):
        for _, since, until, zone, ticks, monitor, outcome, reason in rows:
            yield {
                "from": _iso(since), "until": _iso(until), "zone": zone, "ticks": ticks, "monitor": monitor, "outcome": outcome,
                "reason": reason,
            }  # fmt: skip
        last = rows[-1][0]


def _iso(us: int | None) -> str | None:
    return None if us is None else from_us(us).isoformat()
