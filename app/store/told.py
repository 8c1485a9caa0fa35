"""Rows of what was told before: moments of the same thread or author that hold the same words, and the facts that stand on one.

No rules: what these say, and whether it is so no longer, is told by the rooms that ask.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from app.store.db import Store, to_us
from app.store.facts import FACT, KIND, Seen

_ASIDE = ("screen", "clipboard")


def earlier(store: Store, moment: Seen, phrases: Sequence[str], since: datetime, limit: int = 12) -> list[int]:
    """Row ids of the moments before one, of its thread or author, that hold one of these runs of words; its thread's first, the newest first."""
    if not phrases or not (moment.thread or moment.author):
        return []
    match = " OR ".join('"' + phrase.replace('"', "") + '"' for phrase in phrases)
    rows = store.rows(
        "SELECT DISTINCT m.id, m.at_us FROM (SELECT rowid FROM passage_fts WHERE passage_fts MATCH ?1 ORDER BY rowid DESC LIMIT 400) near"
        " JOIN sighting s ON s.passage_id = near.rowid JOIN moment m ON m.id = s.moment_id"
        " WHERE m.at_us < ?2 AND m.at_us >= ?3 AND ((?4 <> '' AND m.thread = ?4) OR (?5 <> '' AND m.author = ?5))"
        " AND m.forgetting_id IS NULL AND m.kind NOT IN (?6, ?7) ORDER BY (?4 <> '' AND m.thread = ?4) DESC, m.at_us DESC, m.id DESC LIMIT ?8",
        ("{text} : (" + match + ")", to_us(moment.at), to_us(since), moment.thread, moment.author, *_ASIDE, limit),
    )
    return [row[0] for row in rows]


def lately(store: Store, moment: Seen, since: datetime, limit: int = 8) -> list[int]:
    """Row ids of the moments of the same thread from a time on until this one, the newest first."""
    if not moment.thread:
        return []
    rows = store.rows(
        "SELECT id FROM moment WHERE thread = ? AND at_us < ? AND at_us >= ? AND forgetting_id IS NULL AND kind NOT IN (?, ?)"
        " ORDER BY at_us DESC, id DESC LIMIT ?",
        (moment.thread, to_us(moment.at), to_us(since), *_ASIDE, limit),
    )
    return [row[0] for row in rows]


def facts_of(store: Store, moment_id: int) -> list[tuple[int, str, str, str]]:
    """(row id, predicate, value, status) of the facts that stand on a moment."""
    rows = store.rows(
        "SELECT o.id, o.data, o.status FROM derivation d JOIN memory o ON o.id = d.child_id WHERE d.parent_kind = 'moment'"
        " AND d.parent_id = ? AND d.child_kind = 'memory' AND o.kind = ? AND o.name >= ? AND o.name < ? AND o.forgetting_id IS NULL",
        (moment_id, KIND, FACT, FACT + "\U0010ffff"),
    )
    told = [(row, json.loads(data), status) for row, data, status in rows]
    return [(row, str(data.get("predicate", "")), str(data.get("value", "")), status) for row, data, status in told]
